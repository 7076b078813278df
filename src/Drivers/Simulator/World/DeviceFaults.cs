namespace Latchwork.Drivers.Simulator;

/// <summary>What is wrong with one simulated device, until it is set again. Two faults end by themselves: the ones named for the next motion.</summary>
public sealed record DeviceFaults
{
    public static DeviceFaults None { get; } = new();

    /// <summary>Its gateway cannot reach it and says so.</summary>
    public bool Offline { get; init; }

    /// <summary>It answers every command with busy.</summary>
    public bool Busy { get; init; }

    /// <summary>Commands reach its radio and nothing else; nobody answers.</summary>
    public bool Deaf { get; init; }

    /// <summary>It acts, and the answer is lost.</summary>
    public bool AckLost { get; init; }

    /// <summary>It says yes and does nothing.</summary>
    public bool LyingAck { get; init; }

    /// <summary>The next motion stops half way; of several boxes the last stays shut.</summary>
    public bool JamNext { get; init; }

    /// <summary>This box of a cabinet stays shut, however often it is told to open.</summary>
    public int? StuckBox { get; init; }

    /// <summary>The next motion or write is refused.</summary>
    public bool RefuseNext { get; init; }

    /// <summary>How long an act takes, in place of the world's own time.</summary>
    public TimeSpan? Travel { get; init; }

    /// <summary>A motion or a write that it has begun ends when this is gone, and no sooner than in its time. Questions are answered.</summary>
    public bool Holds { get; init; }

    /// <summary>It drops credentials so long after it took them; zero for at once.</summary>
    public TimeSpan? ForgetAfter { get; init; }

    /// <summary>Reads show that a slot is in use and not by what.</summary>
    public bool MaskedReads { get; init; }

    /// <summary>It takes one code into several slots; a sound lock refuses.</summary>
    public bool AcceptsDuplicates { get; init; }

    /// <summary>
    /// After so many wrong codes in a row the keypad is out of service for a minute; zero for never. A lock that holds the secret of offline codes
    /// counts to five and doubles, whatever stands here.
    /// </summary>
    public int WrongCodeLimit { get; init; } = 5;

    public BatteryReading BatteryReading { get; init; }

    /// <summary>How far its clock runs ahead in a day; negative for behind.</summary>
    public TimeSpan DriftPerDay { get; init; }

    /// <summary>The chance, at each act, that it reports a tampering that did not happen.</summary>
    public double Spurious { get; init; }
}

/// <summary>How far a battery reading can be believed.</summary>
public enum BatteryReading
{
    Honest,

    /// <summary>Always what it was when the fault began.</summary>
    Stuck,

    /// <summary>Up to 30 percent too high or too low, another way each time.</summary>
    Jumping,
}
