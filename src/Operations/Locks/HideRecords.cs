using System.Globalization;
using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Grants;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Secrets;

namespace Latchwork.Operations.Locks;

/// <summary>Has a wire show records of a lock no more, by a marker: the audit keeps them, and other wires show them (AU-4).</summary>
public sealed class HideRecords
{
    public const int Most = 100;

    private readonly LockTurns turns;
    private readonly KeyRing ring;

    internal HideRecords(LockTurns turns, KeyRing ring) => (this.turns, this.ring) = (turns, ring);

    /// <summary>Numbers that are no record of the lock are passed over: what was asked is true of them already.</summary>
    /// <param name="numbers">As <see cref="LockRecord.Number"/> tells them.</param>
    public Task<Outcome<Done>> RunAsync(Caller by, WireId lockId, IReadOnlyList<long> numbers, Surface wire, CancellationToken cancel) =>
        turns.RunAsync<Done>(
            by,
            lockId,
            AuditKind.RecordsHidden,
            AccessAct.HideRecords,
            async (turn, named) =>
            {
                if (numbers.Count is 0 or > Most)
                {
                    return AccessError.Invalid($"1 to {Most} records are deleted at a time.", Noun.AuditEvent);
                }

                var hidden = await turn.Work.DoAsync(
                    """
                    insert into hidden_event (tenant_id, sequence, dialect, hidden_at)
                    select tenant_id, sequence, $4, $5 from audit_event where tenant_id = $1 and lock_id = $2 and sequence = any ($3) and stage <> 1
                    on conflict do nothing
                    """,
                    [turn.Tenant.Value, named.Id.Value, await SequencesAsync(turn.Tenant, numbers, cancel), (short)wire, turn.Now],
                    cancel
                );
                Tell(turn, named.Id, hidden.ToString(CultureInfo.InvariantCulture));
                return Done.Yes;
            },
            cancel
        );

    /// <summary>All that this server has received up to now, for every wire that has such markers.</summary>
    public Task<Outcome<Done>> AllAsync(Caller by, WireId lockId, CancellationToken cancel) =>
        turns.RunAsync<Done>(
            by,
            lockId,
            AuditKind.RecordsHidden,
            AccessAct.HideRecords,
            async (turn, named) =>
            {
                await turn.Work.DoAsync(
                    "update smart_lock set records_hidden_before = $3 where tenant_id = $1 and lock_id = $2",
                    [turn.Tenant.Value, named.Id.Value, turn.Now],
                    cancel
                );
                Tell(turn, named.Id, "all");
                return Done.Yes;
            },
            cancel
        );

    private async Task<long[]> SequencesAsync(TenantId tenant, IReadOnlyList<long> numbers, CancellationToken cancel)
    {
        using var keys = await ring.RentAsync(tenant, cancel);
        var records = keys.RecordIds;
        return [.. numbers.Select(records.Invert).OfType<long>()];
    }

    private static void Tell(CallerTurn turn, LockId smartLock, string records) =>
        turn.Told.Add(turn.Event(AuditKind.RecordsHidden, smartLock) with { Changed = new Dictionary<string, string> { ["records"] = records } });
}
