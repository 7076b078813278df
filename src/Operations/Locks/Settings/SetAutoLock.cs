using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Locks;
using Latchwork.Operations.Fleet;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;

namespace Latchwork.Operations.Locks.Settings;

/// <summary>
/// How long a lock stays open before it locks again, whoever opened it. The lock does it where it can, else the server does (<see cref="RelockPlan"/>). A
/// door that stands open now gets the whole time from now on.
/// </summary>
public sealed class SetAutoLock
{
    public static readonly TimeSpan Shortest = TimeSpan.FromSeconds(5);
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(900);

    private readonly LockTurns turns;

    internal SetAutoLock(LockTurns turns) => this.turns = turns;

    /// <param name="after">From <see cref="Shortest"/> to <see cref="Longest"/>; null for never.</param>
    public Task<Outcome<Done>> RunAsync(Caller by, WireId lockId, TimeSpan? after, Carriage carriage, CancellationToken cancel) =>
        turns.RunAsync<Done>(
            by,
            lockId,
            AuditKind.LockChanged,
            AccessAct.ChangeSettings,
            async (turn, named) =>
            {
                if (Refuse(named, after, carriage) is { } refusal)
                {
                    return refusal;
                }

                await SaveAsync(turn, named.Id, after, cancel);
                return Done.Yes;
            },
            cancel
        );

    /// <summary>In the turn of whoever may change it.</summary>
    internal static async Task SaveAsync(CallerTurn turn, LockId id, TimeSpan? after, CancellationToken cancel)
    {
        await turn.Work.DoAsync(Sql, [turn.Tenant.Value, id.Value, after, turn.Now], cancel);
        await turn.Work.DoAsync(LookAgainSql, [turn.Tenant.Value, id.Value, turn.Now], cancel);
        turn.Told.Add(
            turn.Event(AuditKind.LockChanged, id) with
            {
                Changed = new Dictionary<string, string> { ["relockAfter"] = after is { } time ? $"{time.TotalSeconds:0.###}" : "never" },
            }
        );
    }

    internal static AccessError? RefuseTime(TimeSpan? after) =>
        after < Shortest || after > Longest
            ? AccessError.Invalid($"A lock relocks after {Shortest.TotalSeconds} to {Longest.TotalSeconds} seconds.", Noun.Lock)
            : null;

    private static AccessError? Refuse(NamedLock named, TimeSpan? after, Carriage carriage) =>
        RefuseTime(after) is { } odd ? odd
        : carriage == Carriage.Link ? named.RefuseOverLink(Capabilities.Lock)
        : null;

    private const string Sql = $"""
        with told as (
            update smart_lock l set relock_after = $3::interval, updated_at = $4 where l.tenant_id = $1 and l.lock_id = $2
            returning l.tenant_id, l.lock_id, l.relock_after, case when l.bolt = 2 and l.link_id is not null then $4 end as opened_at)
        {RelockRow.OnFoundOpen}
        """;

    private const string LookAgainSql = "update relock set due_at = $3 where tenant_id = $1 and lock_id = $2 and due_at > $3";
}
