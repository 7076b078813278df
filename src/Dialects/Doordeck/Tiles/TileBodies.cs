using Latchwork.Operations.Tiles;

namespace Latchwork.Dialects.Doordeck.Tiles;

/// <summary>Where a tile leads, in the second version.</summary>
internal sealed record TileLockBody(string DeviceId)
{
    public static TileLockBody Of(SeenTile tile) => new(tile.Locks[0]);
}

/// <summary>The same in the third.</summary>
internal sealed record TileBody(string SiteId, string TileId, IReadOnlyList<string> DeviceIds)
{
    public static TileBody Of(SeenTile tile) => new(tile.SiteId, tile.Id, tile.Locks);
}

/// <summary>Where it is to lead.</summary>
internal sealed record TileChange(string SiteId, IReadOnlyList<string> Devices);
