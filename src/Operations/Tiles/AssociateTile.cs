using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Grants;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Locks;

namespace Latchwork.Operations.Tiles;

/// <summary>Puts a tile at the door of a lock, or takes it off; for who runs the lock. A tile that leads to another lock is taken.</summary>
public sealed class AssociateTile
{
    private readonly LockTurns turns;
    private readonly RemovedLocks removed;

    internal AssociateTile(LockTurns turns, RemovedLocks removed) => (this.turns, this.removed) = (turns, removed);

    public Task<Outcome<Done>> RunAsync(Caller by, WireId lockId, WireId tileId, CancellationToken cancel) =>
        TurnAsync(by, lockId, AuditKind.TileAssociated, (turn, named) => PutAsync(turn, named, tileId, cancel), cancel);

    /// <summary>One that is not at this door is not found.</summary>
    public Task<Outcome<Done>> UndoAsync(Caller by, WireId lockId, WireId tileId, CancellationToken cancel) =>
        TurnAsync(by, lockId, AuditKind.TileDisassociated, (turn, named) => TakeOffAsync(turn, named, tileId, cancel), cancel);

    private async Task<Outcome<Done>> TurnAsync(
        Caller by,
        WireId lockId,
        AuditKind kind,
        Func<CallerTurn, NamedLock, Task<Outcome<Done>>> act,
        CancellationToken cancel
    )
    {
        var done = await turns.RunAsync(by, lockId, kind, AccessAct.ChangeSettings, act, cancel);
        return done.Error is { } refusal ? await removed.ToldAsync(refusal, by, lockId, cancel) : done;
    }

    private static async Task<Outcome<Done>> PutAsync(CallerTurn turn, NamedLock named, WireId tileId, CancellationToken cancel)
    {
        if ((await StoredTile.FindAsync(turn, tileId, cancel)).IsRefused(out var refusal, out var tile))
        {
            return refusal;
        }

        return tile.Locks.Any(other => other != named.Id) ? StoredTile.Taken
            : await tile.LeadToAsync(turn, await SiteAsync(turn, named.Id, cancel), [named.Id], cancel) is { } taken ? taken
            : Done.Yes;
    }

    private static async Task<Outcome<Done>> TakeOffAsync(CallerTurn turn, NamedLock named, WireId tileId, CancellationToken cancel)
    {
        if ((await StoredTile.FindAsync(turn, tileId, cancel)) is not { Error: null, Value: var tile } || !tile.Locks.Contains(named.Id))
        {
            return AccessError.NotFound(Noun.Tile);
        }

        LockId[] others = [.. tile.Locks.Where(other => other != named.Id)];
        return await tile.LeadToAsync(turn, await SiteAsync(turn, named.Id, cancel), others, cancel) is { } refusal ? refusal : Done.Yes;
    }

    private static Task<SiteId> SiteAsync(CallerTurn turn, LockId smartLock, CancellationToken cancel) =>
        turn.Work.FirstAsync(
            "select site_id from smart_lock where tenant_id = $1 and lock_id = $2",
            row => new SiteId(row.GetGuid(0)),
            [turn.Tenant.Value, smartLock.Value],
            cancel
        );
}
