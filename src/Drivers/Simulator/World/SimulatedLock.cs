using Latchwork.Domain.Credentials;
using Latchwork.Domain.Drivers;
using Latchwork.Domain.Locks;

namespace Latchwork.Drivers.Simulator;

internal sealed class SimulatedLock : SimulatedDevice
{
    private readonly LockModel model;
    private readonly Battery battery;
    private BoltState bolt = BoltState.Locked;
    private DoorState door = DoorState.Closed;
    private LockMemory? memory;
    private Dictionary<LockSetting, int>? settings;
    private int relockTicket;

    public SimulatedLock(SimulatedWorld world, LockModel model, string address, string name)
        : base(world, address, name)
    {
        this.model = model;
        battery = new Battery(BatteryCurve.Typical, world.Now);
    }

    /// <summary>A lock with an empty battery is as good as out of reach.</summary>
    public override bool IsReachable => base.IsReachable && battery.ChargeAt(Now) > 0;

    /// <summary>Made at first use: most locks of a large world never hold a code.</summary>
    private LockMemory Memory => memory ??= new LockMemory(this, model);

    public override DiscoveredDevice Describe() =>
        Describe(DeviceKind.Lock, model.Name, model.Capabilities, model.Passcodes) with
        {
            Bolt = bolt,
            Door = door,
            BatteryPercent = battery.Read(Faults.BatteryReading, Seed, Now).Percent,
            OfflineEpoch = memory?.OfflineEpoch,
            Cards = model.CardMemory,
        };

    public override DeviceTruth Look() =>
        base.Look() with
        {
            Bolt = bolt,
            Door = door,
            Settings = settings?.ToDictionary() ?? [],
            Charge = battery.ChargeAt(Now),
            Passcodes = Memory.Contents(CredentialKind.Passcode, Now),
            Cards = Memory.Contents(CredentialKind.Card, Now),
            OfflineEpoch = Memory.OfflineEpoch,
        };

    public override SimulatedReply? Reject(DeviceAct act) =>
        act switch
        {
            DeviceAct.Unlock or DeviceAct.Lock or DeviceAct.ReadState or DeviceAct.ReadBattery or DeviceAct.Ping => null,
            DeviceAct.SetClock or DeviceAct.ReadClock => null,
            DeviceAct.Configure { Setting: var setting } when setting.Carrier() is { } needed && model.Capabilities.HasFlag(needed) => null,
            DeviceAct.Configure => new SimulatedReply(ReplyKind.Unsupported),
            DeviceAct.OpenBox or DeviceAct.SetLed => new SimulatedReply(ReplyKind.Unsupported),
            _ => Memory.Reject(act),
        };

    public override SimulatedReply Perform(DeviceAct act, DeviceFaults faults) =>
        act switch
        {
            DeviceAct.Unlock unlock => Move(unlock, BoltState.Unlocked, unlock.For, faults),
            DeviceAct.Lock => Move(act, BoltState.Locked, null, faults),
            DeviceAct.ReadState => new SimulatedReply(ReplyKind.Done, Readings.Of(bolt, door)),
            DeviceAct.ReadBattery => new SimulatedReply(ReplyKind.Done, battery.Read(faults.BatteryReading, Seed, Now)),
            DeviceAct.SetClock => SetClock(),
            DeviceAct.ReadClock => new SimulatedReply(ReplyKind.Done, new DeviceReading.Clock(Now + ClockAhead)),
            DeviceAct.Configure set => Configure(set),
            DeviceAct.Ping => new SimulatedReply(ReplyKind.Done),
            _ => Memory.Perform(act, faults, Now),
        };

    public override bool Happen(WorldControl control)
    {
        switch (control)
        {
            case WorldControl.Present presented:
                return Present(presented.Kind, presented.Value);
            case WorldControl.MoveDoor moved:
                door = moved.To;
                Tell(new DeviceReport.DoorMoved(Address, door));
                return true;
            case WorldControl.TurnBolt turned:
                Turn(turned.To);
                return true;
            case WorldControl.RemoveCover:
                Tell(new DeviceReport.Tampered(Address));
                return true;
            case WorldControl.EraseSlot erased:
                return Erase(erased);
            case WorldControl.SetBattery set:
                SetBattery(set);
                return true;
            default:
                return false;
        }
    }

    private SimulatedReply Move(DeviceAct act, BoltState to, TimeSpan? stays, DeviceFaults faults)
    {
        relockTicket++;
        Drain();
        if (TakeJam(faults))
        {
            Jam();
            return new SimulatedReply(ReplyKind.Jammed);
        }

        CountDone(act);
        if (bolt != to)
        {
            MoveBolt(to, new DeviceReport.BoltMoved(Address, to, MotionCause.Remote));
        }

        RelockAfter(stays);
        return new SimulatedReply(ReplyKind.Done, Readings.Of(bolt, door));
    }

    private SimulatedReply Configure(DeviceAct.Configure set)
    {
        (settings ??= [])[set.Setting] = set.Value;
        return new SimulatedReply(ReplyKind.Done);
    }

    private void Turn(BoltState to)
    {
        relockTicket++;
        if (to == BoltState.Jammed)
        {
            Jam();
            return;
        }

        MoveBolt(to, new DeviceReport.BoltMoved(Address, to, MotionCause.Manual));
    }

    private bool Present(CredentialKind kind, string value)
    {
        if (!Memory.Keeps(kind))
        {
            return false;
        }

        if (Memory.Open(kind, value, Now, Now + ClockAhead) is { } opening)
        {
            relockTicket++;
            Drain();
            MoveBolt(
                BoltState.Unlocked,
                new DeviceReport.BoltMoved(Address, BoltState.Unlocked, MotionCause.Credential, kind, opening.Slot) { Offline = opening.Offline }
            );
            RelockAfter(model.RelocksAfter);
        }

        return true;
    }

    private bool Erase(WorldControl.EraseSlot erased)
    {
        if (!Memory.Keeps(erased.Kind))
        {
            return false;
        }

        Memory.Clear(erased.Kind, erased.Slot);
        Tell(new DeviceReport.SlotChanged(Address, erased.Kind, SlotChange.Cleared, erased.Slot));
        return true;
    }

    private void SetBattery(WorldControl.SetBattery set)
    {
        battery.Set(set.Percent, Now);
        battery.Curve = set.Curve ?? battery.Curve;
        TellBattery();
        TellReach();
    }

    private void MoveBolt(BoltState to, DeviceReport.BoltMoved report)
    {
        bolt = to;
        Tell(report);
    }

    private void Jam()
    {
        bolt = BoltState.Jammed;
        Tell(new DeviceReport.Jammed(Address));
    }

    private void RelockAfter(TimeSpan? stays)
    {
        if (stays is not { } wait)
        {
            return;
        }

        var ticket = relockTicket;
        After(
            wait,
            () =>
            {
                if (ticket == relockTicket)
                {
                    MoveBolt(BoltState.Locked, new DeviceReport.BoltMoved(Address, BoltState.Locked, MotionCause.Automatic));
                }
            }
        );
    }

    private void Drain()
    {
        if (battery.DrainOneMotion(Now))
        {
            TellBattery();
        }
    }

    private void TellBattery()
    {
        var reading = battery.Read(Faults.BatteryReading, Seed, Now);
        Tell(new DeviceReport.BatteryReported(Address, reading.Percent, reading.IsLow));
    }
}
