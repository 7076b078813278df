using Latchwork.Operations.Audit;
using Latchwork.Testing;
using Npgsql;
using Xunit;

namespace Latchwork.Operations.Tests.Audit;

public sealed class SignHeadsTests
{
    /// <summary>The chains are taken in the order of their tenants, as everybody takes them: else two could wait for each other.</summary>
    [Fact]
    public async Task Signing_waits_for_the_first_chain_without_holding_a_later_one()
    {
        await using var house = await House.OpenAsync();
        await house.AddTenantAsync("annex");
        await using var writing = await house.Owner.OpenConnectionAsync();
        await DoAsync(writing, "begin; select 1 from audit_chain where sequence > 0 order by tenant_id limit 1 for update");
        var signing = house.Get<SignHeads>().RunAsync(CancellationToken.None);
        await Poll.UntilAsync(async () =>
            await house.AskAsync<long>("select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'") > 0
        );

        await DoAsync(writing, "set lock_timeout = '2s'; select 1 from audit_chain order by tenant_id for update; commit");

        Assert.Equal(2, await signing);
    }

    private static async Task DoAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
