using System.Text.Json;
using Latchwork.Domain;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Drivers;
using Latchwork.Domain.Locks;

namespace Latchwork.Drivers.ZWaveJs;

/// <summary>Moves a bolt, once, and finds out where it came to rest (devices.md 1c). DV-7: one <c>set_value</c>, whatever happens after.</summary>
internal sealed class BoltActs(NetworkMirror network, ZWaveJsOptions options)
{
    private static readonly DeviceAnswer Jammed = DeviceAnswer.Failed(AccessErrorCode.Jammed, "The bolt stopped half way.");

    private static readonly DeviceAnswer DidNotMove = DeviceAnswer.Failed(AccessErrorCode.DeviceRefused, "The lock did not move its bolt.");

    private static readonly DeviceAnswer Unclear = DeviceAnswer.Unknown("The lock does not say where its bolt is.", EvidenceRung.Acknowledged);

    public async Task<DeviceAnswer> MoveAsync(Exchange exchange, LockMirror of, BoltState target)
    {
        using var motion = network.Begin(of, target);
        if (motion is null)
        {
            return DeviceAnswer.Failed(AccessErrorCode.DeviceBusy, "Another motion of this lock is under way.");
        }

        var mode = target == BoltState.Locked ? LockMode.Secured : LockMode.Unsecured;
        var (answer, trouble) = await exchange.AskForAsync("result", ZWaveJsProtocol.SetTargetMode(of.NodeId, mode));
        return trouble is null ? await FollowAsync(exchange, of, motion, answer) : trouble.AfterAct(EvidenceRung.Sent);
    }

    /// <summary>Asks the lock, not the server's memory. The door leaf comes with the same report, so its memory is fresh then.</summary>
    public async Task<DeviceAnswer> ReadAsync(Exchange exchange, LockMirror of)
    {
        var (bolt, trouble) = await PollAsync(exchange, of);
        if (trouble is not null)
        {
            return trouble.AfterQuestion();
        }

        var (status, _) = await exchange.AskForAsync("value", ZWaveJsProtocol.Recall(of.NodeId, ValueIds.DoorStatus));
        var door = status is { ValueKind: JsonValueKind.String } text ? ValueEvents.DoorOf(text.GetString()) : DoorState.Unknown;
        return network.With(of, one => DeviceAnswer.Done(new DeviceReading.Bolt(Known(one, bolt), door == DoorState.Unknown ? one.Door : door)));
    }

    private async Task<DeviceAnswer> FollowAsync(Exchange exchange, LockMirror of, Motion motion, JsonElement? answer)
    {
        switch (answer?.Int("status"))
        {
            case 255:
                return Arrived(of, motion.Target);
            case 1:
                return await SupervisedAsync(exchange, of, motion, Seconds(answer.Value.Member("remainingDuration")));
            case 254:
                return await UnsupervisedAsync(exchange, of, motion);
            case 2:
                return DeviceAnswer.Failed(AccessErrorCode.DeviceRefused, "The lock refused.");
            case 0 or 3 or 4 or 5:
                return DeviceAnswer.Failed(AccessErrorCode.Unsupported, "The lock cannot be told to do this.");
            default:
                return Unclear;
        }
    }

    /// <summary>
    /// The lock reports its success, which the server then remembers as the new mode. A final refusal comes as nothing at all: after the time
    /// that the lock named, one poll decides.
    /// </summary>
    private async Task<DeviceAnswer> SupervisedAsync(Exchange exchange, LockMirror of, Motion motion, TimeSpan remaining)
    {
        if (await exchange.WaitAsync(Task.WhenAny(motion.Told, motion.Remembered), remaining + options.MotionMargin))
        {
            return motion.Remembered.IsCompleted ? Arrived(of, motion.Target) : Told(of, motion);
        }

        var (bolt, trouble) = await PollAsync(exchange, of);
        return trouble is null ? Judge(of, motion, bolt) : Unclear;
    }

    /// <summary>A radio acknowledgement and no more: the lock's own report decides, or its answer to a poll.</summary>
    private async Task<DeviceAnswer> UnsupervisedAsync(Exchange exchange, LockMirror of, Motion motion)
    {
        var last = BoltState.Unknown;
        for (var poll = 0; poll < options.SettlePolls; poll++)
        {
            if (await exchange.WaitAsync(motion.Told, options.SettleWithin))
            {
                return Told(of, motion);
            }

            var (bolt, trouble) = await PollAsync(exchange, of);
            if (trouble is not null)
            {
                return Unclear;
            }

            if (bolt == motion.Target)
            {
                return Arrived(of, bolt);
            }

            last = bolt;
        }

        return Judge(of, motion, last);
    }

    private DeviceAnswer Told(LockMirror of, Motion motion) => motion.Told.Result == motion.Target ? Arrived(of, motion.Target) : Jammed;

    /// <summary>What the lock's own last word means.</summary>
    private DeviceAnswer Judge(LockMirror of, Motion motion, BoltState bolt)
    {
        if (bolt == motion.Target)
        {
            return Arrived(of, bolt);
        }

        return bolt == BoltState.Unknown ? Jammed : DidNotMove;
    }

    private DeviceAnswer Arrived(LockMirror of, BoltState target) =>
        network.With(
            of,
            one =>
            {
                one.Found(target, MotionCause.Remote);
                return DeviceAnswer.Done(new DeviceReading.Bolt(target, one.Door));
            }
        );

    private static async Task<(BoltState Bolt, ZWaveJsTrouble? Trouble)> PollAsync(Exchange exchange, LockMirror of)
    {
        var (mode, trouble) = await exchange.AskForAsync("value", ZWaveJsProtocol.Poll(of.NodeId, ValueIds.CurrentMode));
        return mode is { ValueKind: JsonValueKind.Number } number
            ? (ValueEvents.BoltOf(number.GetInt32()), null)
            : (BoltState.Unknown, trouble ?? new ZWaveJsTrouble(Hindrance.OutOfReach));
    }

    /// <summary>A mode of 254 only says that it is not fully locked; whether it jammed was told apart.</summary>
    private static BoltState Known(LockMirror one, BoltState polled) =>
        polled == BoltState.Unknown && one.Bolt == BoltState.Jammed ? BoltState.Jammed : polled;

    /// <summary><c>{"value":1,"unit":"seconds"}</c>, or minutes; unknown counts as none.</summary>
    private static TimeSpan Seconds(JsonElement? duration)
    {
        var value = duration?.Double("value") ?? 0;
        return TimeSpan.FromSeconds(Math.Clamp(duration?.Text("unit") == "minutes" ? value * 60 : value, 0, 3600));
    }
}
