using Latchwork.Dialects.Doordeck.Audit;
using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Drivers;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Locks;
using Latchwork.Operations.Audit;

namespace Latchwork.Dialects.Tests.Doordeck;

/// <summary>Which events this wire shows, as what, and never as more than they were (9.2).</summary>
public sealed class EventTypesTests
{
    private static readonly string[] Closed =
    [
        "DOOR_OPEN",
        "DOOR_CLOSE",
        "DOOR_UNLOCK",
        "DOOR_LOCK",
        "OWNER_ASSIGNED",
        "DEVICE_CONNECTED",
        "DEVICE_DISCONNECTED",
        "LOCK_SHARED",
        "LOCK_REVOKED",
        "USER_PROMOTED",
        "USER_DEMOTED",
        "SETTING_CHANGED",
        "TILE_ASSOCIATED",
        "TILE_DISASSOCIATED",
        "DEVICE_DECOMMISSIONED",
    ];

    [Fact]
    public void Every_type_of_the_closed_list_is_told_by_some_event_and_no_other_is()
    {
        IEnumerable<AuditEvent> told =
            from kind in Enum.GetValues<AuditKind>()
            from cause in Enum.GetValues<MotionCause>()
            from bolt in Enum.GetValues<BoltState>()
            from door in Enum.GetValues<DoorState>()
            from roles in new[] { null, Roles(GrantRole.Holder, GrantRole.Manager), Roles(GrantRole.Manager, GrantRole.Holder) }
            select Event(kind, AuditOutcome.Done) with
            {
                Cause = cause,
                Bolt = bolt,
                Door = door,
                Changed = roles,
            };

        Assert.Equal(Closed.Order(StringComparer.Ordinal), told.SelectMany(Names).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(AuditOutcome.Refused, AccessErrorCode.OutsideHours)]
    [InlineData(AuditOutcome.Failed, AccessErrorCode.Jammed)]
    [InlineData(AuditOutcome.Failed, AccessErrorCode.NotSentInTime)]
    [InlineData(AuditOutcome.Unknown, null)]
    public void What_was_not_done_or_is_not_known_is_rejected_with_a_reason_and_left_out_where_there_is_no_word_for_it(
        AuditOutcome outcome,
        AccessErrorCode? reason
    )
    {
        foreach (var kind in new[] { AuditKind.Unlock, AuditKind.Lock, AuditKind.GrantGiven, AuditKind.LockChanged })
        {
            TrailEvent[] trail = [Of(Event(kind, outcome) with { Reason = reason })];

            var body = Assert.Single(EventBody.OfAll(trail));
            Assert.True(body.Rejected);
            Assert.NotNull(body.RejectionReason);
            Assert.StartsWith("Rejected: ", body.Message, StringComparison.Ordinal);
            Assert.Empty(FirstEventBody.OfAll(trail));
        }
    }

    [Theory]
    [InlineData(AuditKind.Unlock, AuditOutcome.Done)]
    [InlineData(AuditKind.DeviceOnline, AuditOutcome.Reported)]
    public void What_was_done_or_told_by_the_lock_is_not_rejected(AuditKind kind, AuditOutcome outcome)
    {
        TrailEvent[] trail = [Of(Event(kind, outcome))];

        Assert.Equal((false, null), (EventBody.OfAll(trail)[0].Rejected, EventBody.OfAll(trail)[0].RejectionReason));
        Assert.Single(FirstEventBody.OfAll(trail));
    }

    [Fact]
    public void What_a_lock_refused_at_the_door_is_a_rejected_opening() =>
        Assert.True(EventBody.OfAll([Of(Event(AuditKind.CredentialRefused, AuditOutcome.Reported))]) is [{ Type: "DOOR_UNLOCK", Rejected: true }]);

    [Fact]
    public void JW_1_Of_a_signed_operation_no_more_is_told_than_its_status_tells()
    {
        var reasons =
            from fault in Enum.GetValues<ProofFault>()
            let refusal = ProofFaults.Refuse(fault)
            select Rejection.Of(Event(AuditKind.Unlock, AuditOutcome.Refused) with { Reason = refusal.Code, Proof = fault });

        Assert.Equal(2, reasons.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void A_motion_that_a_command_made_is_told_once()
    {
        Assert.Empty(Names(Event(AuditKind.BoltMoved, AuditOutcome.Reported) with { Cause = MotionCause.Remote, Bolt = BoltState.Unlocked }));
        Assert.Equal(
            ["DOOR_LOCK"],
            Names(Event(AuditKind.BoltMoved, AuditOutcome.Reported) with { Cause = MotionCause.Automatic, Bolt = BoltState.Locked })
        );
    }

    [Fact]
    public void A_gift_with_another_role_is_told_as_both_and_a_grant_that_was_frozen_not_at_all()
    {
        var promoted = Roles(GrantRole.Holder, GrantRole.Manager);

        Assert.Equal(["LOCK_SHARED", "USER_PROMOTED"], Names(Event(AuditKind.GrantGiven, AuditOutcome.Done) with { Changed = promoted }));
        Assert.Equal(["USER_PROMOTED"], Names(Event(AuditKind.GrantChanged, AuditOutcome.Done) with { Changed = promoted }));
        Assert.Equal(["LOCK_SHARED"], Names(Event(AuditKind.GrantChanged, AuditOutcome.Done) with { Changed = One("endsAt") }));
        Assert.Empty(Names(Event(AuditKind.GrantChanged, AuditOutcome.Done) with { Changed = One("frozen") }));
        Assert.Equal(
            ["LOCK_SHARED"],
            Names(Event(AuditKind.GrantGiven, AuditOutcome.Done) with { Changed = Roles(GrantRole.Manager, GrantRole.Owner) })
        );
    }

    [Fact]
    public void A_trail_of_events_that_are_told_as_two_has_no_more_rows_than_any_other()
    {
        var twice = Of(Event(AuditKind.GrantGiven, AuditOutcome.Done) with { Changed = Roles(GrantRole.Holder, GrantRole.Manager) });
        var trail = Enumerable.Repeat(twice, AuditTrails.MostTold).ToArray();

        Assert.Equal((1000, 1000), (EventBody.OfAll(trail).Length, FirstEventBody.OfAll(trail).Length));
    }

    [Theory]
    [InlineData("KMP SDK JVM - v0.227.0", "KMP_SDK_JVM", "0.227.0")]
    [InlineData("KMP SDK APPLE_IOS - v1", "KMP_SDK_APPLE_IOS", "1")]
    [InlineData("KMP SDK TOASTER - v1", null, null)]
    [InlineData("axios/1.7.4", null, null)]
    [InlineData(null, null, null)]
    public void Clients_are_of_a_closed_list(string? header, string? type, string? version)
    {
        var agent = UserAgentBody.Of(header);

        Assert.Equal((type, version), (agent?.Type, agent?.Version));
    }

    private static IEnumerable<string> Names(AuditEvent told) => EventTypes.Of(Of(told)).Select(type => type.Name);

    private static TrailEvent Of(AuditEvent told) => new("6f0c1a52-6f7b-4f0e-9a55-0a3b1c2d3e4f", told, DateTimeOffset.UnixEpoch, null, null, null);

    private static AuditEvent Event(AuditKind kind, AuditOutcome outcome) =>
        new()
        {
            Kind = kind,
            Outcome = outcome,
            Operation = Guid.Empty,
        };

    private static Dictionary<string, string> One(string name) => new(StringComparer.Ordinal) { [name] = "" };

    private static Dictionary<string, string> Roles(GrantRole former, GrantRole now) =>
        new(StringComparer.Ordinal) { ["formerRole"] = former.ToString(), ["role"] = now.ToString() };
}
