using Latchwork.Domain;
using Latchwork.Domain.Grants;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Storage;

namespace Latchwork.Operations.Locks;

/// <summary>What every new lock gets besides its row: public ids, and an owner.</summary>
internal sealed class NewLock(WireIds ids)
{
    public async Task FinishAsync(Work work, TenantId tenant, LockId smartLock, DateTimeOffset now, CancellationToken cancel)
    {
        await ids.IssueAsync(work, tenant, smartLock.Value, cancel, WireIdKind.LockNumber, WireIdKind.LockUuid, WireIdKind.KeyvoxLock);
        await GiveOwnerAsync(work, tenant, smartLock, now, cancel);
    }

    /// <summary>The tenant's first administrator owns it until it is given to another (design, "Owners and members").</summary>
    private async Task GiveOwnerAsync(Work work, TenantId tenant, LockId smartLock, DateTimeOffset now, CancellationToken cancel)
    {
        var grant = GrantId.New(now);
        var given = await work.DoAsync(
            """
            insert into access_grant (tenant_id, grant_id, lock_id, user_id, role, accepted_at, created_at, updated_at)
            select $1, $2, $3, user_id, $4, $5, $5, $5 from membership where tenant_id = $1 and role in (1, 2) order by created_at, user_id limit 1
            """,
            [tenant.Value, grant.Value, smartLock.Value, (short)GrantRole.Owner, now],
            cancel
        );
        if (given > 0)
        {
            await ids.IssueAsync(work, tenant, grant.Value, cancel, WireIdKind.GrantNumber, WireIdKind.GrantUuid);
        }
    }
}
