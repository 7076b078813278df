using System.Security.Cryptography;

namespace Latchwork.Drivers.ZWaveJs;

/// <summary>Pauses that double from <paramref name="from"/> to <paramref name="upTo"/>, a quarter more or less, so that many clients do not come back at once.</summary>
internal sealed class Backoff(TimeSpan from, TimeSpan upTo)
{
    private int doublings;

    public TimeSpan Next()
    {
        var pause = from * Math.Pow(2, doublings);
        doublings += pause < upTo ? 1 : 0;
        return (pause < upTo ? pause : upTo) * (RandomNumberGenerator.GetInt32(750, 1251) / 1000.0);
    }

    public void Reset() => doublings = 0;
}
