using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Users;
using Latchwork.Operations.Lockers;
using Latchwork.Operations.Members;
using Latchwork.Operations.Storage;
using Npgsql;

namespace Latchwork.Operations.Fleet;

/// <summary>Whether a command to a cabinet that waited may still be sent (AZ-5): by who asked, or by the code that was shown.</summary>
internal static class BoxAsked
{
    public static async Task<AccessError?> RefuseAsync(Work work, TenantId tenant, CommandId command, DateTimeOffset now, CancellationToken cancel)
    {
        var facts = await work.ListAsync(Sql, row => Refuse(row, now), [tenant.Value, command.Value], cancel);
        return facts.Count == 0 ? AccessError.NotFound(Noun.Box) : facts[0];
    }

    private static readonly string Sql = $"""
        select c.asked_by_kind, c.surface, m.role, k.scopes, b.is_broken, r.credential_id is not null and r.revoked_at is null,
            exists (select from session s left join app_user u on u.user_id = s.user_id
                where s.session_id = c.session_id and s.revoked_at is null and u.disabled_at is null),
            {LeaseRows.Columns}
        from device_command c
        join locker_box b on b.tenant_id = c.tenant_id and b.box_id = c.box_id and b.gone_at is null
        join locker x on x.tenant_id = b.tenant_id and x.locker_id = b.locker_id and x.decommissioned_at is null
        left join credential r on r.tenant_id = c.tenant_id and r.credential_id = c.credential_id
        left join box_lease l on l.tenant_id = c.tenant_id and l.lease_id = c.lease_id
        left join membership m on m.tenant_id = c.tenant_id and m.user_id = c.asked_by and {SwitchedOff.MemberIsOn}
        left join api_client k on k.tenant_id = c.tenant_id and k.api_client_id = c.asked_by and k.revoked_at is null
        where c.tenant_id = $1 and c.command_id = $2
        """;

    private static AccessError? Refuse(NpgsqlDataReader row, DateTimeOffset now)
    {
        const int Lease = 7;
        var kind = (PrincipalKind)row.GetInt16(0);
        return kind switch
        {
            PrincipalKind.Server => null,
            PrincipalKind.Device or PrincipalKind.Tile => !row.GetBoolean(5) || row.IsDBNull(Lease) ? CodeIsGone
            : row.GetBoolean(4) ? BoxIsBroken
            : LeaseRows.Read(row, Lease).Lease.RefuseSending(now),
            PrincipalKind.User or PrincipalKind.ApiClient => row.GetBoolean(6)
                ? AccessDecision.Refuse(Permission.LockersOpen, StandingOf(row), Noun.Box)
                : new AccessError(AccessErrorCode.NotAuthenticated, "The credential is not valid any more."),
        };
    }

    private static PermissionSet? StandingOf(NpgsqlDataReader row) =>
        !row.IsDBNull(3) ? PermissionSet.Parse(row.GetFieldValue<string[]>(3)).Value
        : !row.IsDBNull(2) && (Surface)row.GetInt16(1) is Surface.Native or Surface.Console ? ((TenantRole)row.GetInt16(2)).Permissions()
        : null;

    private static readonly AccessError CodeIsGone = new(AccessErrorCode.Ended, "What was shown opens nothing any more.", Noun.Box);
    private static readonly AccessError BoxIsBroken = new(AccessErrorCode.Conflict, "The box is out of order.", Noun.Box);
}
