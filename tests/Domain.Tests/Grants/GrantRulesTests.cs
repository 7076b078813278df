using Latchwork.Domain.Grants;
using Latchwork.Domain.Oracle;
using Latchwork.Domain.Users;
using static Latchwork.Domain.AccessErrorCode;
using static Latchwork.Domain.Grants.GrantRole;
using static Latchwork.Domain.Tests.Grants.Given;

namespace Latchwork.Domain.Tests.Grants;

public sealed class GrantRulesTests
{
    private static readonly TimeWindow ThisWeek = new(Now.AddDays(-1), Now.AddDays(6));
    private static readonly TimeSpan Moment = TimeSpan.FromMicroseconds(1);

    [Theory]
    [InlineData(Owner, false, Manager, true)]
    [InlineData(Owner, false, Holder, true)]
    [InlineData(Owner, false, Owner, false)]
    [InlineData(Manager, false, Manager, true)]
    [InlineData(Manager, false, Owner, false)]
    [InlineData(Manager, true, Manager, false)]
    [InlineData(Manager, true, Holder, true)]
    [InlineData(Holder, false, Holder, false)]
    [InlineData(Owner, false, (GrantRole)0, false)]
    public void AZ_7_Nobody_gives_a_role_above_their_own(GrantRole giver, bool isDeputy, GrantRole given, bool allowed)
    {
        var refusal = GrantRules.RefuseGiving(Grant(giver) with { IsDeputy = isDeputy }, new(given, TimeWindow.Always), Now);

        Assert.Equal(allowed ? null : NotAllowed, refusal?.Code);
    }

    [Theory]
    [InlineData(Owner, false, false, false)]
    [InlineData(Owner, false, true, false)]
    [InlineData(Manager, false, false, false)]
    [InlineData(Manager, false, true, true)]
    [InlineData(Manager, true, false, true)]
    public void AZ_7_What_a_deputy_or_a_manager_with_an_end_gives_is_derived(GrantRole role, bool isDeputy, bool ends, bool derived)
    {
        var giver = Grant(role) with { IsDeputy = isDeputy, Window = new(null, ends ? Now.AddDays(1) : null) };

        Assert.Equal(derived, GrantRules.GivesDerived(giver));
    }

    [Fact]
    public void AZ_7_A_gift_lies_inside_the_givers_window()
    {
        var giver = Grant(Manager) with { Window = ThisWeek };
        AccessErrorCode? Giving(DateTimeOffset? start, DateTimeOffset? end) =>
            GrantRules.RefuseGiving(giver, new(Holder, new(start, end)), Now)?.Code;

        Assert.Null(Giving(Now, ThisWeek.EndsAt));
        Assert.Null(Giving(null, ThisWeek.EndsAt));
        Assert.Null(Giving(Now.AddDays(-100), ThisWeek.EndsAt));
        Assert.Equal(NotAllowed, Giving(Now, ThisWeek.EndsAt + Moment));
        Assert.Equal(NotAllowed, Giving(Now, null));
        Assert.Equal(Invalid, Giving(Now, Now));
    }

    [Theory]
    [InlineData("UTC 12345@08:00-18:00", "UTC 12345@08:00-18:00", true)]
    [InlineData("UTC 12345@08:00-18:00", "UTC 3@09:00-10:00", true)]
    [InlineData("UTC 12345@08:00-18:00", "UTC 3@09:00-18:01", false)]
    [InlineData("UTC 12345@08:00-18:00", "UTC 6@09:00-10:00", false)]
    [InlineData("UTC 12345@08:00-18:00", "Europe/London 3@09:00-10:00", false)]
    [InlineData("UTC 12@22:00-02:00", "UTC 2@01:00-02:00", true)]
    [InlineData("UTC 12@22:00-02:00", "UTC 1@01:00-02:00", false)]
    [InlineData("UTC 1@08:00-12:00 1@12:00-18:00", "UTC 1@09:00-17:00", true)]
    [InlineData("UTC 1234567@00:00-24:00", "UTC 7@22:00-06:00", true)]
    [InlineData("UTC 1234567@00:00-24:00 !2026-12-25", "UTC 5@22:00-06:00", false)]
    [InlineData("UTC 1234567@00:00-24:00 !2026-12-25", "UTC 5@22:00-06:00 !2026-12-25", true)]
    [InlineData("UTC 1234567@00:00-24:00 !2026-12-25", "UTC 4@22:00-06:00", false)] // Thursday night ends on Friday the 25th
    [InlineData("UTC 1234567@00:00-24:00 !2026-12-25", "UTC 4@22:00-06:00 !2026-12-24", true)]
    public void AZ_7_Hours_are_given_inside_ones_own_hours(string own, string given, bool allowed)
    {
        var refusal = GrantRules.RefuseGiving(Grant(Manager) with { Hours = Hours(own) }, new(Holder, TimeWindow.Always, Hours(given)), Now);

        Assert.Equal(allowed ? null : NotAllowed, refusal?.Code);
    }

