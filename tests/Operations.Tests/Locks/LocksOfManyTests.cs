using Latchwork.Domain.Locks;
using Latchwork.Operations.Events;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Locks;
using Latchwork.Operations.Tests.Reservations;
using Latchwork.Testing;
using Latchwork.Testing.Events;
using Npgsql;
using Xunit;

namespace Latchwork.Operations.Tests.Locks;

/// <summary>Locks by what they are and how they stand, and what happened last at them: among thousands (design, "scale").</summary>
public sealed class LocksOfManyTests : IAsyncLifetime
{
    private const int Others = 10_000;

    /// <summary>Locks of a page, with their sites, links and ids.</summary>
    private const int FewRows = 200;

    /// <summary>Enough for a plan that is made once a connection.</summary>
    private const int Looks = 12;

    private House house = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => house = await House.OpenAsync();

    public ValueTask DisposeAsync() => house.DisposeAsync();

    [Fact]
    public async Task Filters_of_the_list_hold_all_at_once()
    {
        var (frozen, dark, low) = (await house.AddLockAsync(), await house.AddLockAsync(), await house.AddLockAsync());
        await house.DoAsync("update smart_lock set is_online = true, bolt = 1");
        await house.DoAsync("update smart_lock set frozen_at = now() where lock_id = $1", frozen.Value);
        await house.DoAsync("update link set is_online = false where link_id = $1", dark.Value);
        await house.DoAsync("update smart_lock set battery_is_low = true, bolt = 3 where lock_id = $1", low.Value);
        var ids = new List<string>();
        foreach (var door in new[] { frozen, dark, low })
        {
            ids.Add((await house.UuidAsync(door.Value, WireIdKind.LockUuid)).Text);
        }

        Assert.Equal([ids[0]], await ListAsync(all => all with { IsFrozen = true }));
        Assert.Equal(Sorted(ids[1], ids[2]), await ListAsync(all => all with { IsFrozen = false }));
        Assert.Equal([ids[1]], await ListAsync(all => all with { IsOnline = false }));
        Assert.Equal(Sorted(ids[0], ids[2]), await ListAsync(all => all with { IsOnline = true }));
        Assert.Equal([ids[2]], await ListAsync(all => all with { BatteryIsLow = true, IsOnline = true }));
        Assert.Equal([ids[2]], await ListAsync(all => all with { Bolt = BoltState.Jammed }));
        Assert.Equal(Sorted(ids[0], ids[1]), await ListAsync(all => all with { Bolt = BoltState.Locked }));
        Assert.Empty(await ListAsync(all => all with { Bolt = BoltState.Jammed, IsFrozen = true }));
        Assert.Empty(await ListAsync(all => all with { Link = WireId.Uuid(WireIdKind.LinkUuid, Guid.AllBitsSet) }));
        Assert.Equal(3, (await ListAsync(all => all with { Site = AtHome })).Count);
        Assert.Empty(await ListAsync(all => all with { Site = WireId.Uuid(WireIdKind.SiteUuid, Guid.AllBitsSet) }));
    }

    [Fact]
    public async Task Locks_of_a_site_are_read_without_those_of_others()
    {
        await house.AddLockAsync();
        await AddOthersAsync();

        Assert.InRange(await RowsReadAsync(() => ListAsync(all => all with { Site = AtHome })), 1, FewRows);
    }

    [Fact]
    public async Task What_happened_last_is_read_without_what_happened_before()
    {
        var door = await house.AddLockAsync();
        var id = await house.UuidAsync(door.Value, WireIdKind.LockUuid);
        await new EventTeller(house.Node, house.Tenant).TellAsync(2000, smartLock: door.Value, cancel: Cancel);
        await house.DoAsync("analyze");
        async Task<IReadOnlyList<FeedEvent>> LookAsync() =>
            (await house.Get<LockActivity>().RunAsync(house.FrontDesk(), house.Tenant, [id], Cancel)).Value;

        Assert.Equal(1999, Assert.Single(await LookAsync()).Told.Battery);
        Assert.InRange(await RowsReadAsync(LookAsync), 1, FewRows);
    }

    private WireId AtHome { get; set; }

    private async Task<List<string>> ListAsync(Func<LocksFilter, LocksFilter> chosen)
    {
        AtHome = AtHome.Text is null ? await house.SiteAsync() : AtHome;
        var filter = chosen(new LocksFilter(PageRequest.ByPlace([], 50, counts: true)));
        var page = (await house.Get<TenantLocks>().ListAsync(house.FrontDesk(), house.Tenant, filter, Cancel)).Value;
        Assert.Equal(page.Items.Count, page.Total);
        return Sorted([.. page.Items.Select(seen => seen.Id)]);
    }

    private static List<string> Sorted(params IEnumerable<string> ids) => [.. ids.Order(StringComparer.Ordinal)];

    /// <summary>Copies of the one lock that is there, at another site.</summary>
    private async Task AddOthersAsync()
    {
        await house.DoAsync(
            $$"""
            insert into site select (jsonb_populate_record(s, jsonb_build_object('site_id', '{{Guid.AllBitsSet}}'::uuid))).* from site s limit 1;
            insert into smart_lock select (jsonb_populate_record(l, jsonb_build_object('lock_id', gen_random_uuid(), 'site_id', '{{Guid.AllBitsSet}}'::uuid,
                'device_address', null, 'link_id', null, 'name', 'Door ' || n))).* from smart_lock l, generate_series(1, {{Others}}) n;
            """
        );
        await house.DoAsync("analyze");
    }

    /// <summary>By one look. A connection tells what it read at the latest when it ends.</summary>
    private async Task<long> RowsReadAsync<T>(Func<Task<T>> look)
    {
        await look();
        var before = await AllReadAsync();
        for (var i = 0; i < Looks; i++)
        {
            await look();
        }

        return (await AllReadAsync() - before) / Looks;
    }

    private async Task<long> AllReadAsync()
    {
        house.Get<NpgsqlDataSource>().Clear();
        await Poll.UntilAsync(async () => await house.AskAsync<long>(OtherConnections) == 0);
        return await house.AskAsync<long>("select (sum(seq_tup_read) + sum(coalesce(idx_tup_fetch, 0)))::bigint from pg_stat_user_tables");
    }

    private const string OtherConnections =
        "select count(*) from pg_stat_activity where datname = current_database() and usename is not null and pid <> pg_backend_pid() and query not like 'listen %'";
}
