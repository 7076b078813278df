using Latchwork.Domain;
using Latchwork.Operations.Fleet;
using Xunit;

namespace Latchwork.Operations.Tests.Fleet;

/// <summary>Which locks are to be told of their offline codes (18).</summary>
public sealed class OfflineStoreTests
{
    [Fact]
    public async Task Locks_that_were_put_off_leave_their_places_to_the_others_until_their_time()
    {
        await using var house = await House.OpenAsync();
        var link = await house.AddLinkAsync();
        await house.Get<AdoptDevices>().RunAsync(new GrantedLease(link, 0), Links.Devices(510), default);
        await house.DoAsync("update smart_lock set offline_orders = 1");
        var store = house.Get<OfflineStore>();

        var first = await store.DueAsync([link], default);
        foreach (var due in first)
        {
            await store.PutOffAsync(due, TimeSpan.FromMinutes(1), default);
        }

        Assert.Equal(500, first.Count);
        Assert.Equal(10, (await store.DueAsync([link], default)).Select(due => due.Lock).Except(first.Select(due => due.Lock)).Count());
        await house.DoAsync("update smart_lock set offline_due_at = offline_due_at - interval '2 minutes'");
        Assert.Equal(500, (await store.DueAsync([link], default)).Count);
    }

    [Theory]
    [InlineData(true, false, 1)]
    [InlineData(false, false, 0)]
    [InlineData(true, true, 0)]
    public async Task A_deleted_lock_is_told_what_it_is_to_refuse_and_only_while_its_device_is_no_other_lock(bool isDenied, bool isSucceeded, int due)
    {
        await using var house = await House.OpenAsync();
        var link = await house.AddLinkAsync();
        var door = await house.AddDoorAsync(link);
        await house.AddDueAsync(door, 1, house.Clock.Now());
        await house.DoAsync("update enrollment set offline_epoch = 0, offline_number = 1, desired_present = $1", !isDenied);
        await house.DoAsync("update smart_lock set offline_orders = 1, decommissioned_at = now()");
        if (isSucceeded)
        {
            await house.DoAsync(
                """
                insert into smart_lock (tenant_id, lock_id, site_id, device_id, link_id, device_address, name, mac, created_at, updated_at)
                select tenant_id, gen_random_uuid(), site_id, device_id, link_id, device_address, name, mac, now(), now() from smart_lock
                """
            );
        }

        Assert.Equal(due, (await house.Get<OfflineStore>().DueAsync([link], default)).Count);
    }
}
