using Latchwork.Domain;
using Latchwork.Domain.Alerts;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Users;
using Latchwork.Operations.Fleet;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Locks;
using Latchwork.Operations.Members;
using Latchwork.Operations.Tests.Alerts;
using Latchwork.Operations.Tests.Grants;
using Latchwork.Operations.Tests.Recovery;
using Latchwork.Operations.Tests.Webhooks;
using Latchwork.Operations.Users;
using Latchwork.Testing.Webhooks;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Latchwork.Operations.Tests.Members;

/// <summary>Who is switched off has no right in the tenant, and all that they had when they are switched on again.</summary>
public sealed class SwitchMemberTests
{
    private const string Partner = "theirs@example.com";
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(50);

    /// <summary>Both for one whose home is this tenant and for one who has another.</summary>
    [Theory]
    [InlineData("desk@example.com")]
    [InlineData(Partner)]
    public async Task AZ_5_A_node_that_remembers_a_member_refuses_them_from_the_switch_on_and_answers_as_before_when_it_is_undone(string login)
    {
        await using var house = await House.OpenAsync();
        var other = house.NewNode();
        var door = await house.NumberAsync(await house.AddLockAsync());
        await PartnerAsync(house);
        await house.GivenAsync(await house.DeskAsync(), door, Partner);
        var member = await house.LogInAsync(login, other);
        var id = await house.UserUuidAsync(member);
        var (grants, standings) = (await GrantsAsync(house), await StandingsAsync(member, other));
        Assert.Null((await FindAsync(other, member, door)).Error);
        Assert.Contains(house.Tenant, standings.Keys);

        Assert.Null((await SwitchAsync(house, id, off: true)).Error);

        Assert.Equal(AccessErrorCode.NotFound, (await FindAsync(other, member, door)).Error?.Code);
        Assert.Equal(AccessErrorCode.NotFound, (await UnlockAsync(other, member, door)).Error?.Code);
        Assert.Empty((await other.GetRequiredService<LockQueries>().GrantedAsync(member, new(new PageRequest(1, 20)), default)).Value.Items);
        Assert.DoesNotContain(house.Tenant, (await StandingsAsync(member, other)).Keys);
        Assert.Equal(grants, await GrantsAsync(house));

        Assert.Null((await SwitchAsync(house, id, off: false)).Error);

        Assert.Null((await FindAsync(other, member, door)).Error);
        Assert.Equal(standings[house.Tenant], (await StandingsAsync(member, other))[house.Tenant]);
        Assert.All(await house.VerifyAsync(), report => Assert.True(report.IsSound));
    }

    [Fact]
    public async Task What_is_theirs_elsewhere_goes_on()
    {
        await using var house = await House.OpenAsync();
        await PartnerAsync(house);
        var partner = await house.LogInAsync(Partner);

        Assert.Null((await SwitchAsync(house, await house.UserUuidAsync(partner), off: true)).Error);

        Assert.Equal([partner.Home], (await StandingsAsync(partner, house.Node)).Keys);
        Assert.Null((await house.Get<RenamePerson>().RunAsync(partner, "Ada", default)).Error);
    }

    /// <summary>AZ-5: it is decided again before it is sent.</summary>
    [Fact]
    public async Task A_command_that_waited_is_not_sent_any_more()
    {
        await using var house = await House.OpenAsync();
        var door = await house.NumberAsync(await house.AddLockAsync());
        await PartnerAsync(house);
        await house.GivenAsync(await house.DeskAsync(), door, Partner);
        var partner = await house.LogInAsync(Partner);
        var id = await house.UserUuidAsync(partner);
        foreach (var surface in new[] { Surface.Sifely, Surface.Native })
        {
            await UnlockAsync(house.Node, partner with { Surface = surface }, door);
        }

        Assert.Equal([null, null], await DecidedAsync(house));
        Assert.Null((await SwitchAsync(house, id, off: true)).Error);
        Assert.All(await DecidedAsync(house), code => Assert.Equal(AccessErrorCode.NotFound, code));
        Assert.Null((await SwitchAsync(house, id, off: false)).Error);
        Assert.Equal([null, null], await DecidedAsync(house));
    }

    [Fact]
    public async Task They_are_told_of_no_alert_meanwhile()
    {
        await using var house = await House.OpenAsync();
        var door = await house.AddLockAsync();
        await house.SubscribeAsync(AlertTopic.Jammed, AlertTopic.Tampered);
        await PartnerAsync(house);
        var desk = await house.UserUuidAsync(await house.DeskAsync());

        Assert.Null((await SwitchAsync(house, desk, off: true)).Error);
        await house.HappensAsync(AuditKind.Jammed, door);
        await house.RoundAsync();
        Assert.Empty(await house.MailsAsync());

        Assert.Null((await SwitchAsync(house, desk, off: false)).Error);
        await house.HappensAsync(AuditKind.Tampered, door);
        await house.RoundAsync();
        Assert.Single(await house.MailsAsync());
    }

