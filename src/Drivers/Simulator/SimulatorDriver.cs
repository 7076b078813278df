using System.Collections.Concurrent;
using Latchwork.Domain;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Drivers;

namespace Latchwork.Drivers.Simulator;

/// <summary>
/// Drives simulated doors, in this process or in another one. The worlds of this process live as long as the driver and are shared by all links of
/// the same address: a closed and opened link finds its doors as it left them.
/// </summary>
public sealed class SimulatorDriver(SimulatorOptions options, TimeProvider clock) : ILockDriver, IDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<SimulatedWorld>> worlds = new(StringComparer.Ordinal);

    public string Family => "simulator";

    /// <summary>
    /// The number of commands is that of a link, and a link here may hold many gateways and locks of their own network: eight keep them busy.
    /// A gateway takes one and turns the next away, so commands to devices of one <see cref="DiscoveredDevice.Via"/> go one after another.
    /// </summary>
    public DriverTraits Traits { get; } =
        new(options.Concurrency, EvidenceRung.ReadBack, options.AnswerWithin)
        {
            AddressForm = "simulator:SCENE?seed=1&travel=40, or simulator://127.0.0.1:PORT",
        };

    public AccessError? RefuseSettings(LinkSettings settings) => SimulatorAddress.Parse(settings.Address).Error;

    /// <exception cref="InvalidOperationException">The settings were not asked about first: <see cref="RefuseSettings"/> refuses them.</exception>
    public ILinkSession Open(LinkSettings settings, ILinkEvents events) =>
        SimulatorAddress.Parse(settings.Address).Value switch
        {
            SimulatorAddress.Host host => new SimulatorConnection(host.At, settings, events, options, clock),
            _ => new WorldSession(World(settings.Address), settings, events, options, clock),
        };

    /// <summary>The world behind an address of a scene, for tests, demos and benches: made at the first call.</summary>
    public SimulatedWorld World(string address) => worlds.GetOrAdd(address, Make, clock).Value;

    public void Dispose()
    {
        foreach (var world in worlds.Values)
        {
            world.Value.Dispose();
        }
    }

    private static Lazy<SimulatedWorld> Make(string address, TimeProvider clock) => new(() => SimulatedWorld.Create(address, clock).Value);
}
