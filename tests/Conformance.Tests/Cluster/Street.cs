using Latchwork.Drivers.Simulator;

namespace Latchwork.Conformance.Tests.Cluster;

/// <summary>Simulated doors behind several links, in this process: they outlive every server and count their motions themselves.</summary>
internal sealed class Street : IAsyncDisposable
{
    public const int DoorsEach = 2;

    private readonly List<SimulatorHost> hosts = [];
    private readonly Dictionary<string, SimulatedWorld> worlds = new(StringComparer.Ordinal);

    /// <param name="links">Each leads to a world of its own, whose motions take long enough for a kill to fall into one.</param>
    public Street(int links)
    {
        for (var number = 1; number <= links; number++)
        {
            var world = SimulatedWorld.Create($"simulator:many:{DoorsEach}?seed={number}&travel=300", TimeProvider.System).Value;
            var host = SimulatorHost.Start(world);
            hosts.Add(host);
            worlds.Add(host.Address, world);
        }
    }

    /// <summary>By the address for a link.</summary>
    public IReadOnlyDictionary<string, SimulatedWorld> Worlds => worlds;

    /// <summary>How many motions reached the doors.</summary>
    public int Motions =>
        worlds
            .Values.SelectMany(world => Enumerable.Range(1, DoorsEach).Select(n => world.Control(new WorldControl.Look($"lock-{n}")).Value))
            .Sum(door => door.Motions.Total().Received);

    public async ValueTask DisposeAsync()
    {
        foreach (var host in hosts)
        {
            await host.DisposeAsync();
        }

        foreach (var world in worlds.Values)
        {
            world.Dispose();
        }
    }
}
