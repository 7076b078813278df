using System.Collections.Concurrent;
using Latchwork.Domain.Devices;

namespace Latchwork.Fleet;

/// <summary>Remembers when commands of ours moved which device, to tell their reports from those of other controllers.</summary>
internal sealed class OwnMotions(TimeSpan within)
{
    private readonly ConcurrentDictionary<string, Moment> sent = new(StringComparer.Ordinal);

    public void Sent(string deviceAddress, Moment now) => sent[deviceAddress] = now;

    public bool Explains(string deviceAddress, Moment now) => sent.TryGetValue(deviceAddress, out var at) && now - at <= within;
}
