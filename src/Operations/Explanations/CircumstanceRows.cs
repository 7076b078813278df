using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Devices;
using Latchwork.Domain.Explanations;
using Latchwork.Domain.Users;
using Latchwork.Operations.Storage;
using Npgsql;

namespace Latchwork.Operations.Explanations;

/// <summary>Loads what is recorded around one event of a tenant.</summary>
internal sealed class CircumstanceRows(AccessDb db, TenantId tenant, AuditEvent of, CancellationToken cancel)
{
    private readonly ToldRows told = new(db, tenant, cancel);

    public async Task<Circumstances> LoadAsync()
    {
        var operation = await ListAsync(
            "select bytes from audit_event where tenant_id = $1 and operation_id = $2 and stage <> 0 order by sequence",
            row => AuditEvent.FromBytes(row.GetFieldValue<byte[]>(0)),
            of.Operation
        );
        var asked = of.Stage == AuditStage.Whole ? null : operation.Find(one => one.Stage == AuditStage.Asked);
        var given = new Circumstances
        {
            Event = of,
            Asked = asked,
            Corrected = of.Stage == AuditStage.Whole ? null : operation.Find(one => one.Stage == AuditStage.Corrected),
        };
        var ended = operation.Find(one => one.Stage == AuditStage.Ended) ?? of;
        return given with
        {
            Command = asked is null ? null : await CommandAsync(ended.ReceivedAt),
            Lock = await LockAsync(given.At),
            Grant = await GrantAsync(given),
            Member = await MemberAsync(given),
            Client = await ClientAsync(),
            Credential = await CredentialAsync(given.At),
            OfflineLink = await OfflineLinkAsync(given.At),
        };
    }

    /// <summary>Found by when it ended: the same commit wrote both.</summary>
    private async Task<CommandThen?> CommandAsync(DateTimeOffset endedAt) =>
        await FirstAsync(
            """
            select state, submitted_at, epoch is not null, ended_at from device_command
            where tenant_id = $1 and operation_id = $2 and ended_at between $3::timestamptz - interval '2 seconds' and $3 and act in (1, 2, 3)
            """,
            row => new CommandThen((CommandState)row.GetInt16(0), row.GetFieldValue<DateTimeOffset>(1), row.GetBoolean(2), row.GetInstant(3)),
            of.Operation,
            endedAt
        );

    private async Task<LockThen?> LockAsync(DateTimeOffset at)
    {
        if (of.Lock is not { } id || await FirstAsync(LockSql, LockNow.Read, id) is not { } now)
        {
            return null;
        }

        var changes =
            now.UpdatedAt <= at
                ? ToldValues.None
                : ToldRows.Split(await told.OfLockAsync(new LockId(id), AuditKind.LockChanged), one => one.ReceivedAt <= at);
        return LockThen.At(id, now.Zone, now.Facts, now.OpenHours, changes);
    }

    private async Task<GrantThen?> GrantAsync(Circumstances given)
    {
        if (given.User is not { } user || of.Lock is not { } door || await FirstAsync(GrantSql, GrantNow.Read, door, user, given.At) is not { } now)
        {
            return null;
        }

        var changes =
            now.UpdatedAt <= given.At
                ? ToldValues.None
                : (await told.OfAsync([now.Grant.Id.Value], one => one.ReceivedAt <= given.At, GrantNow.Kinds)).GetValueOrDefault(
                    now.Grant.Id.Value,
                    ToldValues.None
                );
        return GrantThen.At(given.At, now.Grant, now.CreatedAt, now.AcceptedAt, changes);
    }

    /// <summary>The role counts on few surfaces; on the others it is nobody's business.</summary>
    private async Task<MemberThen?> MemberAsync(Circumstances given)
    {
        if (given.User is not { } user || of.By!.Surface is not (Surface.Native or Surface.Console))
        {
            return null;
        }

        var now = await FirstAsync(
            "select role, created_at, switched_off_at from membership where tenant_id = $1 and user_id = $2",
            row => new MemberNow((TenantRole)row.GetInt16(0), row.GetFieldValue<DateTimeOffset>(1), row.GetInstant(2)),
            user
        );
        var changes = await told.OfAsync([user], one => one.ReceivedAt <= given.At, AuditKind.MembershipChanged);
        return MemberThen.At(given.At, now?.Role, now?.Since, now?.SwitchedOffAt, changes.GetValueOrDefault(user, ToldValues.None));
    }

