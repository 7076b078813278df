using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Locks;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Storage;

namespace Latchwork.Operations.Locks.Settings;

/// <param name="Windows">In the wall time of the lock's site.</param>
/// <param name="OpensByItself">The bolt is drawn when they begin; else the first opening in them lasts to their end.</param>
public sealed record WantedHours(IReadOnlyList<LocalWindow> Windows, bool OpensByItself);

/// <summary>
/// The hours in which a door stays open. Hours that are set while they hold move nothing: they draw the bolt when they begin the next time. A door that
/// former hours keep open, and the new ones do not, is locked at once.
/// </summary>
public sealed class SetOpenHours
{
    private readonly LockTurns turns;

    internal SetOpenHours(LockTurns turns) => this.turns = turns;

    /// <param name="wanted">Null for none.</param>
    public Task<Outcome<Done>> RunAsync(Caller by, WireId lockId, WantedHours? wanted, Carriage carriage, CancellationToken cancel) =>
        turns.RunAsync<Done>(
            by,
            lockId,
            AuditKind.LockChanged,
            AccessAct.ChangeSettings,
            async (turn, named) =>
            {
                var needed = wanted?.OpensByItself == true ? Capabilities.Lock | Capabilities.Unlock : Capabilities.Lock;
                if (carriage == Carriage.Link && named.RefuseOverLink(needed) is { } refusal)
                {
                    return refusal;
                }

                WeeklyHours? hours = null;
                if (
                    wanted is not null
                    && WeeklyHours.Create(await ZoneAsync(turn, named.Id, cancel), wanted.Windows).IsRefused(out var invalid, out hours)
                )
                {
                    return invalid;
                }

                await SaveAsync(turn, named.Id, hours, wanted?.OpensByItself == true, cancel);
                return Done.Yes;
            },
            cancel
        );

    private static bool IsLetGo(WeeklyHours? former, WeeklyHours? hours, DateTimeOffset now) =>
        former?.Contains(now) == true && hours?.Contains(now) != true;

    /// <summary>IANA zone of the lock's site.</summary>
    internal static async Task<string> ZoneAsync(CallerTurn turn, LockId id, CancellationToken cancel) =>
        (
            await turn.Work.FirstAsync(
                "select s.zone from smart_lock l join site s on s.tenant_id = l.tenant_id and s.site_id = l.site_id where l.tenant_id = $1 and l.lock_id = $2",
                row => row.GetString(0),
                [turn.Tenant.Value, id.Value],
                cancel
            )
        )!;

    private static async Task<WeeklyHours?> FormerAsync(CallerTurn turn, LockId id, CancellationToken cancel) =>
        await turn.Work.FirstAsync<WeeklyHours?>(
            "select open_hours from smart_lock where tenant_id = $1 and lock_id = $2",
            row => row.GetText(0) is { } hours ? LockRow.HoursOf(hours) : null,
            [turn.Tenant.Value, id.Value],
            cancel
        );

    /// <summary>In the turn of whoever may change them.</summary>
    /// <param name="hours">Null for none.</param>
    internal static async Task SaveAsync(CallerTurn turn, LockId id, WeeklyHours? hours, bool opensByItself, CancellationToken cancel)
    {
        var former = await FormerAsync(turn, id, cancel);
        await turn.Work.DoAsync(
            "update smart_lock set open_hours = $3, opens_by_itself = $4, updated_at = $5 where tenant_id = $1 and lock_id = $2",
            [turn.Tenant.Value, id.Value, hours?.ToString(), opensByItself, turn.Now],
            cancel
        );
        if (hours is not null || former is not null)
        {
            await turn.Work.DoAsync(LookAgainSql, [turn.Tenant.Value, id.Value, turn.Now, IsLetGo(former, hours, turn.Now)], cancel);
        }

        turn.Told.Add(
            turn.Event(AuditKind.LockChanged, id) with
            {
                Changed = new Dictionary<string, string>
                {
                    ["openHours"] = hours?.ToString() ?? "none",
                    ["opensByItself"] = opensByItself ? "yes" : "no",
                },
            }
        );
    }

    // An opening for the former hours that is under way is undone as well: it may end after this. A lock that nothing connects is not looked after.
    private const string LookAgainSql = """
        insert into relock (tenant_id, lock_id, settled_at, due_at, lock_at)
        select tenant_id, lock_id, $3, $3, case when $4 and bolt <> 1 then $3 end from smart_lock where tenant_id = $1 and lock_id = $2 and link_id is not null
        on conflict (tenant_id, lock_id) do update set settled_at = $3, due_at = $3,
            lock_at = case when $4 or relock.aim = 2 then $3 else relock.lock_at end
        """;
}
