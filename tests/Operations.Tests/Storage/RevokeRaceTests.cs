using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Drivers;
using Latchwork.Operations.Audit;
using Latchwork.Operations.Fleet;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Locks;
using Latchwork.Operations.Storage;
using Latchwork.Operations.Tests.Grants;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Latchwork.Operations.Tests.Storage;

public sealed class RevokeRaceTests
{
    private const int Races = 300;

    private const string AllowedAfterRevocation = """
        select count(*) from (
            select stage, (select g.kind from audit_event g where g.tenant_id = e.tenant_id and g.sequence < e.sequence and g.kind in (90, 92)
                order by g.sequence desc limit 1) as last
            from audit_event e where e.kind = 1) as acts
        where stage = 1 and last = 92
        """;

    /// <summary>AZ-5.</summary>
    [Fact]
    public async Task After_a_revocation_was_committed_no_node_allows_an_unlock()
    {
        await using var house = await House.OpenAsync();
        var door = await house.AddLockAsync();
        var guest = await GuestAsync(house);
        var lanes = new[] { house.Node, house.NewNode() }.Select(LaneOf).ToArray();

        for (var race = 0; race < Races; race++)
        {
            await ChangeAsync(house, door, AuditKind.GrantGiven);
            var asked = Enumerable.Range(0, 4).Select(n => lanes[n % 2].AskAsync(Ask(house, guest, door))).ToList();
            var revoked = ChangeAsync(house, door, AuditKind.GrantRevoked);
            asked.AddRange(Enumerable.Range(0, 4).Select(n => lanes[n % 2].AskAsync(Ask(house, guest, door))));
            await revoked;
            var after = await Task.WhenAll(lanes.Select(lane => lane.AskAsync(Ask(house, guest, door))));
            Assert.All(after, decision => Assert.NotNull(decision.Refusal));
            await Task.WhenAll(asked);
        }

        // The chain is the order of the commits: between a revocation and the next gift nothing was allowed.
        Assert.Equal(0, await house.AskAsync<long>(AllowedAfterRevocation));
        Assert.True(await house.AskAsync<long>("select count(*) from audit_event where kind = 1 and stage = 1") > Races / 4);
        Assert.True(await house.AskAsync<long>("select count(*) from audit_event where kind = 1 and stage = 0") > Races);
    }

    /// <summary>AZ-5, with the operations that give and take back.</summary>
    [Fact]
    public async Task After_an_ekey_was_taken_back_no_node_allows_its_holder_an_unlock()
    {
        await using var house = await House.OpenAsync();
        var door = await house.AddLockAsync();
        var number = await house.NumberAsync(door);
        var desk = await house.DeskAsync();
        await house.PersonAsync("guest");
        var lanes = new[] { house.Node, house.NewNode() }.Select(LaneOf).ToArray();

        for (var race = 0; race < Races / 6; race++)
        {
            var grant = await house.GivenAsync(desk, number, "guest");
            var known = await house.LogInAsync("guest@example.com");
            var guest = (await house.Get<Callers>().ReadAgainAsync(known, CancellationToken.None)).Value;
            var asked = Enumerable.Range(0, 4).Select(n => lanes[n % 2].AskAsync(Ask(house, guest, door))).ToList();
            var revoked = house.RevokeAsync(desk, grant);
            asked.AddRange(Enumerable.Range(0, 4).Select(n => lanes[n % 2].AskAsync(Ask(house, guest, door))));
            Assert.Null((await revoked).Error);
            var after = await Task.WhenAll(lanes.Select(lane => lane.AskAsync(Ask(house, guest, door))));
            Assert.All(after, decision => Assert.True(decision.Refusal is not null || decision.IsCallerStale));
            await Task.WhenAll(asked);
        }

        Assert.Equal(0, await house.AskAsync<long>(AllowedAfterRevocation));
        Assert.True(await house.AskAsync<long>("select count(*) from audit_event where kind = 1 and stage = 1") > 0);
    }

    private static JournalLane<DoorAsk, DoorFacts, DoorDecision> LaneOf(ServiceProvider node) =>
        node.GetRequiredService<Journal>().OpenLane(new ActOnDoor(node.GetRequiredService<ICommandQueue>()));

    private static async Task<Caller> GuestAsync(House house)
    {
        const string passwordMd5 = "ff3bdd571bbec1a341744f201b57d04e";
        var key = await house.Get<LogIn>().ForKeyAsync("desk@example.com", passwordMd5, default, CancellationToken.None);
        Assert.Null(key.Error);
        return (await house.Get<Callers>().AuthenticateAsync(key.Value.Key, Surface.Sifely, default, CancellationToken.None)).Value;
    }

    private static DoorAsk Ask(House house, Caller by, LockId door)
    {
        var now = house.Clock.Now();
        return new DoorAsk(by, house.Tenant, door, new DeviceAct.Unlock(), TimeSpan.FromSeconds(10), OperationId.New(now), CommandId.New(now));
    }

    private static async Task ChangeAsync(House house, LockId door, AuditKind kind)
    {
        var now = house.Clock.Now();
        await using var work = await house.Get<AccessDb>().BeginAsync(TenantSet.Of(house.Tenant), CancellationToken.None);
        await work.DoAsync(
            "update access_grant set revoked_at = $3 where tenant_id = $1 and lock_id = $2",
            [house.Tenant.Value, door.Value, kind == AuditKind.GrantRevoked ? now : null],
            CancellationToken.None
        );
        await work.CommitAsync(house.Tenant, now, CancellationToken.None, new AuditEntry(Events.Any(now) with { Kind = kind, Lock = door.Value }));
    }
}
