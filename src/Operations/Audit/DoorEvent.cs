using Latchwork.Domain.Audit;
using Latchwork.Domain.Credentials;
using Latchwork.Operations.Ids;

namespace Latchwork.Operations.Audit;

/// <summary>Which events of doors are looked for; what is null filters nothing, and all of it holds at once.</summary>
public sealed record DoorEventsFilter(IReadOnlyList<EventPattern> Patterns)
{
    /// <summary>Any of these.</summary>
    public IReadOnlyList<WireId>? Locks { get; init; }

    public WireId? Unit { get; init; }

    public WireId? Site { get; init; }

    /// <summary>Asked for by this person.</summary>
    public WireId? Person { get; init; }

    /// <summary>By the time at the lock, included.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Excluded.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Part of the name of a lock, a unit, a person or what was shown, without regard to case.</summary>
    public string? Text { get; init; }

    /// <summary>What follows the record of this number; refused where there is no such record among these locks.</summary>
    public long? After { get; init; }

    public required PageRequest Page { get; init; }

    public override string ToString() => nameof(DoorEventsFilter);
}

/// <summary>One ended act at a door, or one thing that its lock told.</summary>
public sealed record DoorEvent
{
    /// <summary>Names it on the wires: the sequence, permuted; below 2^48.</summary>
    public required long Number { get; init; }

    public required EventFacts Facts { get; init; }

    /// <summary>By the lock's clock where it has one.</summary>
    public required DateTimeOffset HappenedAt { get; init; }

    public required NamedPlace Lock { get; init; }

    public NamedPlace? Unit { get; init; }

    public required NamedPlace Site { get; init; }

    /// <summary>Who asked for it, where that was a person.</summary>
    public EventPerson? Person { get; init; }

    /// <summary>What was shown at the door, where it is known.</summary>
    public NamedPlace? Shown { get; init; }

    /// <summary>Only where they may be told, which is recorded (KR-3), and were not erased.</summary>
    public PinDigits? Digits { get; init; }

    public override string ToString() => $"event {Number}";
}

/// <param name="KeyvoxId">Its id on that wire.</param>
public sealed record NamedPlace(string KeyvoxId, string Name);

/// <param name="Name">Their account.</param>
public sealed record EventPerson(string KeyvoxId, string Name, string? Telephone);
