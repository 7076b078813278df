using System.Net;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Locks;
using Latchwork.Domain.Users;
using static Latchwork.Domain.AccessErrorCode;
using static Latchwork.Domain.Tests.Grants.Given;

namespace Latchwork.Domain.Tests.Grants;

public sealed class AccessDecisionTests
{
    private static readonly WeeklyHours Mornings = Hours("UTC 1234567@06:00-12:00");
    private static readonly TimeSpan Moment = TimeSpan.FromMicroseconds(1);
    private static readonly AccessAct[] Acts = Enum.GetValues<AccessAct>();

    [Fact]
    public void AZ_2_Without_grant_and_standing_every_act_finds_nothing()
    {
        Assert.All(Acts, act => Assert.Equal(AccessError.NotFound(Noun.Lock), AccessDecision.Refuse(act, Facts(null), Now)));
    }

    [Fact]
    public void AZ_2_A_standing_without_permissions_allows_nothing()
    {
        Assert.All(Acts, act => Assert.Equal(NotAllowed, Refusal(act, Facts(null) with { Standing = PermissionSet.None })));
    }

    [Theory]
    [InlineData(GrantRole.Holder, "SeeLock BeAdmitted ReadOpenState ReadOwnRecords SetPreference Unlock Lock GiveUpGrant")]
    [InlineData(
        GrantRole.Manager,
        "SeeLock ReadDetail BeAdmitted ReadOpenState ReadOwnRecords ReadAllRecords SetPreference Unlock Lock ListCredentials RevealCredentials ManageCredentials "
            + "RevokeCredentials ListGrants Share ManageGrants GiveUpGrant Rename ChangeSettings SeeGateway ClaimRecords"
    )]
    [InlineData(
        GrantRole.Owner,
        "SeeLock ReadDetail BeAdmitted ReadOpenState ReadOwnRecords ReadAllRecords SetPreference Unlock Lock Relock ListCredentials RevealCredentials ManageCredentials "
            + "RevokeCredentials ListGrants Share ManageGrants RevokeAllGrants GiveUpGrant Rename ChangeSettings SeeGateway ClaimRecords "
            + "FreezeLock Transfer Delete HideRecords ManageGateway"
    )]
    public void A_role_allows_exactly_its_acts(GrantRole role, string allowed)
    {
        Assert.Equal(allowed, string.Join(' ', Acts.Where(act => Refusal(act, Facts(Grant(role))) is null)));
    }

    [Theory]
    [InlineData(TenantRole.Owner, AccessAct.Transfer, true)]
    [InlineData(TenantRole.Administrator, AccessAct.Transfer, false)]
    [InlineData(TenantRole.Administrator, AccessAct.Delete, true)]
    [InlineData(TenantRole.Operator, AccessAct.Unlock, true)]
    [InlineData(TenantRole.Operator, AccessAct.RevealCredentials, true)]
    [InlineData(TenantRole.Operator, AccessAct.ChangeSettings, false)]
    [InlineData(TenantRole.Integrator, AccessAct.Unlock, false)]
    [InlineData(TenantRole.Integrator, AccessAct.RevealCredentials, false)]
    [InlineData(TenantRole.Integrator, AccessAct.ChangeSettings, true)]
    [InlineData(TenantRole.Auditor, AccessAct.ReadAllRecords, true)]
    [InlineData(TenantRole.Auditor, AccessAct.RevealCredentials, false)]
    [InlineData(TenantRole.Auditor, AccessAct.Lock, false)]
    public void A_member_may_do_what_the_role_permits(TenantRole role, AccessAct act, bool allowed)
    {
        Assert.Equal(allowed ? null : NotAllowed, Refusal(act, Facts(null) with { Standing = role.Permissions() }));
    }

    [Fact]
    public void AZ_6_A_grant_includes_its_start_and_excludes_its_end()
    {
        var facts = Facts(Grant() with { Window = new(Now, Now.AddHours(1)) });

        Assert.Equal(NotYet, Refusal(AccessAct.Unlock, facts, Now - Moment));
        Assert.Null(Refusal(AccessAct.Unlock, facts, Now));
        Assert.Null(Refusal(AccessAct.Unlock, facts, Now.AddHours(1) - Moment));
        Assert.Equal(Ended, Refusal(AccessAct.Unlock, facts, Now.AddHours(1)));
    }

