using Latchwork.Drivers.Tests.Contract;

namespace Latchwork.Drivers.Tests.Simulator;

public sealed class SimulatorInProcessTests : LockDriverContract
{
    protected override ValueTask<IDoorBench> OpenBenchAsync() => new(new SimulatorBench.InProcess());
}

public sealed class SimulatorOverTheLineTests : LockDriverContract
{
    protected override ValueTask<IDoorBench> OpenBenchAsync() => SimulatorBench.OverTheLine.StartAsync();
}
