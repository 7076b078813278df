using Latchwork.Domain.Credentials;
using Latchwork.Domain.Drivers;
using Latchwork.Domain.Locks;

namespace Latchwork.Domain.Audit;

/// <summary>
/// Which events a history is asked for: a member that is null matches anything. A history takes a set of these and counts only what one of
/// them matches, so that its totals are true. An event at stage <see cref="AuditStage.Asked"/> matches none.
/// </summary>
public sealed record EventPattern(AuditKind Kind)
{
    public AuditOutcome? Outcome { get; init; }

    public MotionCause? Cause { get; init; }

    public CredentialKind? Shown { get; init; }

    public BoltState? Bolt { get; init; }

    public DoorState? Door { get; init; }

    /// <summary>The type of a <see cref="RecordClaim"/>.</summary>
    public int? Claimed { get; init; }

    public bool Matches(EventFacts facts) =>
        Kind == facts.Kind
        && (Outcome is null || Outcome == facts.Outcome)
        && (Cause is null || Cause == facts.Cause)
        && (Shown is null || Shown == facts.Shown)
        && (Bolt is null || Bolt == facts.Bolt)
        && (Door is null || Door == facts.Door)
        && (Claimed is null || Claimed == facts.Claim?.Type);
}

/// <summary>What of an event tells one kind of history row from another.</summary>
public readonly record struct EventFacts(
    AuditKind Kind,
    AuditOutcome Outcome,
    MotionCause? Cause = null,
    CredentialKind? Shown = null,
    BoltState? Bolt = null,
    DoorState? Door = null,
    RecordClaim? Claim = null
);