    [Fact]
    public async Task Their_own_webhooks_tell_nothing_of_the_tenant_meanwhile()
    {
        await using var receiver = new WebhookReceiver();
        await using var house = await WebhookHouse.OpenAsync();
        var door = await house.AddDoorAsync();
        await PartnerAsync(house.House);
        var desk = await house.House.DeskAsync();
        var id = await house.House.UserUuidAsync(desk);
        await house.AddEndpointAsync(receiver.Url, desk.User!.Value.Value);
        var node = house.NewNode();
        // Already planned, not yet sent.
        await house.TellAsync(door);
        await WebhookHouse.PlanAsync(node);

        Assert.Null((await SwitchAsync(house.House, id, off: true)).Error);
        await house.TellAsync(door);
        await house.DrainAsync(node);
        Assert.Empty(receiver.Received);

        Assert.Null((await SwitchAsync(house.House, id, off: false)).Error);
        await house.TellAsync(door);
        await house.DrainAsync(node);
        Assert.EndsWith(":2", Assert.Single(receiver.Received).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tenant_always_has_an_owner_who_is_on()
    {
        await using var house = await House.OpenAsync();
        var partner = await PartnerAsync(house);
        var desk = await house.UserUuidAsync(await house.DeskAsync());
        Assert.Null((await SwitchAsync(house, partner, off: true)).Error);

        Assert.Equal(AccessErrorCode.Conflict, (await SwitchAsync(house, desk, off: true)).Error?.Code);
        Assert.Equal(AccessErrorCode.Conflict, (await RemoveAsync(house, desk)).Error?.Code);
        Assert.Equal(AccessErrorCode.Conflict, (await ChangeAsync(house, desk, TenantRole.Auditor)).Error?.Code);
        Assert.Equal(AccessErrorCode.Conflict, (await house.Get<DeletePerson>().RunAsync(await house.DeskAsync(), default)).Error?.Code);
        // Who is off may go.
        Assert.Null((await ChangeAsync(house, partner, TenantRole.Auditor)).Error);
        Assert.Null((await RemoveAsync(house, partner)).Error);
    }

    [Fact]
    public async Task Of_two_owners_who_are_switched_off_at_once_one_stays_on()
    {
        await using var house = await House.OpenAsync();
        var (desk, partner) = (await house.UserUuidAsync(await house.DeskAsync()), await PartnerAsync(house));

        var both = await Task.WhenAll(SwitchAsync(house, desk, off: true), SwitchAsync(house, partner, off: true));

        Assert.Single(both, one => one.Error is null);
    }

    [Fact]
    public async Task New_locks_and_those_of_a_removed_owner_go_to_one_who_is_on()
    {
        await using var house = await House.OpenAsync();
        await house.AddLockAsync();
        var desk = await house.UserUuidAsync(await house.DeskAsync());
        var partner = await PartnerAsync(house);
        await house.AddTenantAsync("third");
        var third = await InviteAsync(house, "third@example.com");
        Assert.Null((await SwitchAsync(house, partner, off: true)).Error);

        Assert.Null((await RemoveAsync(house, desk)).Error);
        await house.AddLockAsync();

        const string Owned =
            "select count(*) from access_grant g join public_id p on p.row_id = g.user_id where p.wire_id = $1 and g.revoked_at is null";
        Assert.Equal((2L, 0L), (await house.AskAsync<long>(Owned, third.Text), await house.AskAsync<long>(Owned, partner.Text)));
    }

    /// <summary>design, "Roles and scopes": nobody deals in more than they hold.</summary>
    [Fact]
    public async Task An_administrator_switches_no_owner_and_nobody_switches_one_who_only_waits()
    {
        await using var house = await House.OpenAsync();
        var partner = await PartnerAsync(house);
        var waiting = await InviteAsync(house, "new@example.com");
        var administrator = Caller.Server(house.Tenant) with
        {
            Standings = new Dictionary<TenantId, PermissionSet> { [house.Tenant] = TenantRole.Administrator.Permissions() },
        };

        Assert.Equal(AccessErrorCode.NotAllowed, (await SwitchAsync(house, partner, off: true, administrator)).Error?.Code);
        Assert.Equal(AccessErrorCode.Conflict, (await SwitchAsync(house, waiting, off: true)).Error?.Code);
        Assert.All((await ListAsync(house)), member => Assert.False(member.IsSwitchedOff));
    }

    [Fact]
    public async Task Twice_is_once_and_only_the_first_is_told()
    {
        await using var house = await House.OpenAsync();
        var partner = await PartnerAsync(house);
        const string Told = "select count(*) from audit_event where kind = 68";
        var before = await house.AskAsync<long>(Told);

        foreach (var off in new[] { true, true, false, false })
        {
            Assert.Null((await SwitchAsync(house, partner, off)).Error);
            Assert.Equal(off, Assert.Single(await ListAsync(house), member => member.Id == partner.Text).IsSwitchedOff);
        }

        Assert.Equal(before + 2, await house.AskAsync<long>(Told));
    }

    /// <summary>AU-7: what they hold where they are switched off goes with their account.</summary>
    [Fact]
    public async Task Whoever_is_off_may_still_delete_their_account()
    {
        await using var house = await House.OpenAsync();
        var door = await house.NumberAsync(await house.AddLockAsync());
        var partner = await PartnerAsync(house);
        await house.GivenAsync(await house.DeskAsync(), door, Partner);
        var caller = await house.LogInAsync(Partner);
        Assert.Null((await SwitchAsync(house, partner, off: true)).Error);

        Assert.Null((await house.Get<DeletePerson>().RunAsync(caller, default)).Error);

        Assert.Equal(
            0,
            await house.AskAsync<long>("select count(*) from access_grant where user_id = $1 and revoked_at is null", caller.Principal.Id)
        );
        Assert.Equal(0, await house.AskAsync<long>("select count(*) from membership where user_id = $1", caller.Principal.Id));
    }

    /// <summary>FS-6.</summary>
    [Fact]
    public async Task Whoever_was_switched_off_after_the_backup_is_so_after_its_restore()
    {
        await using var house = await House.OpenAsync();
        var partner = await PartnerAsync(house);
        var backup = await house.BackUpAsync();
        Assert.Null((await SwitchAsync(house, partner, off: true)).Error);
        await house.CloseJournalAsync();

        var (restored, report) = await house.RestoreAsync(backup, house.RecoveryFolder);
        await using var disposed = restored;

        Assert.True(report.IsWhole);
        Assert.True(Assert.Single(await ListAsync(restored), member => member.Id == partner.Text).IsSwitchedOff);
    }

    /// <summary>One more owner, who has a home of their own.</summary>
    private static async Task<WireId> PartnerAsync(House house)
    {
        await house.AddTenantAsync("theirs");
        return await InviteAsync(house, Partner);
    }

    private static async Task<WireId> InviteAsync(House house, string login)
    {
        var invited = await house.Get<InviteMember>().RunAsync(Caller.Server(house.Tenant), house.Tenant, login, TenantRole.Owner, default);
        return await house.UuidAsync(invited.Value.User.Value, WireIdKind.UserUuid);
    }

    private static Task<Outcome<Done>> SwitchAsync(House house, WireId person, bool off, Caller? by = null) =>
        house.Get<SwitchMember>().RunAsync(by ?? Caller.Server(house.Tenant), house.Tenant, person, off, default);

    private static Task<Outcome<Done>> RemoveAsync(House house, WireId person) =>
        house.Get<RemoveMember>().RunAsync(Caller.Server(house.Tenant), house.Tenant, person, default);

    private static Task<Outcome<Done>> ChangeAsync(House house, WireId person, TenantRole role) =>
        house.Get<ChangeMemberRole>().RunAsync(Caller.Server(house.Tenant), house.Tenant, person, role, default);

    private static async Task<IReadOnlyList<SeenMember>> ListAsync(House house) =>
        (await house.Get<MemberQueries>().ListAsync(Caller.Server(house.Tenant), house.Tenant, new PageRequest(1, 50), default)).Value.Items;

    private static Task<Outcome<GrantedLock>> FindAsync(ServiceProvider node, Caller by, WireId door) =>
        node.GetRequiredService<LockQueries>().FindAsync(by, door, default);

    private static async Task<Outcome<Done>> UnlockAsync(ServiceProvider node, Caller by, WireId door) =>
        (await node.GetRequiredService<RemoteUnlock>().RunAsync(by, door, Soon, default)).Error is { } refusal ? refusal : Done.Yes;

    /// <summary>What a member is on the wires where that counts, as the database says.</summary>
    private static async Task<IReadOnlyDictionary<TenantId, PermissionSet>> StandingsAsync(Caller caller, ServiceProvider node) =>
        (await node.GetRequiredService<Callers>().ReadAgainAsync(caller with { Surface = Surface.Console }, default)).Value.Standings;

    private static Task<string> GrantsAsync(House house) =>
        house.AskAsync<string>("select string_agg(g::text, '|' order by g.grant_id) from access_grant g");

    /// <summary>Of the commands that wait, what is decided of them now.</summary>
    private static async Task<AccessErrorCode?[]> DecidedAsync(House house)
    {
        var decided = new List<AccessErrorCode?>();
        foreach (var command in await house.TextsAsync("select command_id::text from device_command order by submitted_at"))
        {
            var id = new CommandId(Guid.Parse(command));
            decided.Add((await house.Get<OpenCommands>().ConfirmAsync(house.Tenant, id, default, claims: false, decides: true, default))?.Code);
        }

        return [.. decided];
    }
}
