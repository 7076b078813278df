using Latchwork.Domain.Locks;
using Latchwork.Operations.Ids;

namespace Latchwork.Operations.Locks;

/// <summary>Which locks are asked for; what is null filters nothing, and all of it holds at once.</summary>
public sealed record LocksFilter(PageRequest Page)
{
    /// <summary>Part of the name, without regard to case.</summary>
    public string? Name { get; init; }

    public WireId? Site { get; init; }

    public WireId? Link { get; init; }

    /// <summary>Of the tenant's, not of a person.</summary>
    public WireId? Group { get; init; }

    /// <summary>As it was last told.</summary>
    public BoltState? Bolt { get; init; }

    /// <summary>The lock answers, and so does its link.</summary>
    public bool? IsOnline { get; init; }

    public bool? BatteryIsLow { get; init; }

    public bool? IsFrozen { get; init; }
}
