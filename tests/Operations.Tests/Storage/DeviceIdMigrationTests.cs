using Latchwork.Operations.Devices;
using Latchwork.Operations.Fleet;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Storage;
using Latchwork.Operations.Tests.Fleet;
using Xunit;

namespace Latchwork.Operations.Tests.Storage;

public sealed class DeviceIdMigrationTests
{
    private const string Migration = "0045_names.sql";

    /// <summary>A link that is offline finds nothing, so nobody else would give its devices their ids.</summary>
    [Fact]
    public async Task Devices_that_were_found_by_an_older_release_are_listed_right_after_the_upgrade()
    {
        await using var house = await House.OpenAsync();
        var link = await house.AddLinkAsync();
        await house.Get<AdoptDevices>().RunAsync(new GrantedLease(link, 0), Fleet.Links.Devices(3), CancellationToken.None);
        await house.DoAsync(
            $"insert into public_id (kind, wire_id, tenant_id, row_id) select {(int)WireIdKind.LinkUuid}, gen_random_uuid()::text, tenant_id, link_id from link"
        );
        var found = await house.AskAsync<long>("select count(*) from device");
        await AsBeforeAsync(house);
        Assert.Equal(0, await ListedAsync(house));

        Assert.Equal(1, await Migrator.RunAsync(house.Owner, TimeProvider.System, CancellationToken.None));

        Assert.Equal(found, await ListedAsync(house));
        Assert.Equal(0, await Migrator.RunAsync(house.Owner, TimeProvider.System, CancellationToken.None));
    }

    /// <summary>One that was found since keeps the id that clients have stored.</summary>
    [Fact]
    public async Task A_device_that_has_an_id_keeps_it()
    {
        await using var house = await House.OpenAsync();
        var link = await house.AddLinkAsync();
        await house.Get<AdoptDevices>().RunAsync(new GrantedLease(link, 0), Fleet.Links.Devices(3), CancellationToken.None);
        const string Ids = "select string_agg(wire_id, ' ' order by wire_id) from public_id where kind = 71";
        var before = await house.AskAsync<string>(Ids);
        await AsBeforeAsync(house, exceptIds: true);

        await Migrator.RunAsync(house.Owner, TimeProvider.System, CancellationToken.None);

        Assert.Equal(before, await house.AskAsync<string>(Ids));
    }

    private static async Task AsBeforeAsync(House house, bool exceptIds = false)
    {
        await house.DoAsync($"delete from migration where name = '{Migration}'");
        await house.DoAsync("drop index delivery_by_webhook_id");
        if (!exceptIds)
        {
            await house.DoAsync("delete from public_id where kind = 71");
        }
    }

    private static async Task<long> ListedAsync(House house)
    {
        var filter = new DevicesFilter(PageRequest.ByPlace([], 200, counts: false));
        return (await house.Get<DeviceQueries>().ListAsync(Caller.Server(house.Tenant), house.Tenant, filter, CancellationToken.None))
            .Value
            .Items
            .Count;
    }
}
