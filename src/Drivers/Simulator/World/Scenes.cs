namespace Latchwork.Drivers.Simulator;

/// <summary>The named worlds.</summary>
internal static class Scenes
{
    public const string Names = "hotel, office, lockers, demo or many:N";

    /// <summary>How many locks <c>many</c> may have.</summary>
    public const int Most = 100_000;

    /// <summary>How many locks of <c>many</c> share a gateway.</summary>
    private const int LocksPerGateway = 128;

    private const string SixBoxes = "SSSMML";

    private static readonly string[] TwoColumns = ["SSS", "MML"];

    public static bool IsKnown(string scene) => scene is "hotel" or "office" or "lockers" or "demo" || CountOf(scene) is not null;

    public static IEnumerable<SimulatedDevice> Build(SimulatedWorld world, string scene) =>
        scene switch
        {
            "hotel" => Hotel(world),
            "office" => Office(world),
            "lockers" => Lockers(world),
            "demo" => Demo(world),
            _ => Many(world, CountOf(scene) ?? throw new ArgumentOutOfRangeException(nameof(scene))),
        };

    private static int? CountOf(string scene) =>
        scene.StartsWith("many:", StringComparison.Ordinal) && int.TryParse(scene.AsSpan(5), out var count) && count is >= 1 and <= Most
            ? count
            : null;

    private static IEnumerable<SimulatedDevice> Demo(SimulatedWorld world)
    {
        var gateway = new SimulatedGateway(world, "gateway-1", "Hall gateway");
        yield return gateway;
        yield return new SimulatedLock(world, LockModel.Gateway, "front-door", "Front door") { Gateway = gateway };
        yield return new SimulatedLock(world, LockModel.Plain, "back-gate", "Back gate") { Gateway = gateway };
        yield return new SimulatedLock(world, LockModel.WiFi, "office", "Office");
        yield return new SimulatedCabinet(world, "cabinet-1", "Parcel lockers", [SixBoxes]);
        yield return new SimulatedReader(world, "reader-1", "Front door reader");
    }

    /// <summary>Two floors of six rooms with a gateway each, the entrance with its reader.</summary>
    private static IEnumerable<SimulatedDevice> Hotel(SimulatedWorld world)
    {
        for (var floor = 1; floor <= 2; floor++)
        {
            var gateway = new SimulatedGateway(world, $"gateway-{floor}", $"Gateway floor {floor}");
            yield return gateway;
            for (var room = (floor * 100) + 1; room <= (floor * 100) + 6; room++)
            {
                yield return new SimulatedLock(world, LockModel.HotelRoom, $"room-{room}", $"Room {room}") { Gateway = gateway };
            }
        }

        yield return new SimulatedLock(world, LockModel.WiFi, "entrance", "Entrance");
        yield return new SimulatedReader(world, "reader-1", "Entrance reader");
    }

    private static IEnumerable<SimulatedDevice> Office(SimulatedWorld world)
    {
        var gateway = new SimulatedGateway(world, "gateway-1", "Office gateway");
        yield return gateway;
        foreach (
            var (address, name) in new[] { ("entrance", "Entrance"), ("meeting", "Meeting room"), ("archive", "Archive"), ("server", "Server room") }
        )
        {
            yield return new SimulatedLock(world, LockModel.Gateway, address, name) { Gateway = gateway };
        }

        yield return new SimulatedLock(world, LockModel.WiFi, "studio", "Studio");
        yield return new SimulatedDoorSensor(world, "door-1", "Fire door") { Gateway = gateway };
        yield return new SimulatedReader(world, "reader-1", "Entrance reader");
    }

    /// <summary>A cabinet of two columns that senses what is in its boxes, with a panel of its own, and a reader beside it.</summary>
    private static IEnumerable<SimulatedDevice> Lockers(SimulatedWorld world)
    {
        yield return new SimulatedCabinet(world, "cabinet-1", "Lockers", TwoColumns) { SensesContent = true };
        yield return new SimulatedReader(world, "reader-1", "Locker panel");
    }

    private static IEnumerable<SimulatedDevice> Many(SimulatedWorld world, int count)
    {
        SimulatedGateway? gateway = null;
        for (var number = 1; number <= count; number++)
        {
            if (number % LocksPerGateway == 1)
            {
                var floor = (number / LocksPerGateway) + 1;
                yield return gateway = new SimulatedGateway(world, $"gateway-{floor}", $"Gateway {floor}");
            }

            yield return new SimulatedLock(world, LockModel.Gateway, $"lock-{number}", $"Lock {number}") { Gateway = gateway };
        }
    }
}
