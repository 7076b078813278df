using Latchwork.Domain;
using Latchwork.Domain.Users;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Locks;
using Latchwork.Operations.Members;
using Latchwork.Operations.Notifications;
using Latchwork.Operations.Tests.Grants;
using Latchwork.Testing;
using Xunit;

namespace Latchwork.Operations.Tests.Members;

public sealed class MemberTests
{
    [Fact]
    public async Task Whoever_has_no_account_is_a_member_with_the_password_that_the_link_sets()
    {
        await using var house = await House.OpenAsync();
        var invited = (await InviteAsync(house, "new@example.com", TenantRole.Operator)).Value;
        Assert.True(invited.IsWaiting);
        Assert.Equal(1, await MembersAsync(house));
        Assert.True(Assert.Single(await ListAsync(house), member => member.Role == TenantRole.Operator).IsWaiting);

        Assert.Null((await AcceptAsync(house)).Error);

        Assert.False(Assert.Single(await ListAsync(house), member => member.Role == TenantRole.Operator).IsWaiting);
        Assert.Equal(2, await house.AskAsync<long>("select count(*) from audit_event where kind = 68"));
        Assert.All(await house.VerifyAsync(), report => Assert.True(report.IsSound));
    }

    /// <summary>Whoever registered under an address of which nobody knows whether it is theirs is no member until its mailbox says so.</summary>
    [Fact]
    public async Task An_address_that_nobody_has_proven_waits_too()
    {
        await using var house = await House.OpenAsync();
        await house.PersonAsync("squatter");
        await house.DoAsync("update login set verified_at = null where user_id in (select user_id from app_user where display_name = 'Guest')");

        Assert.True((await InviteAsync(house, "squatter@example.com", TenantRole.Owner)).Value.IsWaiting);

        Assert.Equal(1, await MembersAsync(house));
    }

    [Fact]
    public async Task Of_two_invitations_the_later_says_the_role_and_one_that_was_taken_back_says_nothing()
    {
        await using var house = await House.OpenAsync();
        var person = await UuidAsync(house, (await InviteAsync(house, "new@example.com", TenantRole.Owner)).Value.User);
        var former = (await new Outbox(house.Node).NewestAsync(house.Tenant)).Token;
        await InviteAsync(house, "new@example.com", TenantRole.Auditor);
        Assert.Equal(AccessErrorCode.NotAuthenticated, (await AcceptAsync(house, former)).Error?.Code);

        var newest = (await new Outbox(house.Node).NewestAsync(house.Tenant)).Token;
        Assert.Null((await RemoveAsync(house, person)).Error);

        Assert.Equal(AccessErrorCode.NotAuthenticated, (await AcceptAsync(house, newest)).Error?.Code);
        Assert.Equal(1, await MembersAsync(house));
    }

    /// <summary>Without its mail it would take the link before it away and give nobody another.</summary>
    [Fact]
    public async Task An_invitation_whose_mail_is_one_too_many_is_refused_and_the_link_before_it_stays_good()
    {
        await using var house = await House.OpenAsync();
        for (var sent = 0; sent < MessageLimits.AnHour; sent++)
        {
            Assert.Null((await InviteAsync(house, "new@example.com", TenantRole.Operator)).Error);
        }

        var newest = (await new Outbox(house.Node).NewestAsync(house.Tenant)).Token;
        var refused = (await InviteAsync(house, "new@example.com", TenantRole.Owner)).Error;

        Assert.Equal(AccessErrorCode.RateLimited, refused?.Code);
        Assert.NotNull(refused!.RetryAfter);
        Assert.Equal(newest, (await new Outbox(house.Node).NewestAsync(house.Tenant)).Token);
        Assert.Null((await AcceptAsync(house, newest)).Error);
        Assert.Equal([TenantRole.Owner, TenantRole.Operator], (await ListAsync(house)).Select(member => member.Role));
    }

    [Fact]
    public async Task AZ_5_Whoever_is_removed_has_neither_role_nor_grant_and_their_locks_go_to_the_other_owner()
    {
        await using var house = await House.OpenAsync();
        var (mine, theirs) = (await house.DoorAsync(), await house.DoorAsync());
        var desk = await house.DeskAsync();
        await house.PersonAsync("partner");
        await house.PersonAsync("guest");
        await house.GivenAsync(desk, await house.NumberAsync(mine.Row), "partner");
        await house.GivenAsync(desk, await house.NumberAsync(theirs.Row), "guest");
        var partner = (await InviteAsync(house, "partner@example.com", TenantRole.Owner)).Value;
        Assert.False(partner.IsWaiting);

        Assert.Null((await RemoveAsync(house, await house.UserUuidAsync(desk))).Error);

        const string Owners = "select count(*) from access_grant where role = 3 and revoked_at is null and user_id = $1";
        Assert.Equal(2, await house.AskAsync<long>(Owners, partner.User.Value));
        Assert.Equal(3, await house.AskAsync<long>("select count(*) from access_grant where revoked_at is null"));
        var number = await house.NumberAsync(mine.Row);
        var unlocked = await house.Get<RenameLock>().RunAsync(desk, number, "Mine", CancellationToken.None);
        Assert.NotNull(unlocked.Error);
        Assert.Equal(1, await MembersAsync(house));
        Assert.All(await house.VerifyAsync(), report => Assert.True(report.IsSound));
    }

