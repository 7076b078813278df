using Latchwork.Domain.Drivers;
using Latchwork.Domain.Locks;

namespace Latchwork.Drivers.Simulator;

/// <summary>Asks the server: tells what was shown, and shows the verdict as the colour it is given. It keeps no credential.</summary>
internal sealed class SimulatedReader(SimulatedWorld world, string address, string name) : SimulatedDevice(world, address, name)
{
    private readonly Led led = new();

    public override DiscoveredDevice Describe() =>
        Describe(DeviceKind.Reader, "SIM-R", Capabilities.QrCodes | Capabilities.Cards | Capabilities.Passcodes);

    public override DeviceTruth Look() => base.Look() with { Shows = led.Colour };

    public override SimulatedReply? Reject(DeviceAct act) =>
        act switch
        {
            DeviceAct.Ping => null,
            DeviceAct.SetLed { Boxes.Count: 0 } set => Led.Reject(set.Colour),
            _ => new SimulatedReply(ReplyKind.Unsupported),
        };

    public override SimulatedReply Perform(DeviceAct act, DeviceFaults faults)
    {
        if (act is DeviceAct.SetLed set)
        {
            led.Show(set, After);
        }

        return new SimulatedReply(ReplyKind.Done);
    }

    public override bool Happen(WorldControl control)
    {
        switch (control)
        {
            case WorldControl.Present presented:
                Tell(presented);
                return true;
            case WorldControl.RemoveCover:
                Tell(new DeviceReport.Tampered(Address));
                return true;
            default:
                return false;
        }
    }
}
