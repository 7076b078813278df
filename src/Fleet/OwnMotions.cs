using System.Collections.Concurrent;
using Latchwork.Domain.Devices;

namespace Latchwork.Fleet;

/// <summary>
/// Remembers what commands of ours move, to tell their reports from those of other controllers. A motion of ours is told by its command's end;
/// what its device reports of it meanwhile is no news.
/// </summary>
internal sealed class OwnMotions(TimeSpan within)
{
    private readonly ConcurrentDictionary<string, Moment> sent = new(StringComparer.Ordinal);

    public void Sent(string deviceAddress, Moment now) => sent[deviceAddress] = now;

    /// <summary>It did not end as done, so whatever is reported from now on is news.</summary>
    public void Forget(string deviceAddress) => sent.TryRemove(deviceAddress, out _);

    public bool Explains(string deviceAddress, Moment now) => sent.TryGetValue(deviceAddress, out var at) && now - at <= within;
}
