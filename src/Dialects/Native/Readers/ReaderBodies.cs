using Latchwork.Operations.Readers;

namespace Latchwork.Dialects.Native.Readers;

/// <summary>A device that asks the server what it was shown.</summary>
/// <param name="LockId">At which lock it stands, or <paramref name="LockerId"/> at which cabinet; neither: nowhere yet.</param>
/// <param name="IsPlaced">Somebody has put it there; else it was found to belong there.</param>
/// <param name="GoneAt">Since when it is not found behind its link any more.</param>
internal sealed record ReaderBody(
    string Id,
    string Name,
    string? Model,
    string LinkId,
    bool IsOnline,
    string? LockId,
    string? LockerId,
    bool IsPlaced,
    DateTimeOffset? GoneAt
)
{
    public static ReaderBody Of(SeenReader seen) =>
        new(seen.Id, seen.Name, seen.Model, seen.LinkId, seen.IsOnline, seen.LockId, seen.LockerId, seen.IsPlaced, seen.GoneAt);
}

/// <summary>Where a reader is to stand: one of them, or neither.</summary>
internal sealed record PlaceReaderBody(string? LockId = null, string? LockerId = null);

internal sealed record PlacedBody(string Id, string? LockId, string? LockerId);