    [Theory]
    [InlineData(AccessAct.SeeLock, true)]
    [InlineData(AccessAct.SetPreference, true)]
    [InlineData(AccessAct.ReadOwnRecords, true)]
    [InlineData(AccessAct.GiveUpGrant, true)]
    [InlineData(AccessAct.ReadOpenState, false)]
    [InlineData(AccessAct.BeAdmitted, false)]
    [InlineData(AccessAct.Unlock, false)]
    [InlineData(AccessAct.Lock, false)]
    public void A_grant_that_starts_later_is_seen_and_does_nothing(AccessAct act, bool allowed)
    {
        Assert.Equal(allowed ? null : NotYet, Refusal(act, Facts(Grant() with { Window = new(Now + Moment, null) })));
    }

    [Fact]
    public void AZ_5_A_revoked_grant_is_over_whatever_the_clock_of_the_node_says()
    {
        Assert.All(Acts, act => Assert.Equal(Ended, Refusal(act, Facts(Grant(GrantRole.Owner) with { RevokedAt = Now.AddHours(1) }))));
    }

    [Fact]
    public void The_first_reason_is_the_most_lasting_one()
    {
        var outside = Hours("UTC 1234567@00:00-01:00");
        var grant = Grant() with
        {
            Window = new(Now.AddDays(1), null),
            Hours = outside,
            IsFrozen = true,
            IsWaiting = true,
            CanUnlockRemotely = false,
            RevokedAt = Now,
        };
        var door = new LockFacts
        {
            Capabilities = Capabilities.None,
            IsFrozen = true,
            IsRemoteUnlockOff = true,
            UsageHours = [outside],
            PermittedAddresses = AddressList.Parse(["192.0.2.1"]).Value,
        };
        var facts = new AccessFacts { Lock = door, IsRemote = true };

        // One reason less with each line.
        AssertRefusal(NotFound, "There is no such lock.", facts);
        AssertRefusal(Ended, "Your grant has ended.", facts = facts with { Grant = grant });
        AssertRefusal(
            NotAllowedRemotely,
            "Your grant does not include opening from afar.",
            facts = With(facts, grant = grant with { RevokedAt = null })
        );
        AssertRefusal(Frozen, "Your grant is frozen.", facts = With(facts, grant = grant with { CanUnlockRemotely = true }));
        AssertRefusal(NotYet, "Your grant has not been accepted yet.", facts = With(facts, grant = grant with { IsFrozen = false }));
        AssertRefusal(NotYet, "Your grant starts later.", facts = With(facts, grant = grant with { IsWaiting = false }));
        AssertRefusal(OutsideHours, "Your grant does not hold at this hour.", facts = With(facts, grant = grant with { Window = TimeWindow.Always }));
        AssertRefusal(Unsupported, "This lock cannot do that.", facts = With(facts, grant with { Hours = null }));
        AssertRefusal(
            Unsupported,
            "Opening from afar is switched off at this lock.",
            facts = With(facts, door = door with { Capabilities = Capabilities.Unlock })
        );
        AssertRefusal(Frozen, "The lock is frozen.", facts = With(facts, door = door with { IsRemoteUnlockOff = false }));
        AssertRefusal(AddressNotPermitted, "This lock does not open for your address.", facts = With(facts, door = door with { IsFrozen = false }));
        AssertRefusal(
            OutsideHours,
            "This lock does not open at this hour.",
            facts = With(facts, door = door with { PermittedAddresses = AddressList.Empty })
        );
        Assert.Null(Refusal(AccessAct.Unlock, With(facts, door with { UsageHours = [] })));
    }

    [Fact]
    public void An_act_beyond_the_role_is_not_allowed_rather_than_not_yet()
    {
        Assert.Equal(NotAllowed, Refusal(AccessAct.Delete, Facts(Grant() with { Window = new(Now.AddDays(1), null), IsFrozen = true })));
    }

    [Fact]
    public void A_member_with_too_weak_a_role_is_told_so_and_not_that_an_old_grant_has_ended()
    {
        var facts = Facts(Grant() with { RevokedAt = Now }) with { Standing = TenantRole.Auditor.Permissions() };

        Assert.Equal(NotAllowed, Refusal(AccessAct.Unlock, facts));
    }

    [Fact]
    public void Membership_counts_beside_a_frozen_grant()
    {
        var facts = Facts(Grant() with { IsFrozen = true }) with { Standing = TenantRole.Operator.Permissions() };

        Assert.Null(Refusal(AccessAct.Unlock, facts));
    }

