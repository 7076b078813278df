using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Tests.Grants;
using Latchwork.Operations.Tiles;
using Xunit;

namespace Latchwork.Operations.Tests.Tiles;

/// <summary>Plates at doors (11.2).</summary>
public sealed class TileTests
{
    private static readonly WireId Tile = new(WireIdKind.TileUuid, "0b6f2f0e-2f53-4f59-b9ce-4f6f0e5a7a11");
    private static readonly WireId NoUuid = new(WireIdKind.TileUuid, "");

    [Fact]
    public async Task AZ_3_A_tile_leads_everybody_to_those_of_its_locks_that_they_may_use()
    {
        await using var house = await House.OpenAsync();
        var (one, two) = (await house.DoorAsync(), await house.DoorAsync());
        var (desk, guest, stranger) = (await house.DeskAsync(), await house.HolderAsync(one, "guest"), await house.PersonAsync("stranger"));
        Assert.Null(await SetAsync(house, desk, one.Id, two.Id));

        Assert.Equal(new[] { one.Id.Text, two.Id.Text }.Order(), (await FindAsync(house, desk)).Value.Locks.Order());
        Assert.Equal([one.Id.Text], (await FindAsync(house, guest)).Value.Locks);
        Assert.Equal((await house.SiteAsync()).Text, (await FindAsync(house, guest)).Value.SiteId);
        Assert.Equal(AccessErrorCode.NotFound, (await FindAsync(house, stranger)).Error?.Code);
        Assert.Equal([Tile.Text], (await house.SeeAsync(guest, one.Id)).Value.Tiles);
        await house.DoAsync("update access_grant set ends_at = now() - interval '1 second' where user_id = $1", guest.User!.Value.Value);
        Assert.Equal(AccessErrorCode.NotFound, (await FindAsync(house, guest)).Error?.Code);
    }

    [Fact]
    public async Task A_tile_at_a_door_is_taken_for_others_until_it_is_taken_off()
    {
        await using var house = await House.OpenAsync();
        var (one, two) = (await house.DoorAsync(), await house.DoorAsync());
        var desk = await house.DeskAsync();

        Assert.Null(await PutAsync(house, desk, one.Id));
        Assert.Null(await PutAsync(house, desk, one.Id));
        Assert.Equal(AccessErrorCode.Taken, await PutAsync(house, desk, two.Id));
        Assert.Equal(AccessErrorCode.NotFound, await TakeOffAsync(house, desk, two.Id));
        Assert.Null(await TakeOffAsync(house, desk, one.Id));
        Assert.Equal(AccessErrorCode.NotFound, await TakeOffAsync(house, desk, one.Id));
        Assert.Null(await PutAsync(house, desk, two.Id));

        Assert.Equal((2, 1), (await CountAsync(house, AuditKind.TileAssociated), await CountAsync(house, AuditKind.TileDisassociated)));
    }

    [Fact]
    public async Task TN_1_A_tile_of_another_tenant_is_taken_and_free_again_when_it_leads_nowhere()
    {
        await using var house = await House.OpenAsync();
        var door = await house.DoorAsync();
        var desk = await house.DeskAsync();
        var further = await house.AddTenantAsync("further");
        var owner = await house.LogInAsync("further@example.com");
        var theirs = await ForeignDoorAsync(house, further);
        Assert.Null(await PutAsync(house, owner, theirs));

        Assert.Equal(AccessErrorCode.Taken, await PutAsync(house, desk, door.Id));
        Assert.Equal(AccessErrorCode.Taken, await SetAsync(house, desk, door.Id));
        Assert.Equal(AccessErrorCode.NotFound, (await FindAsync(house, desk)).Error?.Code);
        Assert.Null(await TakeOffAsync(house, owner, theirs));
        Assert.Null(await PutAsync(house, desk, door.Id));
    }