    [Fact]
    public void AZ_7_Who_holds_hours_does_not_give_all_day()
    {
        var giver = Grant(Manager) with { Hours = Hours("UTC 1@08:00-18:00") };

        Assert.Equal(NotAllowed, GrantRules.RefuseGiving(giver, new(Holder, TimeWindow.Always), Now)?.Code);
    }

    [Fact]
    public void AZ_7_Hours_said_to_be_inside_are_never_open_when_the_outer_are_not()
    {
        var (seed, cases, inside) = (new Seed(11), new CaseGenerator(new Seed(12)), 0);
        for (var i = 0; i < 60_000; i++)
        {
            var question = cases.Next();
            if (question.Hours.ToArray() is not [var one, .., var two])
            {
                continue;
            }

            // Related pairs, or inclusion would be rare: a day, a window or an exception less.
            var related = seed.Chance(0.5) ? DecisionCase.Simpler(one).LastOrDefault(two) : two;
            foreach (var (inner, outer) in ((WeeklyHours, WeeklyHours)[])[(one, related), (related, one)])
            {
                var isInside = inner.IsInside(outer);
                inside += isInside && inner.Contains(question.Now) && !inner.Equals(outer) ? 1 : 0;
                Assert.False(isInside && inner.Contains(question.Now) && !outer.Contains(question.Now), $"{inner} in {outer} at {question.Now:O}");
            }
        }

        Assert.True(inside > 500, $"{inside}");
    }

    [Fact]
    public void AZ_7_A_derived_grant_is_not_given_on()
    {
        var derived = Grant(Manager) with { DerivedFrom = GrantId.New(Now) };

        Assert.Equal(NotAllowed, GrantRules.RefuseGiving(derived, new(Holder, TimeWindow.Always), Now)?.Code);
        Assert.Equal(NotAllowed, AccessDecision.Refuse(AccessAct.Share, Facts(derived), Now)?.Code);
    }

    [Fact]
    public void AZ_7_Opening_from_afar_is_given_by_who_has_it()
    {
        var terms = new GrantTerms(Holder, TimeWindow.Always, CanUnlockRemotely: true);

        Assert.Equal(NotAllowedRemotely, GrantRules.RefuseGiving(Grant(Manager) with { CanUnlockRemotely = false }, terms, Now)?.Code);
        Assert.Null(GrantRules.RefuseGiving(Grant(Owner) with { CanUnlockRemotely = false }, terms, Now));
    }

    [Theory]
    [InlineData(TenantRole.Administrator, Manager, true)]
    [InlineData(TenantRole.Operator, Holder, true)]
    [InlineData(TenantRole.Operator, Manager, false)]
    [InlineData(TenantRole.Integrator, Holder, false)]
    [InlineData(TenantRole.Owner, Owner, false)]
    public void AZ_7_A_member_gives_no_right_that_the_members_role_lacks(TenantRole member, GrantRole given, bool allowed)
    {
        var refusal = GrantRules.RefuseGiving(member.Permissions(), new(given, TimeWindow.Always));

        Assert.Equal(allowed ? null : NotAllowed, refusal?.Code);
    }

    [Fact]
    public void Nobody_manages_the_owners_grant_or_the_one_their_own_comes_from()
    {
        var owner = Grant(Owner);
        var giver = Grant(Manager);
        var derived = Grant(Manager) with { DerivedFrom = giver.Id };

        Assert.NotNull(GrantRules.RefuseManaging(giver, owner));
        Assert.NotNull(GrantRules.RefuseManaging(derived, giver));
        Assert.NotNull(GrantRules.RefuseManaging(giver with { IsDeputy = true }, Grant(Manager)));
        Assert.Null(GrantRules.RefuseManaging(giver, derived));
        Assert.Null(GrantRules.RefuseManaging(owner, giver));
    }

