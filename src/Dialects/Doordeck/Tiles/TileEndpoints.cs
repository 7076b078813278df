using Latchwork.Dialects.Doordeck.Locks;
using Latchwork.Dialects.Doordeck.Wire;
using Latchwork.Domain;
using Latchwork.Domain.Grants;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Notifications;
using Latchwork.Operations.Tiles;
using Microsoft.AspNetCore.Builder;

namespace Latchwork.Dialects.Doordeck.Tiles;

/// <summary>Plates at doors (11.2).</summary>
internal static class TileEndpoints
{
    private const string One = "/tile/{tileId}";
    private const string AtLock = $"{LockEndpoints.One}{One}";

    public static void Map(DialectRoutes doordeck)
    {
        doordeck.Named("follow a tile", Noun.Tile, isRead: true).MapGet(One, FindAsync).InVersions(1, 2, 3);
        doordeck.Named("set a tile", Noun.Tile).MapPut(One, SetAsync).InVersions(2);
        doordeck.OfLock(AccessAct.ChangeSettings).MapPut(AtLock, PutAsync);
        doordeck.OfLock(AccessAct.ChangeSettings).MapDelete(AtLock, TakeOffAsync);
    }

    private static Task<DoordeckAnswer> FindAsync(
        string tileId,
        DoordeckCaller caller,
        DoordeckInput given,
        TileQueries tiles,
        ServerAddress address,
        CancellationToken cancel
    ) =>
        given.AnswerAsync(
            () => tiles.FindAsync(caller.Caller, IdOf(tileId), cancel),
            tile =>
                given.Version switch
                {
                    1 => DoordeckAnswer.SeeOther($"{address.Url?.AbsoluteUri ?? "/"}device/{tile.Locks[0]}"),
                    2 => DoordeckAnswer.Body(TileLockBody.Of(tile), DoordeckJson.Wire.TileLockBody),
                    _ => DoordeckAnswer.Body(TileBody.Of(tile), DoordeckJson.Wire.TileBody),
                }
        );

    private static Task<DoordeckAnswer> SetAsync(
        string tileId,
        DoordeckCaller caller,
        DoordeckInput given,
        SetTileLocks set,
        CancellationToken cancel
    )
    {
        var wanted = given.Body(DoordeckJson.Wire.TileChange);
        var (site, locks) = (
            DoordeckInput.Id(WireIdKind.SiteUuid, wanted?.SiteId ?? ""),
            (wanted?.Devices ?? []).Select(LockEndpoints.IdOf).ToList()
        );
        return given.AnswerAsync(
            () => set.RunAsync(caller.Caller, IdOf(tileId), site, locks, cancel),
            _ => new TileChange(site.Text, [.. locks.Select(one => one.Text)]),
            DoordeckJson.Wire.TileChange
        );
    }

    private static Task<DoordeckAnswer> PutAsync(
        string lockId,
        string tileId,
        DoordeckCaller caller,
        DoordeckInput given,
        AssociateTile associate,
        CancellationToken cancel
    ) => given.AnswerAsync(() => associate.RunAsync(caller.Caller, LockEndpoints.IdOf(lockId), IdOf(tileId), cancel), _ => DoordeckAnswer.Accepted);

    private static Task<DoordeckAnswer> TakeOffAsync(
        string lockId,
        string tileId,
        DoordeckCaller caller,
        DoordeckInput given,
        AssociateTile associate,
        CancellationToken cancel
    ) => given.AnswerAsync(() => associate.UndoAsync(caller.Caller, LockEndpoints.IdOf(lockId), IdOf(tileId), cancel), _ => DoordeckAnswer.Accepted);

    private static WireId IdOf(string tileId) => DoordeckInput.Id(WireIdKind.TileUuid, tileId);
}
