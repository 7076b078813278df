using Latchwork.Domain.Audit;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Devices;
using Latchwork.Domain.Drivers;
using Latchwork.Domain.Explanations;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Locks;
using Latchwork.Domain.Users;

namespace Latchwork.Domain.Tests.Explanations;

/// <summary>Why a door did, or did not, open: from what is recorded, and no more than that.</summary>
public sealed class ExplainerTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 29, 9, 30, 0, TimeSpan.Zero);
    private static readonly Guid Door = new("10000000-0000-4000-8000-000000000000");
    private static readonly Guid Person = new("20000000-0000-4000-8000-000000000000");
    private static readonly Guid Code = new("30000000-0000-4000-8000-000000000000");
    private static readonly WeeklyHours Nights = WeeklyHours.Create("Europe/London", [new LocalWindow(WeekDays.All, 1320, 360)]).Value;

    [Fact]
    public void A_frozen_grant_is_told_from_a_frozen_lock()
    {
        var refused = Refused(AccessErrorCode.Frozen);

        Assert.Equal(ExplainedBy.GrantFrozen, Verdict(refused with { Grant = Held(grant => grant with { IsFrozen = true }) }));
        Assert.Equal(ExplainedBy.LockFrozen, Verdict(refused with { Grant = Held(), Lock = LockedDoor(facts => facts with { IsFrozen = true }) }));
    }

    [Fact]
    public void Hours_of_the_grant_are_told_from_those_of_the_lock()
    {
        var refused = Refused(AccessErrorCode.OutsideHours);

        Assert.Equal(ExplainedBy.OutsideGrantHours, Verdict(refused with { Grant = Held(grant => grant with { Hours = Nights }) }));
        Assert.Equal(
            ExplainedBy.OutsideUsageHours,
            Verdict(refused with { Grant = Held(), Lock = LockedDoor(facts => facts with { UsageHours = [Nights] }) })
        );
    }

    [Fact]
    public void A_grant_that_starts_later_is_told_from_one_that_waits()
    {
        var refused = Refused(AccessErrorCode.NotYet);
        var later = refused with { Grant = Held(grant => grant with { Window = new TimeWindow(Now.AddHours(1), null) }) };

        Assert.Equal(ExplainedBy.GrantNotYet, Verdict(later));
        Assert.Equal(ExplainedBy.GrantNotAccepted, Verdict(refused with { Grant = Held(grant => grant with { IsWaiting = true }) }));
        var window = Assert.Single(Explainer.Explain(later).Facts, fact => fact.Code == FactCode.GrantWindow);
        Assert.Equal((Now.AddHours(1), Now, "Europe/London"), (window.From, window.At, window.Zone));
    }

    /// <summary>What stands now says something else: then no rule is named.</summary>
    [Fact]
    public void A_rule_that_the_decision_made_again_does_not_give_is_not_named()
    {
        Assert.Equal(ExplainedBy.Frozen, Verdict(Refused(AccessErrorCode.Frozen) with { Grant = Held() }));
        Assert.Equal(ExplainedBy.Ended, Verdict(Refused(AccessErrorCode.Ended) with { Grant = Held() }));
    }

    [Fact]
    public void What_was_changed_since_is_said_and_not_guessed()
    {
        var changed = LockedDoor(facts => facts with { IsFrozen = true }) with { ChangedAt = Now.AddDays(1) };
        var explained = Explainer.Explain(Refused(AccessErrorCode.Frozen) with { Grant = Held(), Lock = changed });

        Assert.Equal(ExplainedBy.Frozen, explained.Verdict);
        Assert.Contains(explained.Facts, fact => fact is { Code: FactCode.ChangedSince, What: ExplainedThing.Lock } && fact.At == Now.AddDays(1));
    }

    [Fact]
    public void An_unknown_end_may_have_happened_until_the_device_tells()
    {
        var unknown = Ended(AuditOutcome.Unknown, AccessErrorCode.OutcomeUnknown);
        var (before, after) = (
            Explainer.Explain(unknown),
            Explainer.Explain(unknown with { Corrected = unknown.Event with { Outcome = AuditOutcome.Done, Reason = null } })
        );

        Assert.Equal((Opened.Unknown, ExplainedBy.OutcomeUnknown), (before.Opened, before.Verdict));
        Assert.Contains(before.Facts, fact => fact.Code == FactCode.MayHaveHappened);
        Assert.Equal(Opened.Yes, after.Opened);
        Assert.Contains(after.Facts, fact => fact is { Code: FactCode.CorrectedLater, Outcome: AuditOutcome.Done });
        Assert.DoesNotContain(after.Facts, fact => fact.Code == FactCode.MayHaveHappened);
    }

    [Theory]
    [InlineData(AccessErrorCode.LinkOffline, Opened.No, ExplainedBy.LinkOffline)]
    [InlineData(AccessErrorCode.NotSentInTime, Opened.No, ExplainedBy.NotSentInTime)]
    [InlineData(AccessErrorCode.DeviceRefused, Opened.No, ExplainedBy.DeviceRefused)]
    [InlineData(AccessErrorCode.Jammed, Opened.Unknown, ExplainedBy.Jammed)]
    public void How_far_it_came_is_told(AccessErrorCode reason, Opened opened, ExplainedBy verdict)
    {
        var explained = Explainer.Explain(Ended(AuditOutcome.Failed, reason));

        Assert.Equal((opened, verdict), (explained.Opened, explained.Verdict));
        Assert.Equal(
            [FactCode.CommandAsked, FactCode.CommandClaimed, FactCode.CommandEnded],
            explained.Facts.Select(fact => fact.Code).Where(code => code is >= FactCode.CommandAsked and <= FactCode.CommandForgotten)
        );
    }

    /// <summary>Design, "Owners and members".</summary>
    [Fact]
    public void A_role_counts_where_roles_count_and_else_the_grant_does()
    {
        var member = new MemberThen(TenantRole.Owner, IsSwitchedOff: false, null);
        var done = Ended(AuditOutcome.Done, null) with { Grant = Held(), Member = member };

        Assert.Equal(ExplainedBy.Role, Verdict(done with { Event = done.Event with { By = By(Surface.Console) } }));
        Assert.Equal(ExplainedBy.Grant, Verdict(done));
        Assert.Equal(
            ExplainedBy.Grant,
            Verdict(done with { Event = done.Event with { By = By(Surface.Console) }, Member = member with { Role = TenantRole.Auditor } })
        );
    }

    [Fact]
    public void A_report_says_whether_what_was_shown_is_ours()
    {
        var report = new AuditEvent
        {
            Kind = AuditKind.BoltMoved,
            Outcome = AuditOutcome.Reported,
            Operation = Door,
            ReceivedAt = Now,
            Lock = Door,
            Bolt = BoltState.Unlocked,
            Cause = MotionCause.Credential,
            Shown = CredentialKind.Passcode,
            Slot = 7,
            Credential = Code,
        };
        var ours = Explainer.Explain(
            new Circumstances
            {
                Event = report,
                Lock = LockedDoor(),
                Credential = Known(),
            }
        );
        var foreign = Explainer.Explain(new Circumstances { Event = report with { Credential = null }, Lock = LockedDoor() });

        Assert.Equal((Opened.Yes, ExplainedBy.Credential), (ours.Opened, ours.Verdict));
        Assert.Contains(ours.Facts, fact => fact.Code == FactCode.CredentialWindow && fact.Until == Now.AddDays(1));
        Assert.Equal((Opened.Yes, ExplainedBy.UnknownCredential), (foreign.Opened, foreign.Verdict));
        Assert.Contains(foreign.Facts, fact => fact.Code == FactCode.CredentialNotOurs);
    }

    [Theory]
    [InlineData(-2, -1, AccessErrorCode.Ended, ExplainedBy.CredentialEnded)]
    [InlineData(1, 2, AccessErrorCode.NotYet, ExplainedBy.CredentialNotYet)]
    public void What_was_shown_to_a_reader_is_judged_by_its_window(int from, int until, AccessErrorCode reason, ExplainedBy verdict)
    {
        var refused = Refused(reason);
        var shown = refused with
        {
            Event = refused.Event with
            {
                Kind = AuditKind.PresentCredential,
                By = new AuditPrincipal(PrincipalKind.Device, Door, null, Surface.None),
                Credential = Code,
            },
            Credential = Known() with { Window = new TimeWindow(Now.AddHours(from), Now.AddHours(until)) },
        };

        Assert.Equal(verdict, Verdict(shown));
    }

    [Fact]
    public void Whatever_is_in_the_list_has_an_explanation()
    {
        foreach (var kind in Enum.GetValues<AuditKind>())
        {
            foreach (var outcome in Enum.GetValues<AuditOutcome>())
            {
                foreach (var reason in Enum.GetValues<AccessErrorCode>())
                {
                    var refused = Refused(reason);
                    var explained = Explainer.Explain(refused with { Event = refused.Event with { Kind = kind, Outcome = outcome }, Grant = Held() });
                    Assert.NotEqual(
                        kind is AuditKind.Unlock or AuditKind.OpenBox && outcome is AuditOutcome.Refused ? Opened.Yes : (Opened)(-1),
                        explained.Opened
                    );
                }
            }
        }
    }

    private static ExplainedBy Verdict(Circumstances given) => Explainer.Explain(given).Verdict;

    private static AuditPrincipal By(Surface surface) => new(PrincipalKind.User, Person, null, surface);

    private static Circumstances Refused(AccessErrorCode reason) =>
        new()
        {
            Event = new AuditEvent
            {
                Kind = AuditKind.Unlock,
                Outcome = AuditOutcome.Refused,
                Reason = reason,
                Operation = Door,
                ReceivedAt = Now,
                By = By(Surface.Sifely),
                Lock = Door,
            },
            Lock = LockedDoor(),
        };

    private static Circumstances Ended(AuditOutcome outcome, AccessErrorCode? reason)
    {
        var told = Refused(AccessErrorCode.Frozen).Event with { Outcome = outcome, Reason = reason, Stage = AuditStage.Ended };
        return new Circumstances
        {
            Event = told with { ReceivedAt = Now.AddSeconds(2) },
            Asked = told with { Stage = AuditStage.Asked, Outcome = AuditOutcome.Allowed, Reason = null },
            Command = new CommandThen(CommandState.Done, Now, IsClaimed: true, Now.AddSeconds(2)),
            Lock = LockedDoor(),
        };
    }

    private static LockThen LockedDoor(Func<LockFacts, LockFacts>? with = null)
    {
        var facts = new LockFacts { Capabilities = Capabilities.Unlock | Capabilities.Lock };
        return new LockThen(Door, "Europe/London", with?.Invoke(facts) ?? facts, null, null);
    }

    private static GrantThen Held(Func<AccessGrant, AccessGrant>? with = null)
    {
        var grant = new AccessGrant
        {
            Id = new GrantId(Door),
            Lock = new LockId(Door),
            User = new UserId(Person),
            Role = GrantRole.Holder,
            CanUnlockRemotely = true,
        };
        return new GrantThen(with?.Invoke(grant) ?? grant, null);
    }

    private static CredentialThen Known() => new(Code, CredentialKind.Passcode, new TimeWindow(Now.AddDays(-1), Now.AddDays(1)), null, null, null);
}