    [Fact]
    public void The_owner_opens_from_afar_whatever_the_grant_says()
    {
        Assert.Null(Refusal(AccessAct.Unlock, Facts(Grant(GrantRole.Owner) with { CanUnlockRemotely = false })));
        Assert.Equal(NotAllowedRemotely, Refusal(AccessAct.Unlock, Facts(Grant(GrantRole.Manager) with { CanUnlockRemotely = false })));
        Assert.Null(Refusal(AccessAct.Unlock, Facts(Grant() with { CanUnlockRemotely = false }) with { IsRemote = false }));
    }

    [Theory]
    [InlineData("2026-06-10T11:59:59.999999Z", true)]
    [InlineData("2026-06-10T12:00:00Z", false)]
    public void The_locks_own_hours_bind_owners_and_members_too(string at, bool allowed)
    {
        var facts = Facts(Grant(GrantRole.Owner)) with { Lock = Door() with { UsageHours = [Mornings] }, Standing = PermissionSet.All };

        Assert.Equal(allowed ? null : OutsideHours, Refusal(AccessAct.Unlock, facts, At(at)));
        Assert.Null(Refusal(AccessAct.Lock, facts, At(at)));
    }

    [Fact]
    public void One_of_several_usage_hours_is_enough()
    {
        var door = Door() with { UsageHours = [Mornings, Hours("Asia/Tokyo 3@21:00-22:00")] };

        Assert.Null(Refusal(AccessAct.Unlock, Facts(Grant()) with { Lock = door }));
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData("192.0.2.9", false)]
    [InlineData("192.0.2.1", true)]
    [InlineData("::ffff:192.0.2.1", true)]
    public void A_lock_opens_for_its_permitted_addresses_only(string? address, bool allowed)
    {
        var facts = Facts(Grant()) with
        {
            Lock = Door() with { PermittedAddresses = AddressList.Parse(["192.0.2.1"]).Value },
            CallerAddress = address is null ? null : IPAddress.Parse(address),
        };

        Assert.Equal(allowed ? null : AddressNotPermitted, Refusal(AccessAct.Unlock, facts));
        Assert.Null(Refusal(AccessAct.Unlock, facts with { IsRemote = false }));
    }

    [Theory]
    [InlineData(AccessAct.Unlock, false)]
    [InlineData(AccessAct.Lock, false)]
    [InlineData(AccessAct.Share, false)]
    [InlineData(AccessAct.ManageCredentials, false)]
    [InlineData(AccessAct.RevokeCredentials, true)]
    [InlineData(AccessAct.ManageGrants, true)]
    [InlineData(AccessAct.FreezeLock, true)]
    [InlineData(AccessAct.ReadOpenState, true)]
    public void A_frozen_lock_neither_moves_nor_lets_in_more_but_rights_can_be_taken_away(AccessAct act, bool allowed)
    {
        var facts = Facts(Grant(GrantRole.Owner)) with { Lock = Door() with { IsFrozen = true } };

        Assert.Equal(allowed ? null : Frozen, Refusal(act, facts));
    }

    [Theory]
    [InlineData(null, NotFound)]
    [InlineData("webhooks:read", NotAllowed)]
    [InlineData("webhooks:write", null)]
    public void What_is_not_a_lock_is_decided_by_standing_alone(string? scope, AccessErrorCode? refusal)
    {
        PermissionSet? standing = scope is null ? null : PermissionSet.Parse([scope]).Value;

        Assert.Equal(refusal, AccessDecision.Refuse(Permission.WebhooksWrite, standing, Noun.WebhookEndpoint)?.Code);
    }

    private static AccessErrorCode? Refusal(AccessAct act, AccessFacts facts, DateTimeOffset? at = null) =>
        AccessDecision.Refuse(act, facts, at ?? Now)?.Code;

    private static void AssertRefusal(AccessErrorCode code, string detail, AccessFacts facts)
    {
        var refusal = AccessDecision.Refuse(AccessAct.Unlock, facts, Now);
        Assert.Equal((code, detail), (refusal?.Code, refusal?.Detail));
    }

    private static AccessFacts With(AccessFacts facts, AccessGrant grant) => facts with { Grant = grant };

    private static AccessFacts With(AccessFacts facts, LockFacts door) => facts with { Lock = door };
}
