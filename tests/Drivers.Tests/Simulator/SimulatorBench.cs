using Latchwork.Domain.Credentials;
using Latchwork.Domain.Drivers;
using Latchwork.Domain.Locks;
using Latchwork.Drivers.Simulator;
using Latchwork.Drivers.Tests.Contract;

namespace Latchwork.Drivers.Tests.Simulator;

/// <summary>The front door of the demo, in this process or behind a host's line.</summary>
internal abstract class SimulatorBench(string address) : IDoorBench
{
    private const string FrontDoor = "front-door";

    private DeviceFaults faults = DeviceFaults.None;

    public static SimulatorOptions Options { get; } = new() { AnswerWithin = TimeSpan.FromSeconds(1), ShortestPause = TimeSpan.FromMilliseconds(10) };

    public SimulatorDriver Driver { get; } = new(Options, TimeProvider.System);

    ILockDriver IDoorBench.Driver => Driver;

    public LinkSettings Settings { get; } = new(default, address, NetworkIdentity: null, Secret: null);

    public string Lock => FrontDoor;

    public string? WhyNot(BenchFault fault) => null;

    public string? WhyNot(DoorEvent happening) => null;

    public Task BreakAsync(BenchFault fault)
    {
        faults = With(faults, fault);
        return ControlAsync(new WorldControl.SetFaults(FrontDoor, faults));
    }

    public Task MendAsync()
    {
        faults = DeviceFaults.None;
        return ControlAsync(new WorldControl.SetFaults(FrontDoor, faults));
    }

    public Task CutLinkAsync() => ControlAsync(new WorldControl.SetLink(false));

    public Task RestoreLinkAsync() => ControlAsync(new WorldControl.SetLink(true));

    public async Task HappenAsync(DoorEvent happening, string? digits = null)
    {
        foreach (var control in Controls(happening, digits ?? ""))
        {
            await ControlAsync(control);
        }
    }

    public async Task<DoorTruth> LookAsync()
    {
        var truth = await ControlAsync(new WorldControl.Look(FrontDoor));
        var motions = truth.Motions.Total();
        return new DoorTruth(truth.Bolt, motions.Received, motions.Done, truth.Passcodes);
    }

    public abstract ValueTask DisposeAsync();

    protected abstract Task<DeviceTruth> ControlAsync(WorldControl control);

    private static DeviceFaults With(DeviceFaults faults, BenchFault fault) =>
        fault switch
        {
            BenchFault.Deaf => faults with { Deaf = true },
            BenchFault.AckLost => faults with { AckLost = true },
            BenchFault.LyingAck => faults with { LyingAck = true },
            BenchFault.JamsNext => faults with { JamNext = true },
            BenchFault.RefusesNext => faults with { RefuseNext = true },
            BenchFault.Busy => faults with { Busy = true },
            BenchFault.Slow => faults with { Holds = true },
            BenchFault.Forgets => faults with { ForgetAfter = TimeSpan.Zero },
            BenchFault.MaskedReads => faults with { MaskedReads = true },
            BenchFault.Offline => faults with { Offline = true },
        };

    private static IEnumerable<WorldControl> Controls(DoorEvent happening, string digits)
    {
        var typed = new WorldControl.Present(FrontDoor, CredentialKind.Passcode, digits);
        return happening switch
        {
            DoorEvent.CodeTyped or DoorEvent.WrongCodeTyped => [typed],
            DoorEvent.KeypadLockedOut => Enumerable.Repeat(typed, 5),
            DoorEvent.TurnedByHand => [new WorldControl.TurnBolt(FrontDoor, BoltState.Unlocked)],
            DoorEvent.DoorOpened => [new WorldControl.MoveDoor(FrontDoor, DoorState.Open)],
            DoorEvent.DoorClosed => [new WorldControl.MoveDoor(FrontDoor, DoorState.Closed)],
            DoorEvent.CoverRemoved => [new WorldControl.RemoveCover(FrontDoor)],
            DoorEvent.BoltJammed => [new WorldControl.TurnBolt(FrontDoor, BoltState.Jammed)],
            DoorEvent.BatteryRanLow => [new WorldControl.SetBattery(FrontDoor, 9)],
            DoorEvent.SlotErased => [new WorldControl.EraseSlot(FrontDoor, CredentialKind.Passcode, 1)],
        };
    }

    /// <summary>The world in this process.</summary>
    internal sealed class InProcess() : SimulatorBench("simulator:demo?seed=7&travel=0")
    {
        public override ValueTask DisposeAsync()
        {
            Driver.Dispose();
            return ValueTask.CompletedTask;
        }

        protected override Task<DeviceTruth> ControlAsync(WorldControl control) =>
            Task.FromResult(Driver.World(Settings.Address).Control(control).Value);
    }

    /// <summary>The world behind a host's socket, controlled over the same socket.</summary>
    internal sealed class OverTheLine(SimulatedWorld world, SimulatorHost host, SimulatorControl hand) : SimulatorBench(host.Address)
    {
        public static async ValueTask<IDoorBench> StartAsync()
        {
            var world = SimulatedWorld.Create("simulator:demo?seed=7&travel=0", TimeProvider.System).Value;
            var host = SimulatorHost.Start(world);
            return new OverTheLine(world, host, (await SimulatorControl.ConnectAsync(host.Address, CancellationToken.None)).Value);
        }

        public override async ValueTask DisposeAsync()
        {
            await hand.DisposeAsync();
            await host.DisposeAsync();
            world.Dispose();
            Driver.Dispose();
        }

        protected override async Task<DeviceTruth> ControlAsync(WorldControl control) => (await hand.DoAsync(control, CancellationToken.None)).Value;
    }
}
