using Latchwork.Domain;
using Latchwork.Domain.Grants;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Members;
using Latchwork.Operations.Storage;

namespace Latchwork.Operations.Locks;

/// <summary>What new locks get besides their rows: public ids, and an owner.</summary>
internal sealed class NewLock(WireIds ids)
{
    /// <param name="owner">Null for the tenant's first administrator (design, "Owners and members").</param>
    /// <returns>The owners' grants.</returns>
    public async Task<IReadOnlyList<Guid>> FinishAsync(
        Work work,
        TenantId tenant,
        IReadOnlyList<LockId> locks,
        DateTimeOffset now,
        CancellationToken cancel,
        UserId? owner = null
    )
    {
        var rows = locks.Select(smartLock => smartLock.Value).ToArray();
        await ids.IssueAsync(work, tenant, rows, cancel, WireIdKind.LockNumber, WireIdKind.LockUuid, WireIdKind.KeyvoxLock);
        return await GiveOwnerAsync(work, tenant, rows, owner, now, cancel);
    }

    /// <summary>To a lock that has its public ids, and no owner.</summary>
    /// <returns>The owners' grants, with public ids of their own.</returns>
    public async Task<IReadOnlyList<Guid>> GiveOwnerAsync(
        Work work,
        TenantId tenant,
        Guid[] locks,
        UserId? owner,
        DateTimeOffset now,
        CancellationToken cancel
    )
    {
        var grants = await work.ListAsync(
            $"""
            insert into access_grant (tenant_id, grant_id, lock_id, user_id, role, accepted_at, created_at, updated_at)
            select $1, n.grant_id, n.lock_id, owner.user_id, $4, $5, $5, $5 from unnest($2::uuid[], $3::uuid[]) as n (grant_id, lock_id)
            cross join (select coalesce($6::uuid,
                (select m.user_id from membership m where m.tenant_id = $1 and m.role in (1, 2) and {SwitchedOff.MemberIsOn}
                    order by m.created_at, m.user_id limit 1)) as user_id) as owner
            where owner.user_id is not null
            returning grant_id
            """,
            row => row.GetGuid(0),
            [tenant.Value, locks.Select(_ => GrantId.New(now).Value).ToArray(), locks, (short)GrantRole.Owner, now, owner?.Value],
            cancel
        );
        await ids.IssueAsync(work, tenant, grants, cancel, WireIdKind.GrantNumber, WireIdKind.GrantUuid);
        return grants;
    }
}
