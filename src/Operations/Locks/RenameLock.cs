using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Grants;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;

namespace Latchwork.Operations.Locks;

/// <summary>
/// Gives a lock its own name, which everybody sees who has none of their own for it. The caller's own goes: what they named it now is what they see.
/// </summary>
public sealed class RenameLock
{
    private const int LongestName = 200;

    private readonly LockTurns turns;

    internal RenameLock(LockTurns turns) => this.turns = turns;

    public async Task<Outcome<Done>> RunAsync(Caller by, WireId lockId, string name, CancellationToken cancel) =>
        name.Trim().Length is 0 or > LongestName
            ? AccessError.Invalid($"A lock needs a name of at most {LongestName} characters.", Noun.Lock)
            : await turns.RunAsync(
                by,
                lockId,
                AuditKind.LockChanged,
                AccessAct.Rename,
                (turn, named) => RenameAsync(turn, named, name.Trim(), cancel),
                cancel
            );

    private static async Task<Outcome<Done>> RenameAsync(CallerTurn turn, NamedLock named, string name, CancellationToken cancel)
    {
        await turn.Work.DoAsync(
            """
            with own as (update lock_preference set alias = null where tenant_id = $1 and lock_id = $2 and user_id = $5)
            update smart_lock set name = $3, updated_at = $4 where tenant_id = $1 and lock_id = $2
            """,
            [turn.Tenant.Value, named.Id.Value, name, turn.Now, turn.By.User?.Value],
            cancel
        );
        turn.Tell(turn.Event(AuditKind.LockChanged, named.Id) with { Changed = new Dictionary<string, string> { ["name"] = name } });
        return Done.Yes;
    }
}
