using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Locks;
using Latchwork.Domain.Users;
using Latchwork.Operations.Audit;
using Latchwork.Operations.Fleet;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Storage;

namespace Latchwork.Operations.Locks;

/// <summary>
/// Adds a lock that nothing connects with the server: phones and offline codes are its only ways. Locks behind a link are found, not added.
/// </summary>
public sealed class AddLock
{
    private readonly AccessDb db;
    private readonly NewLock locks;
    private readonly TimeProvider clock;

    internal AddLock(AccessDb db, NewLock locks, TimeProvider clock) => (this.db, this.locks, this.clock) = (db, locks, clock);

    public async Task<Outcome<LockId>> RunAsync(
        Caller by,
        TenantId tenant,
        SiteId site,
        string name,
        Capabilities capabilities,
        CancellationToken cancel
    )
    {
        var refusal =
            AccessDecision.Refuse(Permission.LocksWrite, by.StandingIn(tenant), Noun.Lock)
            ?? (name.Trim().Length is 0 or > 200 ? AccessError.Invalid("A lock needs a name of at most 200 characters.", Noun.Lock) : null);
        if (refusal is not null)
        {
            return refusal;
        }

        var now = clock.Now();
        var id = LockId.New(now);
        await using var work = await db.BeginAsync(TenantSet.Of(tenant), cancel);
        var added = await work.DoAsync(
            """
            insert into smart_lock (tenant_id, lock_id, site_id, name, mac, capabilities, created_at, updated_at)
            select tenant_id, $2, site_id, $4, $5, $6, $7, $7 from site where tenant_id = $1 and site_id = $3 and archived_at is null
            """,
            [tenant.Value, id.Value, site.Value, name.Trim(), VirtualMac.Of(id.Value), (int)capabilities, now],
            cancel
        );
        if (added == 0)
        {
            return AccessError.NotFound(Noun.Site);
        }

        await locks.FinishAsync(work, tenant, [id], now, cancel);
        var told = new AuditEvent
        {
            Kind = AuditKind.LockCreated,
            Outcome = AuditOutcome.Done,
            Operation = OperationId.New(now).Value,
            By = by.Audited,
            Lock = id.Value,
        };
        await work.CommitAsync(tenant, now, cancel, new AuditEntry(told, by.AuditedDetail));
        return id;
    }
}
