using Latchwork.Domain;
using Latchwork.Domain.Drivers;

namespace Latchwork.Drivers.Simulator;

/// <summary>
/// Virtual doors and all that is behind them. It follows from its scene, its seed, its clock and what is asked of it, and from nothing else.
/// All members may be used from any thread.
/// </summary>
public sealed class SimulatedWorld : IDisposable
{
    private readonly Lock gate = new();
    private readonly TimeProvider clock;
    private readonly WorldSettings settings;
    private readonly Dictionary<string, SimulatedDevice> devices;
    private readonly Agenda agenda;
    private readonly Weather? weather;
    private IWorldListener[] listeners = [];
    private bool isLinkUp = true;

    private SimulatedWorld(WorldSettings settings, TimeProvider clock)
    {
        (this.settings, this.clock) = (settings, clock);
        agenda = new Agenda(clock, gate);
        weather = settings.Weather > 0 ? new Weather(settings.Weather) : null;
        devices = Scenes.Build(this, settings.Scene).ToDictionary(device => device.Address, StringComparer.Ordinal);
    }

    /// <summary>What the network calls itself.</summary>
    public string NetworkIdentity => $"simulator-{settings.Scene}-{settings.Seed}";

    internal DateTimeOffset Now => clock.GetUtcNow();

    /// <param name="address">Of the form <c>simulator:hotel?seed=7</c>, as a link's address.</param>
    public static Outcome<SimulatedWorld> Create(string address, TimeProvider clock) =>
        SimulatorAddress.Parse(address).IsRefused(out var error, out var parsed) ? error
        : parsed is SimulatorAddress.InProcess { World: var world } ? new SimulatedWorld(world, clock)
        : AccessError.Invalid("A world is made from a scene, such as simulator:demo.", Noun.Link);

    /// <summary>Does what the one who runs the world asks, and answers with the truth afterwards; refused where there is nothing to do that to.</summary>
    public Outcome<DeviceTruth> Control(WorldControl control)
    {
        lock (gate)
        {
            if (control is WorldControl.SetLink link)
            {
                SetLink(link.IsUp);
                return new DeviceTruth("");
            }

            return devices.TryGetValue(control.Address, out var device) ? Control(device, control) : AccessError.NotFound(Noun.Lock);
        }
    }

    public void Dispose() => agenda.Dispose();

    /// <summary>From here on the listener hears everything, first of all that there is a line. False where there is none at present.</summary>
    internal bool Join(IWorldListener listener)
    {
        lock (gate)
        {
            listeners = [.. listeners, listener];
            if (isLinkUp)
            {
                listener.FindLine();
            }

            return isLinkUp;
        }
    }

    internal void Leave(IWorldListener listener)
    {
        lock (gate)
        {
            listeners = [.. listeners.Where(one => one != listener)];
        }
    }

    internal IReadOnlyList<DiscoveredDevice> Describe()
    {
        lock (gate)
        {
            return [.. devices.Values.Select(device => device.Describe())];
        }
    }

    /// <summary>One act. Ends at once where nothing takes time; never ends where nobody answers.</summary>
    internal ValueTask<SimulatedReply> PerformAsync(string address, DeviceAct act)
    {
        lock (gate)
        {
            return devices.TryGetValue(address, out var device) ? Perform(device, act) : new(new SimulatedReply(ReplyKind.NoSuchDevice));
        }
    }

    internal Seed SeedOf(string address) => new Seed(settings.Seed).Fork(address);

    internal void After(TimeSpan wait, Action act) => agenda.After(wait, act);

    internal void Tell(DeviceReport report)
    {
        if (!isLinkUp)
        {
            return;
        }

        foreach (var listener in listeners)
        {
            listener.Hear(report);
        }
    }

    private ValueTask<SimulatedReply> Perform(SimulatedDevice device, DeviceAct act)
    {
        var faults = weather?.Over(device) ?? device.Faults;
        if (TurnAway(device, act, faults) is { } reply)
        {
            return new(reply);
        }

        device.CountReceived(act);
        if (faults.Deaf)
        {
            return Silence();
        }

        var travel = faults.Travel ?? settings.Travel;
        return travel > TimeSpan.Zero || (faults.Holds && !IsQuestion(act)) ? PerformIn(travel, device, act, faults)
            : faults.AckLost ? Lose(Finish(device, act, faults))
            : new(Finish(device, act, faults));
    }

    private static SimulatedReply? TurnAway(SimulatedDevice device, DeviceAct act, DeviceFaults faults)
    {
        device.TellReach();
        return !device.IsReachable || faults.Offline ? new SimulatedReply(ReplyKind.Offline)
            : device.Reject(act) is { } rejection ? rejection
            : faults.Busy || (device.Gateway ?? device).IsOccupied ? new SimulatedReply(ReplyKind.Busy)
            : null;
    }

    private ValueTask<SimulatedReply> PerformIn(TimeSpan travel, SimulatedDevice device, DeviceAct act, DeviceFaults faults)
    {
        var reply = new TaskCompletionSource<SimulatedReply>(TaskCreationOptions.RunContinuationsAsynchronously);
        var occupied = device.Gateway ?? device;
        occupied.IsOccupied = true;
        agenda.After(travel, IsQuestion(act) ? End : () => device.EndOrHold(End));
        return new(reply.Task);

        void End()
        {
            occupied.IsOccupied = false;
            var end = Finish(device, act, faults);
            if (!faults.AckLost)
            {
                reply.SetResult(end);
            }
        }
    }

    private static SimulatedReply Finish(SimulatedDevice device, DeviceAct act, DeviceFaults faults)
    {
        device.TellDrift();
        if (faults.Spurious > 0 && device.Seed.Chance(faults.Spurious))
        {
            device.Tell(new DeviceReport.Tampered(device.Address));
        }

        if (IsQuestion(act))
        {
            return device.Perform(act, faults);
        }

        return device.TakeRefusal(faults) ? new SimulatedReply(ReplyKind.Refused)
            : faults.LyingAck ? new SimulatedReply(ReplyKind.Acknowledged)
            : device.Perform(act, faults);
    }

    private static bool IsQuestion(DeviceAct act) =>
        act is DeviceAct.ReadState or DeviceAct.ReadBattery or DeviceAct.ReadClock or DeviceAct.ReadSlot or DeviceAct.Ping;

    private static ValueTask<SimulatedReply> Lose(SimulatedReply _) => Silence();

    private static ValueTask<SimulatedReply> Silence() => new(new TaskCompletionSource<SimulatedReply>().Task);

    private Outcome<DeviceTruth> Control(SimulatedDevice device, WorldControl control)
    {
        if (control is WorldControl.SetFaults set)
        {
            SetFaults(device, set.Faults);
        }
        else if (control is not WorldControl.Look && !device.Happen(control))
        {
            return new AccessError(AccessErrorCode.Unsupported, "Nothing of that kind can happen to this device.");
        }

        return device.Look();
    }

    private void SetFaults(SimulatedDevice device, DeviceFaults faults)
    {
        device.Faults = faults;
        foreach (var behind in devices.Values.Where(one => one.Gateway == device))
        {
            behind.TellReach();
        }
    }

    private void SetLink(bool isUp)
    {
        if (isLinkUp == isUp)
        {
            return;
        }

        isLinkUp = isUp;
        foreach (var listener in listeners)
        {
            (isUp ? (Action)listener.FindLine : listener.LoseLine)();
        }
    }
}
