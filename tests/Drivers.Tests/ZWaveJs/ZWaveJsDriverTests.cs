using Latchwork.Drivers.Tests.Contract;
using Latchwork.Testing.ZWave;

namespace Latchwork.Drivers.Tests.ZWaveJs;

/// <summary>The contract against the real server. No log line of any test may hold a digit that was typed or set (LG-1, KR-7).</summary>
public abstract class ZWaveJsDriverTests(ZWaveFixture fixture, int node) : LockDriverContract
{
    protected override ValueTask<IDoorBench> OpenBenchAsync() => ZWaveBench.OpenAsync(fixture, node);
}

[Collection(ZWaveRadio.Name)]
public sealed class ZWaveJsUserCodeLockTests(ZWaveFixture fixture) : ZWaveJsDriverTests(fixture, node: 2);

[Collection(ZWaveRadio.Name)]
public sealed class ZWaveJsUserCredentialLockTests(ZWaveFixture fixture) : ZWaveJsDriverTests(fixture, node: 3);
