using Latchwork.Domain;
using Latchwork.Domain.Drivers;
using Latchwork.Drivers.Simulator;
using Latchwork.Drivers.Tests.Contract;

namespace Latchwork.Drivers.Tests.Simulator;

/// <summary>A world in this process on a clock that only the test moves, with an open link to it.</summary>
internal sealed class VirtualWorld : IAsyncDisposable
{
    private readonly SimulatorDriver driver;
    private readonly SimulatedWorld world;

    public VirtualWorld(string address)
    {
        driver = new SimulatorDriver(new SimulatorOptions(), Clock);
        world = driver.World(address);
        Link = driver.Open(new LinkSettings(default, address, null, null), Heard);
    }

    public VirtualClock Clock { get; } = new();

    public EventRecorder Heard { get; } = new();

    public ILinkSession Link { get; }

    public Task<DeviceAnswer> DoAsync(string address, DeviceAct act) => Link.DoAsync(address, act, TestContext.Current.CancellationToken);

    public Outcome<DeviceTruth> Control(WorldControl control) => world.Control(control);

    public DeviceTruth Look(string address) => world.Control(new WorldControl.Look(address)).Value;

    public void Break(string address, DeviceFaults faults) => world.Control(new WorldControl.SetFaults(address, faults));

    public async Task<IReadOnlyList<DiscoveredDevice>> DiscoverAsync() => (await Link.DiscoverAsync(CancellationToken.None)).Value;

    public async ValueTask DisposeAsync()
    {
        await Link.DisposeAsync();
        driver.Dispose();
    }
}
