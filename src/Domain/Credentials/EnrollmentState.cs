using System.Collections.Immutable;

namespace Latchwork.Domain.Credentials;

/// <summary>What a lock is to hold in one slot.</summary>
/// <param name="IsPresent">False once it is revoked or removed.</param>
/// <param name="Revision">From 1; grows with every change of what the lock must hold: digits, and the window where the lock keeps windows itself.</param>
/// <param name="From">Start of the window, or null for at once.</param>
/// <param name="Until">End of it, excluded, or null for no end.</param>
/// <param name="DueAt">When it becomes a risk that the lock does not hold it, or still does.</param>
public sealed record Desired(bool IsPresent, int Revision, DateTimeOffset? From, DateTimeOffset? Until, DateTimeOffset DueAt);

/// <summary>What is known of the slot, apart from the evidence for our own credential. The numbers are stored: never renumber.</summary>
public enum SlotKnowledge
{
    /// <summary>Never looked, or something happened since.</summary>
    Unknown = 0,

    /// <summary>Empty when it was last read.</summary>
    Empty = 1,

    /// <summary>What is in it was put there by us: it may be written over.</summary>
    Ours = 2,

    /// <summary>Somebody else's credential is in it: left alone until we are told otherwise.</summary>
    Foreign = 3,
}

/// <summary>Why the lock is not as it was asked to be. The numbers are stored: never renumber.</summary>
public enum Trouble
{
    None = 0,
    LinkOffline = 1,
    DeviceOffline = 2,

    /// <summary>Sent, and nothing was heard.</summary>
    NoAnswer = 3,

    /// <summary>The lock said no without a reason that we know.</summary>
    Refused = 4,

    /// <summary>The lock has the same code in another slot.</summary>
    Duplicate = 5,
    MemoryFull = 6,
    Unsupported = 7,

    /// <summary>The slot holds a credential that is not ours.</summary>
    ForeignSlot = 8,
    NoSlot = 9,

    /// <summary>The lock said yes and holds nothing, or something else.</summary>
    Forgotten = 10,
}

public enum FlightKind
{
    Set = 1,
    Clear = 2,
    Read = 3,
}

/// <summary>A device command that was asked for and has not ended.</summary>
/// <param name="Number">Grows by one with every command of this enrollment.</param>
/// <param name="Revision">For <see cref="FlightKind.Set"/>: what it writes; else 0.</param>
public sealed record Flight(long Number, FlightKind Kind, int Revision);

/// <summary>
/// One credential on one lock: what is asked, what is known, and how that is proven. Immutable and free of secrets; what Fleet stores.
/// Times are wall time, because windows are.
/// </summary>
public sealed record EnrollmentState
{
    public required Desired Desired { get; init; }

    /// <summary>From 1; kept for as long as the lock may hold something of ours there.</summary>
    public int? Slot { get; init; }

    public SlotKnowledge Knowledge { get; init; }

    /// <summary>The revision that <see cref="Rung"/> is about; 0 for none.</summary>
    public int SeenRevision { get; init; }

    public EvidenceRung Rung { get; init; }
    public DateTimeOffset? ProvenAt { get; init; }

    /// <summary>Something of ours may be on the lock, proven or not.</summary>
    public bool MayHold { get; init; }

    /// <summary>Some write ended and no read has shown yet what it did.</summary>
    public bool IsUnread { get; init; }

    /// <summary>Writes that were not answered may still take effect until then: what is read or cleared before proves no absence.</summary>
    public DateTimeOffset? UnsettledUntil { get; init; }

    /// <summary>The last clearing was acknowledged, and no write came after it.</summary>
    public bool IsCleared { get; init; }

    public Flight? Flight { get; init; }

    /// <summary>A write that was overtaken by a newer wish before it ended.</summary>
    public Flight? Overtaken { get; init; }

    public long Flights { get; init; }

    /// <summary>Attempts in a row that did not bring it further.</summary>
    public int Tries { get; init; }

    public DateTimeOffset? NextTryAt { get; init; }

    /// <summary>The last failed writes, oldest first: three at most.</summary>
    public ImmutableArray<DateTimeOffset> Failures { get; init; } = [];

    public DateTimeOffset? SuspendedUntil { get; init; }
    public Trouble Trouble { get; init; }

    /// <summary>When the slot should be read again; null for no plan to.</summary>
    public DateTimeOffset? CheckAt { get; init; }

    /// <summary>
    /// Something happened at the lock after which it may hold something else. The number of the flight that was the last then: only a later
    /// one can end the doubt. Null for no doubt.
    /// </summary>
    public long? DoubtSince { get; init; }

    /// <summary>
    /// The seen revision was written over an earlier one, and no read has shown that the earlier one is gone. A read before
    /// <see cref="UnsettledUntil"/> does not: the earlier one may come back.
    /// </summary>
    public bool IsOverOlder { get; init; }

    /// <summary>The revision last aimed at, 0 for an empty slot, -1 for none yet.</summary>
    public int Aim { get; init; } = -1;

    /// <summary>Whether the present aim was reported as at risk.</summary>
    public bool WasReported { get; init; }
}
