using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Users;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Storage;

namespace Latchwork.Operations.Readers;

/// <summary>
/// Puts a reader at a lock or a cabinet of its tenant, or nowhere. From the commit on it opens nothing else; what is found behind its link does not move it any
/// more.
/// </summary>
public sealed class PlaceReader
{
    private readonly CallerWrites writes;
    private readonly WireIdIndex ids;

    internal PlaceReader(CallerWrites writes, WireIdIndex ids) => (this.writes, this.ids) = (writes, ids);

    /// <param name="at">A lock or a cabinet; null: nowhere.</param>
    public async Task<Outcome<Done>> RunAsync(Caller by, WireId readerId, WireId? at, CancellationToken cancel)
    {
        var row = await ids.FindAsync(readerId, cancel);
        var tenant = row is { } found && by.Tenants.Contains(found.Tenant) ? found.Tenant : by.Home;
        var place = at is { } named ? await ids.FindAsync(named, TenantSet.Of(tenant), cancel) : null;
        var begun = await writes.BeginAsync(by, tenant, Permission.LocksWrite, Noun.Reader, AuditKind.ReaderChanged, cancel);
        if (begun.IsRefused(out var refusal, out var write))
        {
            return refusal;
        }

        await using (write)
        {
            // An id of another tenant is looked for in the caller's own, where it is not (AZ-3).
            var reader = row?.Id ?? Guid.Empty;
            if (await RefuseAsync(write, tenant, reader, at, place?.Id, cancel) is { } missing)
            {
                return await write.RefuseAsync(missing);
            }

            var isLocker = at?.Kind == WireIdKind.LockerUuid;
            await write.Work.DoAsync(
                "update reader set lock_id = $3, locker_id = $4, is_placed = true, updated_at = $5 where tenant_id = $1 and reader_id = $2",
                [tenant.Value, reader, isLocker ? null : place?.Id, isLocker ? place?.Id : null, write.Now],
                cancel
            );
            var where = place is null ? "nowhere" : $"{(isLocker ? "locker" : "lock")} {place.Value.Id:D}";
            await write.CommitAsync(new AuditObject(Noun.Reader, reader), new Dictionary<string, string> { ["at"] = where }, cancel);
            return Done.Yes;
        }
    }

    private static async Task<AccessError?> RefuseAsync(
        CallerWork write,
        TenantId tenant,
        Guid reader,
        WireId? at,
        Guid? place,
        CancellationToken cancel
    )
    {
        var noun = at?.Kind == WireIdKind.LockerUuid ? Noun.Locker : Noun.Lock;
        var (isReader, isPlace) = await write.Work.FirstAsync(
            """
            select exists (select from reader where tenant_id = $1 and reader_id = $2),
                exists (select from smart_lock where tenant_id = $1 and lock_id = $3::uuid and decommissioned_at is null and not $4)
                or exists (select from locker where tenant_id = $1 and locker_id = $3::uuid and decommissioned_at is null and $4)
            """,
            row => (row.GetBoolean(0), row.GetBoolean(1)),
            [tenant.Value, reader, place, noun == Noun.Locker],
            cancel
        );
        return !isReader ? AccessError.NotFound(Noun.Reader)
            : at is not null && !isPlace ? AccessError.NotFound(noun)
            : null;
    }
}
