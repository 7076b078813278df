using Latchwork.Domain;
using Latchwork.Domain.Grants;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Storage;
using Npgsql;

namespace Latchwork.Operations.Locks;

/// <summary>A lock that a caller named, and their grant to it, as the turn read them.</summary>
internal sealed record NamedLock(LockId Id, LockFacts Facts, AccessGrant? Grant, LinkId? Link, string? DeviceAddress, bool IsLinkOnline)
{
    private const string Sql = $"""
        select l.lock_id, l.capabilities, l.frozen_at is not null, not l.opens_remotely, l.usage_hours, l.permitted_addresses, l.link_id, l.device_address,
            coalesce(k.is_online, false), {GrantRow.Columns}
        from smart_lock l
        left join link k on k.tenant_id = l.tenant_id and k.link_id = l.link_id and k.removed_at is null
        left join access_grant g on g.tenant_id = l.tenant_id and g.lock_id = l.lock_id and g.user_id = $3 and g.revoked_at is null
        where l.tenant_id = $1 and l.lock_id = $2 and l.decommissioned_at is null
        """;

    public static async Task<NamedLock?> FindAsync(CallerTurn turn, LockId id, CancellationToken cancel)
    {
        var found = await turn.Work.ListAsync(Sql, Read, [turn.Tenant.Value, id.Value, turn.By.User?.Value], cancel);
        return found.Count == 0 ? null : found[0];
    }

    public AccessError? Refuse(AccessAct act, CallerTurn turn) =>
        AccessDecision.Refuse(
            act,
            new AccessFacts
            {
                Lock = Facts,
                Grant = Grant,
                Standing = turn.By.StandingIn(turn.Tenant),
                CallerAddress = turn.By.Address,
                IsRemote = true,
            },
            turn.Now
        );

    private static NamedLock Read(NpgsqlDataReader row) =>
        new(
            new LockId(row.GetGuid(0)),
            LockRow.ReadFacts(row, 1),
            GrantRow.ReadOptional(row, 9),
            row.GetId(6, id => new LinkId(id)),
            row.GetText(7),
            row.GetBoolean(8)
        );
}
