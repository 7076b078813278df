using System.Globalization;
using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Grants;
using Latchwork.Operations.Fleet;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;

namespace Latchwork.Operations.Locks;

/// <summary>
/// Takes a lock out of use: every grant ends at once, every code is to leave the device as far as its link allows, and no wire shows the lock or its
/// records any more. A door that the server holds open, or is about to lock, is locked first. The audit stays. Its device may be found again later, as a
/// new lock.
/// </summary>
public sealed class DeleteLock
{
    private readonly LockTurns turns;

    internal DeleteLock(LockTurns turns) => this.turns = turns;

    public Task<Outcome<Done>> RunAsync(Caller by, WireId lockId, CancellationToken cancel) =>
        turns.RunAsync<Done>(
            by,
            lockId,
            AuditKind.LockDecommissioned,
            AccessAct.Delete,
            async (turn, named) =>
            {
                await EndAsync(turn, named, cancel);
                return Done.Yes;
            },
            cancel
        );

    /// <summary>After it was decided that the caller may.</summary>
    internal static async Task EndAsync(CallerTurn turn, NamedLock named, CancellationToken cancel)
    {
        var holders = await turn.Work.ListAsync(
            "update access_grant set revoked_at = $3, updated_at = $3 where tenant_id = $1 and lock_id = $2 and revoked_at is null returning user_id",
            row => new UserId(row.GetGuid(0)),
            [turn.Tenant.Value, named.Id.Value, turn.Now],
            cancel
        );
        turn.Raised.UnionWith(holders);
        var codes = await turn.Work.FirstAsync(EndCodesSql, row => row.GetInt32(0), [turn.Tenant.Value, named.Id.Value, turn.Now], cancel);
        await turn.Work.DoAsync(
            """
            update smart_lock set decommissioned_at = $3, records_hidden_before = $3, updated_at = $3, open_hours = null, opens_by_itself = false
            where tenant_id = $1 and lock_id = $2
            """,
            [turn.Tenant.Value, named.Id.Value, turn.Now],
            cancel
        );
        await turn.Work.DoAsync("delete from lock_group_lock where tenant_id = $1 and lock_id = $2", [turn.Tenant.Value, named.Id.Value], cancel);
        if (named.Link is { } link)
        {
            await turn.Work.DoAsync(LockUpSql, [turn.Tenant.Value, named.Id.Value, turn.Now], cancel);
            turn.Woken.Add(link);
        }

        turn.Tell(
            turn.Event(AuditKind.LockDecommissioned, named.Id) with
            {
                Changed = new Dictionary<string, string>
                {
                    ["grants"] = holders.Count.ToString(CultureInfo.InvariantCulture),
                    ["codes"] = codes.ToString(CultureInfo.InvariantCulture),
                },
            }
        );
    }

    // A motion that is under way is waited for: it may open the door after this.
    private const string LockUpSql = """
        update relock r set lock_at = case when l.bolt <> 1 or r.command_id is not null then $3 end, opened_at = null,
            opened_for = null, settled_at = $3, due_at = $3, attempts = 0
        from smart_lock l
        where r.tenant_id = $1 and r.lock_id = $2 and l.tenant_id = r.tenant_id and l.lock_id = r.lock_id
        """;

    // As where a code is revoked: what only a telephone carries is gone for this server at once, what is on the device when that has confirmed it.
    private static readonly string EndCodesSql = $"""
        with ended as (
            update enrollment set desired_present = false, asked_at = $3, updated_at = $3, remove_at = $3,
                due_at = case when path = {(int)EnrollmentPath.Link} then $3 end, gone_at = case when path = {(int)EnrollmentPath.Phone} then $3 end
            where tenant_id = $1 and lock_id = $2 and gone_at is null and desired_present returning credential_id, path),
        told as (
            update smart_lock set offline_orders = offline_orders + 1 where tenant_id = $1 and lock_id = $2
                and exists (select from ended where path = {(int)EnrollmentPath.OfflineScheme})),
        credentials as (
            update credential c set revoked_at = coalesce(c.revoked_at, $3), updated_at = $3
            where c.tenant_id = $1 and c.credential_id in (select credential_id from ended) and not exists (
                select from enrollment e where e.tenant_id = $1 and e.credential_id = c.credential_id and e.lock_id <> $2
                    and e.desired_present and e.gone_at is null))
        select count(*)::int from ended
        """;
}
