using Latchwork.Domain.Drivers;

namespace Latchwork.Domain.Devices;

/// <summary>How long each kind of act took lately on one link: a moving average, for estimates only.</summary>
internal sealed class ActDurations(TimeSpan longest)
{
    private const int Weight = 8;
    private const int SetPasscode = 7;

    private readonly long[] averages = Enumerable.Repeat(Math.Min(TimeSpan.FromSeconds(2).Ticks, longest.Ticks), 14).ToArray();

    public TimeSpan Of(DeviceAct act) => new(averages[Index(act)]);

    /// <summary>Of one credential that is written.</summary>
    public TimeSpan OfEdit => new(averages[SetPasscode]);

    public void Observe(DeviceAct act, TimeSpan took)
    {
        ref var average = ref averages[Index(act)];
        average += (Math.Clamp(took.Ticks, 0, longest.Ticks) - average) / Weight;
    }

    private static int Index(DeviceAct act) =>
        act switch
        {
            DeviceAct.Unlock => 1,
            DeviceAct.Lock => 2,
            DeviceAct.OpenBox => 3,
            DeviceAct.ReadState => 4,
            DeviceAct.ReadBattery => 5,
            DeviceAct.Ping => 6,
            DeviceAct.SetPasscode => SetPasscode,
            DeviceAct.ClearSlot => 8,
            DeviceAct.ReadSlot => 9,
            DeviceAct.SetCard => 10,
            DeviceAct.SetClock => 11,
            DeviceAct.ReadClock => 12,
            DeviceAct.Configure => 13,
            _ => 0,
        };
}
