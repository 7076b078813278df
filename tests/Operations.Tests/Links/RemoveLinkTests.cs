using Latchwork.Domain;
using Latchwork.Operations.Fleet;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Links;
using Latchwork.Operations.Tests.Fleet;
using Latchwork.Testing;
using Npgsql;
using Xunit;

namespace Latchwork.Operations.Tests.Links;

public sealed class RemoveLinkTests
{
    [Fact]
    public async Task Nothing_is_due_any_more_on_the_locks_of_a_removed_link()
    {
        await using var house = await House.OpenAsync();
        var link = await house.AddLinkAsync();
        await house.AddDueAsync(await house.AddDoorAsync(link), 3, house.Clock.Now());

        var removed = (await RemoveAsync(house, link)).Value;

        Assert.Equal(new RemovedLink(1, 3), removed);
        Assert.Equal(0, await house.AskAsync<long>("select count(*) from enrollment where due_at is not null"));
    }

    [Fact]
    public async Task A_door_that_was_to_be_locked_over_a_removed_link_is_told_of_and_nothing_waits_for_it()
    {
        await using var house = await House.OpenAsync();
        var link = await house.AddLinkAsync();
        var open = await house.AddDoorAsync(link);
        await house.DoAsync(
            "insert into relock (tenant_id, lock_id, settled_at, due_at) select tenant_id, lock_id, now(), now() from smart_lock where link_id = $1",
            link.Link.Value
        );
        await house.DoAsync("update smart_lock set bolt = 2 where lock_id = $1", open.Value);

        Assert.Null((await RemoveAsync(house, link)).Error);

        Assert.Equal(0, await house.AskAsync<long>("select count(*) from relock"));
        Assert.Equal(
            open.Value,
            await house.AskAsync<Guid>("select lock_id from audit_event where kind = $1", (short)Domain.Audit.AuditKind.DoorLeftUnlocked)
        );
    }

    [Fact]
    public async Task It_takes_the_chain_before_the_rows_as_reports_do()
    {
        await using var house = await House.OpenAsync();
        var link = await house.AddLinkAsync();
        Task<Outcome<RemovedLink>> removing;
        await using (var reporting = await house.Owner.OpenConnectionAsync())
        {
            await DoAsync(reporting, "begin; select 1 from audit_chain for update");
            removing = RemoveAsync(house, link);
            await Poll.UntilAsync(async () =>
                await house.AskAsync<long>("select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'")
                > 0
            );
            await DoAsync(reporting, "set lock_timeout = '2s'; update link set is_online = true; commit");
        }

        Assert.Null((await removing).Error);
    }

    private static async Task DoAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<Outcome<RemovedLink>> RemoveAsync(House house, LinkKey link)
    {
        const string Number = "1b4e28ba-2fa1-4d2b-883f-0016d3cca427";
        await house.DoAsync(
            "insert into public_id (kind, wire_id, tenant_id, row_id) values ($1, $2, $3, $4)",
            (short)WireIdKind.LinkUuid,
            Number,
            link.Tenant.Value,
            link.Link.Value
        );
        return await house.Get<RemoveLink>().RunAsync(Caller.Server(house.Tenant), new WireId(WireIdKind.LinkUuid, Number), default);
    }
}
