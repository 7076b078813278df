using Latchwork.Testing.ZWave;

namespace Latchwork.Conformance.Tests.ZWave;

[CollectionDefinition(Name)]
public sealed class ZWaveRadio : ICollectionFixture<ZWaveFixture>
{
    public const string Name = "Z-Wave radio";
}
