using Latchwork.Domain.Lockers;
using Latchwork.Domain.Locks;

namespace Latchwork.Drivers.Simulator;

/// <summary>What a simulated device really is and holds, whatever it says of itself. Holds digits: it shows none of them to a log.</summary>
public sealed record DeviceTruth(string Address)
{
    public bool IsReachable { get; init; }

    public MotionCounts Motions { get; init; }

    public TimeSpan ClockAhead { get; init; }

    public BoltState Bolt { get; init; }

    public DoorState Door { get; init; }

    /// <summary>What it was set to; what it was never set to is not in it.</summary>
    public IReadOnlyDictionary<LockSetting, int> Settings { get; init; } = new Dictionary<LockSetting, int>();

    /// <summary>Percent; null without a battery.</summary>
    public double? Charge { get; init; }

    /// <summary>Digits by slot.</summary>
    public IReadOnlyDictionary<int, string> Passcodes { get; init; } = new Dictionary<int, string>();

    /// <summary>The epoch of its offline codes; null where it holds no secret for them.</summary>
    public int? OfflineEpoch { get; init; }

    /// <summary>Numbers in hexadecimal by slot.</summary>
    public IReadOnlyDictionary<int, string> Cards { get; init; } = new Dictionary<int, string>();

    public IReadOnlyList<BoxTruth> Boxes { get; init; } = [];

    /// <summary>The colour that a reader or the panel of a cabinet shows, <c>#RRGGBB</c>; null for dark.</summary>
    public string? Shows { get; init; }

    public override string ToString() => $"{Address}: {Bolt}, door {Door}, {Motions}";
}

/// <param name="Size">S, M or L.</param>
/// <param name="Led"><c>#RRGGBB</c>, null for dark.</param>
public sealed record BoxTruth(int Number, string Size, DoorState Door, string? Led, bool Blinks)
{
    /// <summary>From 0.</summary>
    public int SubCabinet { get; init; }

    /// <summary>What is in it, whether or not the cabinet senses that.</summary>
    public BoxContent Inside { get; init; }

    /// <summary>How often its door sprang open.</summary>
    public int Openings { get; init; }
}
