using System.Text.Json;
using Latchwork.Domain;
using Latchwork.Domain.Drivers;

namespace Latchwork.Drivers.ZWaveJs;

/// <summary>The questions and settings that need no more than one exchange.</summary>
internal sealed class LockActs(NetworkMirror network, TimeProvider clock)
{
    public static async Task<bool> AnswersAsync(Exchange exchange, LockMirror of)
    {
        var (responded, _) = await exchange.AskForAsync("responded", ZWaveJsProtocol.Ping(of.NodeId));
        return responded is { ValueKind: JsonValueKind.True };
    }

    public static async Task<DeviceAnswer> PingAsync(Exchange exchange, LockMirror of)
    {
        var (responded, trouble) = await exchange.AskForAsync("responded", ZWaveJsProtocol.Ping(of.NodeId));
        if (trouble is not null)
        {
            return trouble.AfterQuestion();
        }

        return responded is { ValueKind: JsonValueKind.True }
            ? DeviceAnswer.Done()
            : DeviceAnswer.Failed(AccessErrorCode.DeviceOffline, "The lock does not answer.");
    }

    /// <summary>A level of 255 is the lock's warning: low, at no known level.</summary>
    public async Task<DeviceAnswer> ReadBatteryAsync(Exchange exchange, LockMirror of)
    {
        if (!of.Facts.Has(CommandClass.Battery))
        {
            return Unsupported("The lock has no battery that it tells of.");
        }

        var (level, trouble) = await exchange.AskForAsync("value", ZWaveJsProtocol.Poll(of.NodeId, ValueIds.BatteryLevel));
        if (level is not { ValueKind: JsonValueKind.Number } number)
        {
            return (trouble ?? new ZWaveJsTrouble(Hindrance.OutOfReach)).AfterQuestion();
        }

        var (percent, isLow) = ValueEvents.BatteryOf(number.GetDouble());
        return network.With(
            of,
            one =>
            {
                one.BatteryReported(percent, isLow);
                return DeviceAnswer.Done(new DeviceReading.Battery(percent, one.BatteryIsLow));
            }
        );
    }

    /// <summary>The server says yes for a lock without a clock too.</summary>
    public async Task<DeviceAnswer> SetClockAsync(Exchange exchange, LockMirror of)
    {
        var hasClock = of.Facts.Has(CommandClass.Clock) || of.Facts.Has(CommandClass.TimeParameters) || of.Facts.Has(CommandClass.ScheduleEntryLock);
        if (!hasClock)
        {
            return Unsupported("The lock has no clock.");
        }

        var (result, trouble) = await exchange.AskAsync(ZWaveJsProtocol.SetClock(of.NodeId, clock.GetUtcNow()));
        if (trouble is not null)
        {
            return trouble.AfterAct(Domain.Credentials.EvidenceRung.Sent);
        }

        return result.Bool("success") == true ? DeviceAnswer.Done() : DeviceAnswer.Failed(AccessErrorCode.DeviceRefused, "The lock kept its time.");
    }

    private static DeviceAnswer Unsupported(string why) => DeviceAnswer.Failed(AccessErrorCode.Unsupported, why);
}