    [Fact]
    public void AZ_7_Derived_grants_end_with_their_givers()
    {
        var giver = Grant(Manager) with { IsDeputy = true };
        var derived = Grant() with { DerivedFrom = giver.Id };

        Assert.Equal(derived, GrantRules.Follow(giver, derived, Now));
        Assert.Equal(Now, GrantRules.Follow(giver with { RevokedAt = Now }, derived, Now).RevokedAt);
        Assert.Equal(Now, GrantRules.Follow(giver with { Role = Holder }, derived, Now).RevokedAt);
        Assert.Equal(Now, GrantRules.Follow(giver with { Window = new(null, Now) }, derived, Now).RevokedAt);
        Assert.Equal(
            Now,
            GrantRules.Follow(giver with { Hours = Hours("UTC 1@08:00-09:00") }, derived with { Hours = Hours("UTC 2@08:00-09:00") }, Now).RevokedAt
        );
        Assert.Equal(Now.AddDays(-1), GrantRules.Follow(giver with { RevokedAt = Now }, derived with { RevokedAt = Now.AddDays(-1) }, Now).RevokedAt);
    }

    [Fact]
    public void AZ_7_Derived_grants_shrink_with_their_givers()
    {
        var giver = Grant(Manager) with { Window = ThisWeek, Hours = Hours("UTC 1@08:00-09:00"), CanUnlockRemotely = false };
        var derived = Grant() with { DerivedFrom = giver.Id, Window = new(Now, Now.AddDays(30)) };

        var after = GrantRules.Follow(giver, derived, Now);

        Assert.Null(after.RevokedAt);
        Assert.Equal(new TimeWindow(Now, ThisWeek.EndsAt), after.Window);
        Assert.Equal(giver.Hours, after.Hours);
        Assert.False(after.CanUnlockRemotely);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public void AZ_7_Who_gives_derived_rights_widens_only_their_own_gifts(bool isTheirs, bool allowed)
    {
        var deputy = Grant(Manager) with { IsDeputy = true };
        var gift = Grant() with { CanUnlockRemotely = false, DerivedFrom = isTheirs ? deputy.Id : null };

        Assert.Equal(allowed, GrantRules.RefuseChanging(deputy, gift, gift with { CanUnlockRemotely = true }, Now) is null);
        Assert.Null(GrantRules.RefuseChanging(deputy, gift, gift with { IsFrozen = true }, Now));
    }

    [Fact]
    public void AZ_7_A_change_that_lets_more_through_is_decided_as_a_gift()
    {
        var manager = Grant(Manager) with { Window = ThisWeek };
        var gift = Grant() with { Window = new(null, Now.AddDays(1)), DerivedFrom = manager.Id };

        Assert.Null(GrantRules.RefuseChanging(manager, gift, gift with { Window = ThisWeek }, Now));
        Assert.Equal(NotAllowed, GrantRules.RefuseChanging(manager, gift, gift with { Window = TimeWindow.Always }, Now)?.Code);
        Assert.Equal(NotAllowed, GrantRules.RefuseChanging(manager, gift, gift with { Role = Owner }, Now)?.Code);
    }

    [Fact]
    public void Nobody_changes_the_owners_grant_but_by_a_transfer()
    {
        var owner = Grant(Owner);

        Assert.Equal(NotAllowed, GrantRules.RefuseChanging(Grant(Manager), owner, owner with { IsFrozen = true }, Now)?.Code);
        Assert.Equal(NotAllowed, GrantRules.RefuseChanging(PermissionSet.All, owner, owner)?.Code);
    }

    public static TheoryData<string, AccessGrant, bool> Changes { get; } =
        new()
        {
            { "nothing", Held, false },
            { "an earlier end", Held with { Window = new(null, Now.AddDays(1)) }, false },
            { "a later end", Held with { Window = new(null, Now.AddDays(9)) }, true },
            { "no end", Held with { Window = TimeWindow.Always }, true },
            { "a start that has passed", Held with { Window = new(Now.AddDays(-1), Now.AddDays(6)) }, false },
            { "frozen", Held with { IsFrozen = true }, false },
            { "a manager", Held with { Role = Manager }, true },
            { "not from afar", Held with { CanUnlockRemotely = false }, false },
            { "some hours", Held with { Hours = Hours("UTC 1234567@08:00-18:00") }, false },
        };

    [Theory]
    [MemberData(nameof(Changes))]
    public void A_change_widens_where_it_lets_more_through(string what, AccessGrant after, bool widens) =>
        Assert.True(widens == GrantRules.Widens(Held, after, Now), what);

    [Fact]
    public void To_undo_a_freeze_widens() => Assert.True(GrantRules.Widens(Held with { IsFrozen = true }, Held, Now));

    private static AccessGrant Held => Grant() with { Window = new(null, Now.AddDays(6)) };
}
