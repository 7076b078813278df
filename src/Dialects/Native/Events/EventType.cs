using Latchwork.Domain.Audit;

namespace Latchwork.Dialects.Native.Events;

/// <summary>What an event of a type may tell besides what all events do.</summary>
[Flags]
internal enum EventFields
{
    None = 0,
    Cause = 1 << 0,
    Shown = 1 << 1,
    Slot = 1 << 2,
    Credential = 1 << 3,
    Bolt = 1 << 4,
    Door = 1 << 5,
    Inside = 1 << 6,
    Battery = 1 << 7,
    Evidence = 1 << 8,
    Claim = 1 << 9,
    Changed = 1 << 10,
    Proof = 1 << 11,
}

/// <summary>
/// A type of event as this wire calls it. Its name never changes. Members are only added to a version; what is taken away or means something else makes the next one.
/// </summary>
/// <param name="Says">One sentence for people.</param>
internal sealed record EventType(string Name, AuditKind Kind, EventFields Fields, string Says)
{
    public int Version { get; } = 1;

    public override string ToString() => Name;
}
