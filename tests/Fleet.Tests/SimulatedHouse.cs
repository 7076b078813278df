using Latchwork.Domain.Credentials;
using Latchwork.Domain.Drivers;
using Latchwork.Drivers.Simulator;
using Latchwork.Testing;

namespace Latchwork.Fleet.Tests;

/// <summary>A house whose doors are simulated, behind a line that any number of nodes can open.</summary>
internal sealed class SimulatedHouse : IAsyncDisposable
{
    /// <summary>Keeps windows by itself, 200 codes.</summary>
    public const string FrontDoor = "front-door";

    /// <summary>Keeps no windows, 10 codes.</summary>
    public const string BackGate = "back-gate";

    private readonly SimulatorHost host;

    private SimulatedHouse(House house, SimulatedWorld world, SimulatorHost host) => (House, World, this.host) = (house, world, host);

    public House House { get; }

    public SimulatedWorld World { get; }

    /// <param name="answerWithin">How long a device may be silent; one second where a test does not say.</param>
    public static async Task<SimulatedHouse> BuildAsync(TimeSpan? answerWithin = null, string scene = "demo")
    {
        var world = SimulatedWorld.Create($"simulator:{scene}?travel=0", TimeProvider.System).Value;
        var line = SimulatorHost.Start(world);
        var options = new SimulatorOptions { AnswerWithin = answerWithin ?? TimeSpan.FromSeconds(1), LongestPause = TimeSpan.FromMilliseconds(300) };
        var house = await House.BuildAsync("simulator", line.Address, clock => new SimulatorDriver(options, clock));
        return new SimulatedHouse(house, world, line);
    }

    public DeviceTruth Do(WorldControl control) => World.Control(control).Value;

    public DeviceTruth Break(string address, DeviceFaults faults) => Do(new WorldControl.SetFaults(address, faults));

    public DeviceTruth Mend(string address) => Break(address, DeviceFaults.None);

    public IReadOnlyDictionary<int, string> Codes(string address) => Do(new WorldControl.Look(address)).Passcodes;

    public void Type(string address, string digits) => Do(new WorldControl.Present(address, CredentialKind.Passcode, digits));

    /// <summary>Another controller on the same network writes a code.</summary>
    public async Task SetByStrangerAsync(string address, int slot, PinDigits digits)
    {
        using var driver = new SimulatorDriver(new SimulatorOptions(), TimeProvider.System);
        await using var session = driver.Open(new LinkSettings(default, host.Address, null, null), new Deaf());
        await Poll.UntilAsync(() => session.IsOnline);
        Assert.Null((await session.DoAsync(address, new DeviceAct.SetPasscode(slot, digits), CancellationToken.None)).Error);
    }

    private sealed class Deaf : ILinkEvents
    {
        public void Raise(DeviceReport report) { }
    }

    public async ValueTask DisposeAsync()
    {
        await House.DisposeAsync();
        await host.DisposeAsync();
        World.Dispose();
    }
}