    [Fact]
    public async Task AZ_1_Only_who_runs_the_lock_puts_a_tile_and_only_who_runs_the_site_says_where_it_leads()
    {
        await using var house = await House.OpenAsync();
        var (one, two) = (await house.DoorAsync(), await house.DoorAsync());
        var (guest, deputy) = (await house.HolderAsync(one, "guest"), await house.HolderAsync(one, "deputy", runsIt: true));
        var stranger = await house.PersonAsync("stranger");

        Assert.Equal(AccessErrorCode.NotAllowed, await PutAsync(house, guest, one.Id));
        Assert.Equal(AccessErrorCode.NotFound, await PutAsync(house, stranger, one.Id));
        Assert.Equal(AccessErrorCode.NotFound, await PutAsync(house, deputy, two.Id));
        Assert.Equal(AccessErrorCode.NotAllowed, await SetAsync(house, guest, one.Id));
        Assert.Equal(AccessErrorCode.NotAllowed, await SetAsync(house, deputy, one.Id));
        Assert.Equal(AccessErrorCode.NotFound, await SetAsync(house, stranger, one.Id));
        Assert.Null(await PutAsync(house, deputy, one.Id));
    }

    [Fact]
    public async Task A_set_replaces_what_was_and_an_empty_one_leads_nowhere()
    {
        await using var house = await House.OpenAsync();
        var (one, two) = (await house.DoorAsync(), await house.DoorAsync());
        var desk = await house.DeskAsync();

        Assert.Null(await SetAsync(house, desk, one.Id));
        Assert.Null(await SetAsync(house, desk, two.Id, two.Id));
        Assert.Equal([two.Id.Text], (await FindAsync(house, desk)).Value.Locks);
        Assert.Equal(AccessErrorCode.NotFound, await SetAsync(house, desk, WireId.Uuid(WireIdKind.LockUuid, one.Row.Value)));
        Assert.Null(await SetAsync(house, desk));

        Assert.Equal("No devices associated with this tile", (await FindAsync(house, desk)).Error?.Detail);
        Assert.Equal(0, await house.AskAsync<long>("select count(*) from tile"));
    }

    [Fact]
    public async Task An_id_of_another_form_is_no_tile()
    {
        await using var house = await House.OpenAsync();
        var door = await house.DoorAsync();
        var desk = await house.DeskAsync();

        Assert.Equal(
            AccessErrorCode.NotFound,
            (await house.Get<AssociateTile>().RunAsync(desk, door.Id, NoUuid, CancellationToken.None)).Error?.Code
        );
        Assert.Equal(AccessErrorCode.NotFound, (await house.Get<TileQueries>().FindAsync(desk, NoUuid, CancellationToken.None)).Error?.Code);
    }

    private static async Task<WireId> ForeignDoorAsync(House house, TenantId tenant)
    {
        var site = new SiteId(await house.AskAsync<Guid>("select site_id from site where tenant_id = $1", tenant.Value));
        var by = Caller.Server(tenant);
        var added = await house.Get<Operations.Locks.AddLock>().RunAsync(by, tenant, site, "Theirs", default, CancellationToken.None);
        return await house.UuidAsync(added.Value.Value, WireIdKind.LockUuid);
    }

    private static Task<Outcome<SeenTile>> FindAsync(House house, Caller by) => house.Get<TileQueries>().FindAsync(by, Tile, CancellationToken.None);

    private static async Task<AccessErrorCode?> PutAsync(House house, Caller by, WireId door) =>
        (await house.Get<AssociateTile>().RunAsync(by, door, Tile, CancellationToken.None)).Error?.Code;

    private static async Task<AccessErrorCode?> TakeOffAsync(House house, Caller by, WireId door) =>
        (await house.Get<AssociateTile>().UndoAsync(by, door, Tile, CancellationToken.None)).Error?.Code;

    private static async Task<AccessErrorCode?> SetAsync(House house, Caller by, params WireId[] doors) =>
        (await house.Get<SetTileLocks>().RunAsync(by, Tile, await house.SiteAsync(), doors, CancellationToken.None)).Error?.Code;

    private static async Task<int> CountAsync(House house, AuditKind kind) =>
        (int)await house.AskAsync<long>("select count(*) from audit_event where kind = $1 and outcome = 3", (short)kind);
}
