using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Users;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Sites;
using Latchwork.Testing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;

namespace Latchwork.Operations.Tests.Identity;

/// <summary>Acts outside the Journal's lanes, on a node that has few connections.</summary>
public sealed class CallerWritesTests
{
    private const int Connections = 2;

    [Fact]
    public async Task Who_hangs_up_while_they_are_confirmed_leaves_no_transaction_behind()
    {
        await using var house = await House.OpenAsync();
        var node = NodeOfFewConnections(house);
        var by = await CallerAsync(house, node, PermissionSet.Of(Permission.SitesWrite));

        for (var connection = 0; connection < Connections; connection++)
        {
            using var hangUp = new CancellationTokenSource();
            await using var held = await HoldAsync(house, "select 1 from session for update");
            var asked = AddAsync(node, house, by, hangUp.Token);
            await UntilHeldUpAsync(house);
            await hangUp.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
        }

        Assert.Null((await AddAsync(node, house, by, CancellationToken.None)).Error);
    }

    /// <summary>AU-1: also the refusal of who did not wait for it.</summary>
    [Fact]
    public async Task A_refusal_is_recorded_though_the_caller_hangs_up_meanwhile()
    {
        await using var house = await House.OpenAsync();
        var node = NodeOfFewConnections(house);
        var by = await CallerAsync(house, node, PermissionSet.Of(Permission.SitesRead));

        using var hangUp = new CancellationTokenSource();
        Task<Outcome<SiteId>> asked;
        await using (await HoldAsync(house, "lock table audit_event in exclusive mode"))
        {
            asked = AddAsync(node, house, by, hangUp.Token);
            await UntilHeldUpAsync(house);
            await hangUp.CancelAsync();
        }

        Assert.Equal(AccessErrorCode.NotAllowed, (await asked).Error?.Code);
        Assert.Equal(
            1,
            await house.AskAsync<long>(
                "select count(*) from audit_event where kind = $1 and outcome = $2",
                (short)AuditKind.SiteChanged,
                (short)AuditOutcome.Refused
            )
        );
    }

    /// <summary>Whoever holds the chain of a tenant may raise its people.</summary>
    [Fact]
    public async Task An_act_that_waits_for_the_chain_leaves_its_caller_to_those_who_hold_it()
    {
        await using var house = await House.OpenAsync();
        var key = (
            await house.Get<LogIn>().ForKeyAsync("desk@example.com", "ff3bdd571bbec1a341744f201b57d04e", default, CancellationToken.None)
        ).Value;
        var by = (await house.Get<Callers>().AuthenticateAsync(key.Key, Surface.Native, default, CancellationToken.None)).Value;
        await using var holder = await HoldAsync(house, "set local lock_timeout = '10s'; select 1 from audit_chain for update");
        var asked = AddAsync(house.Node, house, by, CancellationToken.None);
        await UntilHeldUpAsync(house);

        await using var raise = new NpgsqlCommand("select 1 from app_user for update; commit", holder);
        await raise.ExecuteNonQueryAsync();

        Assert.Null((await asked).Error);
    }

    /// <summary>A deadlock has undone the turn: who lost it did nothing yet.</summary>
    [Fact]
    public async Task A_turn_that_the_database_ended_as_a_deadlock_is_run_again()
    {
        await using var house = await House.OpenAsync();
        var by = await CallerAsync(house, house.Node, PermissionSet.Of(Permission.SitesWrite));
        var runs = 0;

        var done = await house
            .Get<CallerTurns>()
            .RunAsync<int, Done>(
                by,
                new TurnRules(AuditKind.SiteChanged, AccessError.NotFound(Noun.Site)),
                caller => ValueTask.FromResult<Located<int>?>(new Located<int>(caller.Home, 1)),
                async (turn, _) =>
                {
                    if (++runs == 1)
                    {
                        await turn.Work.DoAsync("do $$ begin raise exception using errcode = '40P01'; end $$", [], CancellationToken.None);
                    }

                    return Done.Yes;
                },
                CancellationToken.None
            );

        Assert.Equal((null, 2), (done.Error, runs));
    }

    private static ServiceProvider NodeOfFewConnections(House house) =>
        house.NewNode(services =>
            services.AddSingleton(_ =>
                NpgsqlDataSource.Create(house.ConnectionString + $";Maximum Pool Size={Connections};Timeout=5;Options=-c role=latchwork_app")
            )
        );

    private static async Task<Caller> CallerAsync(House house, ServiceProvider node, PermissionSet scopes)
    {
        var key = await new Population(house.Node).NativeKeyAsync(house.Tenant, scopes);
        return (await node.GetRequiredService<Callers>().AuthenticateAsync(key, Surface.Native, default, CancellationToken.None)).Value;
    }

    private static Task<Outcome<SiteId>> AddAsync(ServiceProvider node, House house, Caller by, CancellationToken cancel) =>
        node.GetRequiredService<AddSite>().RunAsync(by, house.Tenant, "Annex", "Europe/London", cancel);

    private static async Task<NpgsqlConnection> HoldAsync(House house, string rows)
    {
        var holder = await house.Owner.OpenConnectionAsync();
        await using var hold = new NpgsqlCommand($"begin; {rows}", holder);
        await hold.ExecuteNonQueryAsync();
        return holder;
    }

    private static Task UntilHeldUpAsync(House house) =>
        Poll.UntilAsync(async () =>
            await house.AskAsync<long>("select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'") > 0
        );
}
