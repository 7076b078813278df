using Latchwork.Domain;
using Latchwork.Domain.Drivers;
using Latchwork.Domain.Locks;

namespace Latchwork.Drivers.Simulator;

/// <summary>One virtual device. All members are used under the gate of its world.</summary>
internal abstract class SimulatedDevice
{
    private readonly SimulatedWorld world;
    private DeviceClock clock;
    private DeviceFaults faults = DeviceFaults.None;
    private Seed? seed;
    private Action? held;
    private long sequence;
    private bool toldOnline = true;

    protected SimulatedDevice(SimulatedWorld world, string address, string name)
    {
        (this.world, Address, Name) = (world, address, name);
        clock = new DeviceClock(world.Now);
    }

    public string Address { get; }

    public string Name { get; }

    /// <summary>The gateway in between, where there is one.</summary>
    public SimulatedGateway? Gateway { get; init; }

    /// <summary>A command is under way in it; a gateway's flag stands for all devices behind it.</summary>
    public bool IsOccupied { get; set; }

    public Seed Seed => seed ??= world.SeedOf(Address);

    public MotionCounts Motions { get; private set; }

    public DeviceFaults Faults
    {
        get => faults;
        set
        {
            clock.AheadAt(world.Now, faults.DriftPerDay);
            faults = value;
            TellReach();
            LetGo();
        }
    }

    /// <summary>Whether its gateway reaches it.</summary>
    public virtual bool IsReachable => !faults.Offline && Gateway is not { IsReachable: false };

    /// <summary>How well its gateway hears it: walls do not move, so this does not either. From -40 to -89 dBm.</summary>
    private int Signal => -40 - world.SeedOf(Address).Fork("signal").Next(50);

    protected DateTimeOffset Now => world.Now;

    protected TimeSpan ClockAhead => clock.AheadAt(world.Now, faults.DriftPerDay);

    public abstract DiscoveredDevice Describe();

    public virtual DeviceTruth Look() =>
        new(Address)
        {
            IsReachable = IsReachable,
            Motions = Motions,
            ClockAhead = ClockAhead,
        };

    /// <summary>Why it will not even try; null where it will.</summary>
    public abstract SimulatedReply? Reject(DeviceAct act);

    /// <summary>Does it, with the faults of this act.</summary>
    public abstract SimulatedReply Perform(DeviceAct act, DeviceFaults faults);

    /// <summary>What somebody does to it at the door; false where there is nothing to do that to.</summary>
    public virtual bool Happen(WorldControl control) => false;

    /// <summary>Ends the one act that is under way, now or when nothing holds it any more.</summary>
    public void EndOrHold(Action end)
    {
        held = end;
        LetGo();
    }

    public void CountReceived(DeviceAct act) => Motions = Motions.Plus(act, new MotionCount(1, 0));

    protected void CountDone(DeviceAct act) => Motions = Motions.Plus(act, new MotionCount(0, 1));

    protected void After(TimeSpan wait, Action act) => world.After(wait, act);

    /// <summary>Tells the world, with the device's own time and number.</summary>
    public void Tell(DeviceReport report) => world.Tell(report with { DeviceAt = Now + ClockAhead, DeviceSequence = ++sequence });

    /// <summary>Tells what it was shown, now or as what it kept.</summary>
    protected void Tell(WorldControl.Present shown) =>
        world.Tell(
            new DeviceReport.CredentialPresented(Address, shown.Kind, shown.Value)
            {
                DeviceAt = Now + ClockAhead - (shown.KeptFor ?? TimeSpan.Zero),
                WasKept = shown.KeptFor is not null,
                DeviceSequence = ++sequence,
            }
        );

    public void TellReach()
    {
        if (toldOnline == IsReachable)
        {
            return;
        }

        toldOnline = !toldOnline;
        world.Tell(toldOnline ? new DeviceReport.DeviceCameOnline(Address) : new DeviceReport.DeviceWentOffline(Address));
    }

    public void TellDrift()
    {
        if (ClockAhead is var by && clock.ShouldTell(by))
        {
            Tell(new DeviceReport.ClockDrifted(Address, by));
        }
    }

    protected SimulatedReply SetClock()
    {
        clock.SetRight(Now);
        return new SimulatedReply(ReplyKind.Done);
    }

    /// <summary>True once for a fault that is for the next motion only.</summary>
    public bool TakeJam(DeviceFaults now)
    {
        faults = faults.JamNext ? faults with { JamNext = false } : faults;
        return now.JamNext;
    }

    /// <inheritdoc cref="TakeJam"/>
    public bool TakeRefusal(DeviceFaults now)
    {
        faults = faults.RefuseNext ? faults with { RefuseNext = false } : faults;
        return now.RefuseNext;
    }

    private void LetGo()
    {
        if (!faults.Holds && held is { } end)
        {
            held = null;
            end();
        }
    }

    protected DiscoveredDevice Describe(DeviceKind kind, string model, Capabilities capabilities, PasscodeMemory? passcodes = null) =>
        new(Address, kind, Name, model, "1.0", capabilities, passcodes, IsReachable, Via: Gateway?.Address, Signal: Gateway is null ? null : Signal);
}
