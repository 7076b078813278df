using Latchwork.Domain.Drivers;
using Latchwork.Domain.Locks;

namespace Latchwork.Drivers.Simulator;

/// <summary>Passes one command at a time on to the devices behind it.</summary>
internal sealed class SimulatedGateway(SimulatedWorld world, string address, string name) : SimulatedDevice(world, address, name)
{
    public override DiscoveredDevice Describe() => Describe(DeviceKind.Gateway, "SIM-G", Capabilities.None);

    public override SimulatedReply? Reject(DeviceAct act) =>
        act is DeviceAct.Ping or DeviceAct.SetClock ? null : new SimulatedReply(ReplyKind.Unsupported);

    public override SimulatedReply Perform(DeviceAct act, DeviceFaults faults) =>
        act is DeviceAct.SetClock ? SetClock() : new SimulatedReply(ReplyKind.Done);
}