    private sealed record MemberNow(TenantRole Role, DateTimeOffset Since, DateTimeOffset? SwitchedOffAt);

    private async Task<ClientThen?> ClientAsync() =>
        of.By is { Kind: PrincipalKind.ApiClient } by
            ? await FirstAsync(
                "select scopes from api_client where tenant_id = $1 and api_client_id = $2",
                row => new ClientThen(by.Id, PermissionSet.Parse(row.GetFieldValue<string[]>(0)).Value),
                by.Id
            )
            : null;

    private async Task<CredentialThen?> CredentialAsync(DateTimeOffset at)
    {
        if (of.Credential is not { } id || await FirstAsync(CredentialSql, CredentialNow.Read, id, of.Lock) is not { } now)
        {
            return null;
        }

        return now.UpdatedAt <= at || of.Lock is not { } door
            ? now.Then with
            {
                ChangedAt = now.UpdatedAt <= at ? null : now.UpdatedAt,
            }
            : now.Then with
            {
                ChangedAt = CredentialNow.WindowChangedAfter(at, id, await told.OfLockAsync(new LockId(door), AuditKind.CredentialChanged)),
            };
    }

    private async Task<(Guid, DateTimeOffset)?> OfflineLinkAsync(DateTimeOffset at)
    {
        if (
            of.Lock is not { } door
            || of.Reason is not (AccessErrorCode.LinkOffline or AccessErrorCode.DeviceOffline or AccessErrorCode.NotSentInTime)
        )
        {
            return null;
        }

        var last = await ListAsync(
            $"""
            select e.kind, e.received_at, e.object_id from smart_lock l cross join lateral (
                select a.kind, a.received_at, a.object_id from audit_event a
                where a.tenant_id = $1 and a.object_id = l.link_id and a.stage <> 1 and a.kind in ({(int)AuditKind.LinkOnline}, {(int)
                AuditKind.LinkOffline}) and a.received_at <= $3
                order by a.sequence desc limit 1) as e
            where l.tenant_id = $1 and l.lock_id = $2
            """,
            row => ((AuditKind)row.GetInt16(0), row.GetFieldValue<DateTimeOffset>(1), row.GetGuid(2)),
            door,
            at
        );
        return last is [(AuditKind.LinkOffline, var since, var link)] ? (link, since) : null;
    }

    private const string LockSql = $"""
        select {LockNow.Columns}
        from smart_lock l join site s on s.tenant_id = l.tenant_id and s.site_id = l.site_id
        where l.tenant_id = $1 and l.lock_id = $2
        """;

    /// <summary>Of several in a row the one that lived then.</summary>
    private const string GrantSql = $"""
        select {GrantNow.Columns} from access_grant g where g.tenant_id = $1 and g.lock_id = $2 and g.user_id = $3
        order by g.revoked_at is null or g.revoked_at > $4 desc, case when g.created_at <= $4 then g.created_at end desc nulls last limit 1
        """;

    private const string CredentialSql = $"""
        select {CredentialNow.Columns} from credential c
        left join enrollment e on e.tenant_id = c.tenant_id and e.credential_id = c.credential_id and e.lock_id = $3 and e.desired_present
        left join reservation_credential r on r.tenant_id = c.tenant_id and r.credential_id = c.credential_id
        where c.tenant_id = $1 and c.credential_id = $2 limit 1
        """;

    private Task<List<T>> ListAsync<T>(string sql, Func<NpgsqlDataReader, T> map, params object?[] values) =>
        db.ListByKeyAsync(TenantSet.Of(tenant), sql, map, [tenant.Value, .. values], cancel);

    private async Task<T?> FirstAsync<T>(string sql, Func<NpgsqlDataReader, T> map, params object?[] values)
        where T : class => (await ListAsync(sql, map, values)).FirstOrDefault();
}
