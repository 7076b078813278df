using Latchwork.Domain;
using Latchwork.Operations.Fleet;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Storage;

namespace Latchwork.Operations.Credentials;

/// <summary>
/// Erases the digits of codes that every lock has confirmed to hold no more (KR-3: within 24 h). Run every hour by whichever node; running it
/// twice does no harm. A code that only telephones carry counts as removed when its window is over, or when it was revoked; an
/// offline code when its window is over, or when the lock knows that it was revoked. A code for a box is on no device: it counts as removed when it was ended. Until
/// then its lease may get more time, overdue or not, and the same code opens again. What is sealed in the row of a deleted lock goes once none of its
/// codes is left.
/// </summary>
public sealed class EraseRemovedCodes
{
    /// <summary>So long a wire may still show the digits of a code that has just ended.</summary>
    private static readonly TimeSpan KeptFor = TimeSpan.FromHours(12);

    private readonly AccessDb db;
    private readonly TimeProvider clock;

    internal EraseRemovedCodes(AccessDb db, TimeProvider clock) => (this.db, this.clock) = (db, clock);

    /// <returns>How many were erased.</returns>
    public async Task<int> RunAsync(CancellationToken cancel)
    {
        var tenants = await db.ListAsync(
            TenantSet.None,
            "select tenant_id from public_id where kind = $1",
            row => new TenantId(row.GetGuid(0)),
            [(short)WireIdKind.TenantUuid],
            cancel
        );
        var erased = 0;
        foreach (var tenant in tenants)
        {
            erased +=
                await EraseAsync(tenant, clock.Now(), cancel)
                + await EraseBoxCodesAsync(tenant, clock.Now(), cancel)
                + await EraseLocksAsync(tenant, clock.Now(), cancel);
        }

        return erased;
    }

    private async Task<int> EraseAsync(TenantId tenant, DateTimeOffset now, CancellationToken cancel)
    {
        var erased = await db.ListAsync(
            TenantSet.Of(tenant),
            $"""
            with over as (
                update enrollment set gone_at = upper(valid), updated_at = $2
                where tenant_id = $1 and path <> {(int)EnrollmentPath.Link} and gone_at is null and upper(valid) <= $2 returning credential_id),
            dead as (
                select c.credential_id from credential c
                where c.tenant_id = $1 and c.value_sealed is not null
                    and exists (select from enrollment e where e.tenant_id = $1 and e.credential_id = c.credential_id)
                    and not exists (select from enrollment e where e.tenant_id = $1 and e.credential_id = c.credential_id
                        and (e.gone_at is null or e.gone_at > $3))),
            indexes as (
                update enrollment e set value_index = null, plan = e.plan - 'written' from dead
                where e.tenant_id = $1 and e.credential_id = dead.credential_id)
            update credential c set value_sealed = null, value_index = null, qr_sealed = null, token_hash = null, erased_at = $2, updated_at = $2 from dead
            where c.tenant_id = $1 and c.credential_id = dead.credential_id
            returning c.credential_id
            """,
            row => row.GetGuid(0),
            [tenant.Value, now, now - KeptFor],
            cancel
        );
        return erased.Count;
    }

    private async Task<int> EraseBoxCodesAsync(TenantId tenant, DateTimeOffset now, CancellationToken cancel)
    {
        var erased = await db.ListAsync(
            TenantSet.Of(tenant),
            """
            with dead as (
                update box_code set value_index = null
                where tenant_id = $1 and value_index is not null and ended_at <= $3 returning credential_id)
            update credential c set value_sealed = null, qr_sealed = null, token_hash = null, erased_at = $2, updated_at = $2 from dead
            where c.tenant_id = $1 and c.credential_id = dead.credential_id
            returning c.credential_id
            """,
            row => row.GetGuid(0),
            [tenant.Value, now, now - KeptFor],
            cancel
        );
        return erased.Count;
    }

    private async Task<int> EraseLocksAsync(TenantId tenant, DateTimeOffset now, CancellationToken cancel)
    {
        var erased = await db.ListAsync(
            TenantSet.Of(tenant),
            """
            update smart_lock l set super_passcode_sealed = null, offline_secret_sealed = null, phone_data_sealed = null, updated_at = $2
            where l.tenant_id = $1 and l.decommissioned_at is not null and num_nonnulls(super_passcode_sealed, offline_secret_sealed, phone_data_sealed) > 0
                and not exists (select from enrollment e where e.tenant_id = $1 and e.lock_id = l.lock_id and e.gone_at is null)
            returning l.lock_id
            """,
            row => row.GetGuid(0),
            [tenant.Value, now],
            cancel
        );
        return erased.Count;
    }
}
