using Latchwork.Testing.ZWave;

namespace Latchwork.Fleet.Tests.ZWave;

[CollectionDefinition(Name)]
public sealed class ZWaveRadio : ICollectionFixture<ZWaveFixture>
{
    public const string Name = "Z-Wave radio";
}
