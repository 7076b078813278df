using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Grants;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Locks;
using Latchwork.Operations.Secrets;

namespace Latchwork.Operations.Audit;

/// <param name="Patterns">What is looked for.</param>
/// <param name="From">By the time at the lock, included.</param>
/// <param name="Until">Excluded.</param>
public sealed record TrailFilter(IReadOnlyList<EventPattern> Patterns, DateTimeOffset From, DateTimeOffset Until);

/// <summary>
/// Who did what at locks, out of the one list of events; newest first, the newest <see cref="MostTold"/>. What was asked and has not ended is never among
/// them (AU-1).
/// </summary>
public sealed class AuditTrails
{
    public const int MostTold = 1000;

    private readonly CallerReads reads;
    private readonly RemovedLocks removed;
    private readonly KeyRing ring;
    private readonly HistoryReads seen;

    internal AuditTrails(CallerReads reads, RemovedLocks removed, KeyRing ring, HistoryReads seen) =>
        (this.reads, this.removed, this.ring, this.seen) = (reads, removed, ring, seen);

    /// <summary>Who runs the lock sees all of it, others what they did themselves; so does who runs it at other times than now.</summary>
    public async Task<Outcome<TrailEvent[]>> OfLockAsync(Caller by, WireId lockId, TrailFilter filter, CancellationToken cancel)
    {
        var read = await ReadLockAsync(by, lockId, filter, onlyOwn: false, cancel);
        if (read is { Error: null, Value: { IsAll: true, MayReadAll: false } })
        {
            read = await ReadLockAsync(by, lockId, filter, onlyOwn: true, cancel);
        }

        return read.IsRefused(out var refusal, out var trail)
            ? await removed.ToldAsync(refusal, by, lockId, cancel)
            : await OpenAsync(by, trail.Rows, cancel);
    }

    /// <summary>Of the caller all that they did at locks; of another person what they did at locks that the caller runs now.</summary>
    public async Task<Outcome<TrailEvent[]>> OfPersonAsync(Caller by, WireId userId, TrailFilter filter, CancellationToken cancel)
    {
        var found = await reads.ReadAsync(
            by,
            TrailSql.OfPerson,
            TrailRow.Read,
            now => [.. TrailSql.Values(by, userId, filter), by.Tenants.All.Select(tenant => tenant.Value).ToArray(), now],
            cancel
        );
        if (found.IsRefused(out var refusal, out var read))
        {
            return refusal;
        }

        // One row is there for a person without events.
        return read.Rows.Count == 0
            ? AccessError.NotFound(Noun.User)
            : await OpenAsync(
                by,
                read.Rows.FindAll(row => row.IsOwn || row.Asked?.Refuse(AccessAct.ReadAllRecords, read.By, reads.Now) is null),
                cancel
            );
    }

    /// <param name="IsAll">These are everybody's: by the caller's role, which is looked at before the decision and is none.</param>
    private readonly record struct Reading(List<TrailRow> Rows, bool IsAll, bool MayReadAll);

    private async Task<Outcome<Reading>> ReadLockAsync(Caller by, WireId lockId, TrailFilter filter, bool onlyOwn, CancellationToken cancel)
    {
        var found = await reads.ReadAsync(by, TrailSql.OfLock, TrailRow.Read, _ => [.. TrailSql.Values(by, lockId, filter), onlyOwn], cancel);
        if (found.IsRefused(out var gone, out var read))
        {
            return gone;
        }

        if (read.Rows is not [{ Asked: { } asked } first, ..])
        {
            return AccessError.NotFound(Noun.Lock);
        }

        var all = asked.Refuse(AccessAct.ReadAllRecords, read.By, reads.Now);
        var refusal = all is null || asked.Grant is null ? all : asked.Refuse(AccessAct.ReadOwnRecords, read.By, reads.Now);
        return refusal is null ? new Reading(read.Rows, !first.IsOwn, all is null) : refusal;
    }

    private async Task<TrailEvent[]> OpenAsync(Caller by, List<TrailRow> rows, CancellationToken cancel)
    {
        await seen.NoteAsync(by, cancel);
        using var installation = await ring.RentAsync(TenantId.Installation, cancel);
        // A lock that moved to another tenant took its public id along: here it has no name any more.
        return [.. rows.Where(row => row is { Told: not null, Lock: not null }).Select(row => row.Open(installation))];
    }
}
