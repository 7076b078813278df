using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Grants;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;

namespace Latchwork.Operations.Locks.Settings;

/// <summary>
/// How long the door of a lock may stand open before that is told (<see cref="Domain.Locks.DoorWatch"/>). A door that stands open now has the new time from
/// when it was opened.
/// </summary>
public sealed class SetAjarTime
{
    /// <summary>A day. Whoever leaves a door open longer switches it off.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    private readonly LockTurns turns;

    internal SetAjarTime(LockTurns turns) => this.turns = turns;

    /// <param name="after">Whole seconds up to <see cref="Longest"/>; zero for never.</param>
    public Task<Outcome<Done>> RunAsync(Caller by, WireId lockId, TimeSpan after, CancellationToken cancel) =>
        turns.RunAsync<Done>(
            by,
            lockId,
            AuditKind.LockChanged,
            AccessAct.ChangeSettings,
            async (turn, named) =>
            {
                if (after < TimeSpan.Zero || after > Longest)
                {
                    return AccessError.Invalid($"A door may stand open for up to {Longest.TotalSeconds:0} seconds; 0 is for ever.", Noun.Lock);
                }

                await turn.Work.DoAsync(Sql, [turn.Tenant.Value, named.Id.Value, after, turn.Now], cancel);
                turn.Told.Add(
                    turn.Event(AuditKind.LockChanged, named.Id) with
                    {
                        Changed = new Dictionary<string, string> { ["ajarAfter"] = after == TimeSpan.Zero ? "never" : $"{after.TotalSeconds:0}" },
                    }
                );
                return Done.Yes;
            },
            cancel
        );

    private const string Sql = """
        with told as (
            update smart_lock set ajar_after = $3, updated_at = $4 where tenant_id = $1 and lock_id = $2 returning tenant_id, lock_id)
        update lock_watch w set due_at = $4 from told t where w.tenant_id = t.tenant_id and w.lock_id = t.lock_id and w.opened_at is not null
        """;
}