    [Fact]
    public async Task A_tenant_is_never_without_an_owner()
    {
        await using var house = await House.OpenAsync();
        var desk = await house.UserUuidAsync(await house.DeskAsync());

        Assert.Equal(AccessErrorCode.Conflict, (await RemoveAsync(house, desk)).Error?.Code);
        Assert.Equal(AccessErrorCode.Conflict, (await ChangeAsync(house, Server(house), desk, TenantRole.Administrator)).Error?.Code);
    }

    [Fact]
    public async Task Of_two_owners_who_go_at_once_one_stays()
    {
        await using var house = await House.OpenAsync();
        var desk = await house.UserUuidAsync(await house.DeskAsync());
        await house.PersonAsync("partner");
        var partner = await UuidAsync(house, (await InviteAsync(house, "partner@example.com", TenantRole.Owner)).Value.User);

        var both = await Task.WhenAll(RemoveAsync(house, desk), RemoveAsync(house, partner));

        Assert.Single(both, one => one.Error is null);
        Assert.Equal(1, await MembersAsync(house));
    }

    /// <summary>design, "Roles and scopes": an administrator makes no owner, and takes none away.</summary>
    [Fact]
    public async Task Nobody_deals_in_more_than_they_hold()
    {
        await using var house = await House.OpenAsync();
        var desk = await house.UserUuidAsync(await house.DeskAsync());
        await house.PersonAsync("partner");
        var partner = await UuidAsync(house, (await InviteAsync(house, "partner@example.com", TenantRole.Owner)).Value.User);
        var administrator = Server(house) with
        {
            Standings = new Dictionary<TenantId, PermissionSet> { [house.Tenant] = TenantRole.Administrator.Permissions() },
        };

        Assert.Equal(AccessErrorCode.NotAllowed, (await ChangeAsync(house, administrator, desk, TenantRole.Auditor)).Error?.Code);
        Assert.Equal(
            AccessErrorCode.NotAllowed,
            (await house.Get<RemoveMember>().RunAsync(administrator, house.Tenant, desk, CancellationToken.None)).Error?.Code
        );
        Assert.Null((await ChangeAsync(house, Server(house), partner, TenantRole.Auditor)).Error);
        Assert.Null((await ChangeAsync(house, administrator, partner, TenantRole.Administrator)).Error);
        Assert.Equal(AccessErrorCode.NotAllowed, (await ChangeAsync(house, administrator, partner, TenantRole.Owner)).Error?.Code);
    }

    private static Caller Server(House house) => Caller.Server(house.Tenant);

    private static Task<Outcome<InvitedMember>> InviteAsync(House house, string login, TenantRole role) =>
        house.Get<InviteMember>().RunAsync(Server(house), house.Tenant, login, role, CancellationToken.None);

    private static Task<Outcome<Done>> RemoveAsync(House house, WireId person) =>
        house.Get<RemoveMember>().RunAsync(Server(house), house.Tenant, person, CancellationToken.None);

    private static Task<Outcome<Done>> ChangeAsync(House house, Caller by, WireId person, TenantRole role) =>
        house.Get<ChangeMemberRole>().RunAsync(by, house.Tenant, person, role, CancellationToken.None);

    private static async Task<IReadOnlyList<SeenMember>> ListAsync(House house) =>
        (await house.Get<MemberQueries>().ListAsync(Server(house), house.Tenant, new PageRequest(1, 50), CancellationToken.None)).Value.Items;

    private static Task<Outcome<AcceptedInvitation>> AcceptAsync(House house) => AcceptAsync(house, null);

    private static async Task<Outcome<AcceptedInvitation>> AcceptAsync(House house, string? token) =>
        await house
            .Get<AcceptInvitation>()
            .RunAsync(token ?? (await new Outbox(house.Node).NewestAsync(house.Tenant)).Token, People.Password, default, CancellationToken.None);

    private static Task<WireId> UuidAsync(House house, UserId person) => house.UuidAsync(person.Value, WireIdKind.UserUuid);

    private static Task<long> MembersAsync(House house) =>
        house.AskAsync<long>("select count(*) from membership where tenant_id = $1", house.Tenant.Value);
}
