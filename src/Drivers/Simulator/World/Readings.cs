using Latchwork.Domain.Drivers;
using Latchwork.Domain.Locks;

namespace Latchwork.Drivers.Simulator;

/// <summary>The few bolt readings there are, made once: a motion then costs no reading of its own.</summary>
internal static class Readings
{
    private static readonly DeviceReading.Bolt[] All =
    [
        .. from bolt in Enum.GetValues<BoltState>() from door in Enum.GetValues<DoorState>() select new DeviceReading.Bolt(bolt, door),
    ];

    private static readonly int Doors = Enum.GetValues<DoorState>().Length;

    public static DeviceReading.Bolt Of(BoltState bolt, DoorState door) => All[((int)bolt * Doors) + (int)door];
}
