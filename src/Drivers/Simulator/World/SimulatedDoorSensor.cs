using Latchwork.Domain.Drivers;
using Latchwork.Domain.Locks;

namespace Latchwork.Drivers.Simulator;

internal sealed class SimulatedDoorSensor(SimulatedWorld world, string address, string name) : SimulatedDevice(world, address, name)
{
    private DoorState door = DoorState.Closed;

    public override DiscoveredDevice Describe() =>
        Describe(DeviceKind.DoorSensor, "SIM-D", Capabilities.DoorSensor | Capabilities.ReadState) with
        {
            Door = door,
        };

    public override DeviceTruth Look() => base.Look() with { Door = door };

    public override SimulatedReply? Reject(DeviceAct act) =>
        act is DeviceAct.Ping or DeviceAct.ReadState ? null : new SimulatedReply(ReplyKind.Unsupported);

    public override SimulatedReply Perform(DeviceAct act, DeviceFaults faults) =>
        new(ReplyKind.Done, act is DeviceAct.ReadState ? Readings.Of(BoltState.Unknown, door) : null);

    public override bool Happen(WorldControl control)
    {
        if (control is not WorldControl.MoveDoor moved)
        {
            return false;
        }

        door = moved.To;
        Tell(new DeviceReport.DoorMoved(Address, door));
        return true;
    }
}
