using Latchwork.Domain.Credentials;
using Latchwork.Operations.Fleet;

namespace Latchwork.Operations.Credentials;

/// <summary>What may be said of an enrollment, for what is desired of it now.</summary>
public sealed record EnrollmentKnowledge(EnrollmentStatus Status, EvidenceRung Evidence, DateTimeOffset? ProvenAt, Trouble Trouble, Verdict Verdict)
{
    private static readonly Verdict NotVerified = new(Readiness.AtRisk, "A telephone carries it to the lock: this server cannot verify it.");

    private static readonly Verdict WorkedOut = new(
        Readiness.AtRisk,
        "The lock works it out by itself: this server cannot verify it before it is used."
    );
    private static readonly Verdict UsedBefore = new(Readiness.Ready, "It has opened the door.");
    private static readonly Verdict MayStillOpen = new(
        Readiness.AtRisk,
        "It was revoked, and the lock has not heard of it: it may still open the door until its end."
    );

    internal static EnrollmentKnowledge Of(EnrollmentRow row, DateTimeOffset now, DateTimeOffset? linkHeardAt)
    {
        if (row.Path != EnrollmentPath.Link)
        {
            return Unplanned(row, now);
        }

        var state = row.State;
        var isAboutThis = state.SeenRevision == row.Revision && row.IsDesired;
        return new(
            row.GoneAt is null ? row.Rules.StatusAt(state, now) : EnrollmentStatus.Gone,
            isAboutThis ? state.Rung : Unproven(state, row.Revision),
            isAboutThis ? state.ProvenAt : null,
            state.Trouble,
            row.Rules.VerdictAt(state, now, linkHeardAt)
        );
    }

    /// <summary>What no plan brings to the lock: it is there, or gone, and only the door can prove it.</summary>
    private static EnrollmentKnowledge Unplanned(EnrollmentRow row, DateTimeOffset now)
    {
        var status =
            row.GoneAt is not null || row.Window.IsOver(now) ? EnrollmentStatus.Gone
            : row.IsDesired ? EnrollmentStatus.Active
            : EnrollmentStatus.Deleting;
        return row is { UsedAt: { } used, IsDesired: true }
            ? new(status, EvidenceRung.UsedAtDoor, used, Trouble.None, UsedBefore)
            : new(status, EvidenceRung.None, null, Trouble.None, VerdictOf(row));
    }

    private static Verdict VerdictOf(EnrollmentRow row) =>
        row.Path == EnrollmentPath.Phone ? NotVerified
        : row.IsDesired ? WorkedOut
        : MayStillOpen;

    private static EvidenceRung Unproven(EnrollmentState state, int revision) =>
        !state.Desired.IsPresent ? EvidenceRung.None
        : state.Flight is { Kind: FlightKind.Set } flight && flight.Revision == revision ? EvidenceRung.Sent
        : EvidenceRung.Queued;
}
