using Latchwork.Domain;

namespace Latchwork.Drivers.Simulator;

/// <summary>Faults that come and go by themselves, at a stated rate per act, drawn from each device's own seed: the same seed, the same story.</summary>
internal sealed class Weather(double rate)
{
    private static readonly Func<DeviceFaults, Seed, DeviceFaults>[] Kinds =
    [
        static (faults, _) => faults with { Deaf = true },
        static (faults, _) => faults with { AckLost = true },
        static (faults, _) => faults with { LyingAck = true },
        static (faults, _) => faults with { JamNext = true },
        static (faults, _) => faults with { RefuseNext = true },
        static (faults, _) => faults with { Busy = true },
        static (faults, _) => faults with { Offline = true },
        static (faults, _) => faults with { ForgetAfter = TimeSpan.Zero },
        static (faults, _) => faults with { MaskedReads = true },
        static (faults, _) => faults with { Spurious = 1 },
        static (faults, seed) => faults with { Travel = TimeSpan.FromMilliseconds(200 + seed.Next(3_800)) },
    ];

    /// <summary>The faults of one act.</summary>
    public DeviceFaults Over(SimulatedDevice device) =>
        device.Seed.Chance(rate) ? device.Seed.Pick(Kinds)(device.Faults, device.Seed) : device.Faults;
}
