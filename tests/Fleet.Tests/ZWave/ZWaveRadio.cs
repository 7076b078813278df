using Latchwork.Testing.ZWave;

namespace Latchwork.Fleet.Tests.ZWave;

/// <summary>One radio for all tests: it holds one set of locks, so they run one after another.</summary>
[CollectionDefinition(Name)]
public sealed class ZWaveRadio : ICollectionFixture<ZWaveFixture>
{
    public const string Name = "Z-Wave radio";
}
