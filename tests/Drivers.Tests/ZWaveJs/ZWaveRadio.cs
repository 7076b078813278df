using Latchwork.Testing.ZWave;

namespace Latchwork.Drivers.Tests.ZWaveJs;

[CollectionDefinition(Name)]
public sealed class ZWaveRadio : ICollectionFixture<ZWaveFixture>
{
    public const string Name = "Z-Wave radio";
}
