using Latchwork.Domain.Credentials;
using Latchwork.Operations.Fleet;

namespace Latchwork.Operations.Credentials;

/// <summary>What may be said of an enrollment, for what is desired of it now.</summary>
public sealed record EnrollmentKnowledge(EnrollmentStatus Status, EvidenceRung Evidence, DateTimeOffset? ProvenAt, Trouble Trouble, Verdict Verdict)
{
    private static readonly Verdict NotVerified = new(Readiness.AtRisk, "A telephone carries it to the lock: this server cannot verify it.");

    internal static EnrollmentKnowledge Of(EnrollmentRow row, DateTimeOffset now, DateTimeOffset? linkHeardAt)
    {
        if (row.Path == EnrollmentPath.Phone)
        {
            var isOver = row.GoneAt is not null || row.Window.IsOver(now);
            return new(isOver ? EnrollmentStatus.Gone : EnrollmentStatus.Active, EvidenceRung.None, null, Trouble.None, NotVerified);
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

    private static EvidenceRung Unproven(EnrollmentState state, int revision) =>
        !state.Desired.IsPresent ? EvidenceRung.None
        : state.Flight is { Kind: FlightKind.Set } flight && flight.Revision == revision ? EvidenceRung.Sent
        : EvidenceRung.Queued;
}
