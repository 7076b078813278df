using Latchwork.Domain.Drivers;

namespace Latchwork.Domain.Simulation;

/// <summary>The wire: what happens between sending and hearing.</summary>
internal static class SimDriver
{
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(5);

    public static void Do(World world, CommandRow row, Action<DeviceAnswer, TimeSpan> answer)
    {
        var faults = row.Device.Faults;
        if (!row.Link.IsOnline)
        {
            answer(DeviceAnswer.Failed(AccessErrorCode.LinkOffline, "Offline."), TimeSpan.FromMilliseconds(5));
        }
        else if (faults.HasFlag(Fault.Busy) && world.Seed.Chance(0.6))
        {
            answer(DeviceAnswer.Failed(AccessErrorCode.DeviceBusy, "Busy."), world.Between(10, 300));
        }
        else if (faults.HasFlag(Fault.Refuses) && world.Seed.Chance(0.5))
        {
            answer(DeviceAnswer.Failed(AccessErrorCode.DeviceRefused, "No."), world.Between(10, 300));
        }
        else if (faults.HasFlag(Fault.Deaf))
        {
            answer(
                world.Seed.Chance(0.5) ? DeviceAnswer.Failed(AccessErrorCode.DeviceOffline, "Deaf.") : DeviceAnswer.Unknown("Deaf."),
                AnswerWithin
            );
        }
        else
        {
            Reach(world, row, faults, answer);
        }
    }

    private static void Reach(World world, CommandRow row, Fault faults, Action<DeviceAnswer, TimeSpan> answer)
    {
        var isSlow = faults.HasFlag(Fault.Slow) && world.Seed.Chance(0.5);
        var isUnheard = isSlow || (faults.HasFlag(Fault.AckLost) && world.Seed.Chance(0.5));
        if (isUnheard)
        {
            answer(DeviceAnswer.Unknown("No answer."), AnswerWithin);
        }

        world.After(
            isSlow ? world.Between(4_000, 25_000) : world.Between(50, 1_500),
            () =>
            {
                if (row.Device.Act(row) is { } what && !isUnheard)
                {
                    answer(what, world.Between(1, 50));
                }
            }
        );
    }
}
