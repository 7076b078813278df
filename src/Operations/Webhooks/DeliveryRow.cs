using System.Globalization;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Locks;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Locks;
using Latchwork.Operations.Members;
using Latchwork.Operations.Storage;
using Npgsql;

namespace Latchwork.Operations.Webhooks;

/// <summary>The row of a delivery with its endpoint, what it is about, and the grant by which the endpoint's person may know it.</summary>
internal sealed record DeliveryRow
{
    public required Guid Id { get; init; }

    public required string WebhookId { get; init; }

    public required short Topic { get; init; }

    public required SealedEndpoint Endpoint { get; init; }

    public required bool IsForm { get; init; }

    /// <summary>Switched on, and not masked by the tenant or for the API client (KR-3).</summary>
    public required bool SendsCodes { get; init; }

    /// <summary>The endpoint is a person's, not its tenant's.</summary>
    public required bool IsPersonal { get; init; }

    /// <summary>The person and their API client are still served.</summary>
    public required bool IsServed { get; init; }

    /// <summary>Of the first event that it tells.</summary>
    public required long Sequence { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>Which of the locks that the event may be about.</summary>
    public required Guid? EachLock { get; init; }

    public required PersonName Account { get; init; }

    public required WebhookLock? Lock { get; init; }

    public required WebhookGateway? Gateway { get; init; }

    public required int? Battery { get; init; }

    public required LockFacts? Facts { get; init; }

    public required AccessGrant? Grant { get; init; }

    /// <summary>Of a person's endpoint: whether they own the lock, or one behind the gateway, and may do this there now.</summary>
    public bool MayKnow(AccessAct act, DateTimeOffset now) =>
        IsServed
        && (
            !IsPersonal
            || (
                Facts is not null
                && Grant is { Role: GrantRole.Owner }
                && AccessDecision.Refuse(
                    act,
                    new AccessFacts
                    {
                        Lock = Facts,
                        Grant = Grant,
                        IsRemote = true,
                    },
                    now
                )
                    is null
            )
        );

    private const int NamesAt = 16;
    private const int LockAt = NamesAt + PersonName.Width;
    private const int GatewayAt = LockAt + 8;
    private const int FactsAt = GatewayAt + 4;
    private const int GrantAt = FactsAt + 5;

    public static DeliveryRow Read(NpgsqlDataReader row) =>
        new()
        {
            Id = row.GetGuid(0),
            WebhookId = row.GetString(1),
            Topic = row.GetInt16(2),
            Endpoint = SealedEndpoint.Read(row, 3),
            IsForm = row.GetBoolean(9),
            SendsCodes = row.GetBoolean(10),
            IsPersonal = row.GetBoolean(11),
            IsServed = row.GetBoolean(12),
            Sequence = row.GetInt64(13),
            ReceivedAt = row.GetFieldValue<DateTimeOffset>(14),
            EachLock = row.GetOptional<Guid>(15),
            Account = PersonName.Read(row, NamesAt),
            Lock = row.IsDBNull(LockAt) ? null : ReadLock(row),
            Battery = row.GetOptional<short>(LockAt + 7),
            Gateway = row.IsDBNull(GatewayAt) ? null : ReadGateway(row),
            Facts = row.IsDBNull(LockAt) ? null : LockRow.ReadFacts(row, FactsAt),
            Grant = GrantRow.ReadOptional(row, GrantAt),
        };

    private static WebhookLock ReadLock(NpgsqlDataReader row) =>
        new(
            Number(row, LockAt + 1),
            row.GetString(LockAt + 2),
            row.GetString(LockAt + 3),
            row.GetBoolean(LockAt + 4),
            ((Capabilities)row.GetInt32(LockAt + 5)).HasFlag(Capabilities.OwnNetwork),
            row.GetString(LockAt + 6)
        );

    private static WebhookGateway ReadGateway(NpgsqlDataReader row) =>
        new(Number(row, GatewayAt), row.GetString(GatewayAt + 1), row.GetString(GatewayAt + 2), row.GetBoolean(GatewayAt + 3));

    private static int Number(NpgsqlDataReader row, int column) => int.Parse(row.GetString(column), CultureInfo.InvariantCulture);

    // A gateway is known by the locks behind it: by the first that the person owns.
    public static readonly string Sql = $"""
        select d.delivery_id, d.webhook_id, d.topic, {SealedEndpoint.Columns},
            e.is_form, e.sends_codes and not coalesce(c.masks_codes, false) and not t.mask_passcodes,
            e.owner_user_id is not null, (u.disabled_at is null and c.revoked_at is null and t.closed_at is null),
            d.sequence, d.received_at[1], case when d.subject_kind = {(int)WebhookSubject.EachLock} then d.subject_id end,
            {PersonName.ColumnsOf("who")},
            l.lock_id, ln.wire_id, coalesce(f.alias, l.name), coalesce(l.mac, ''), l.is_online and coalesce(k.is_online, false), l.capabilities,
            coalesce(k.name, ''), l.battery,
            gn.wire_id, gw.name, coalesce(gw.mac, ''), gw.is_online,
            l.capabilities, l.frozen_at is not null, not l.opens_remotely, l.usage_hours, l.permitted_addresses,
            {GrantRow.Columns}
        from unnest($1::uuid[], $2::uuid[]) as a (tenant_id, delivery_id)
        join delivery d on d.tenant_id = a.tenant_id and d.delivery_id = a.delivery_id
        join webhook_endpoint e on e.tenant_id = d.tenant_id and e.endpoint_id = d.endpoint_id and e.removed_at is null
        join tenant t on t.tenant_id = d.source_tenant_id
        left join app_user u on u.user_id = e.owner_user_id
        left join api_client c on c.tenant_id = e.tenant_id and c.api_client_id = e.api_client_id
        {PersonName.JoinOf("e.owner_user_id", "who")}
        left join device gw on d.subject_kind = {(int)WebhookSubject.Gateway} and gw.tenant_id = d.source_tenant_id and gw.device_id = d.subject_id
        left join lateral (
            select s.* from smart_lock s
            where d.subject_kind = {(int)
            WebhookSubject.Lock} and s.tenant_id = d.source_tenant_id and s.lock_id = d.subject_id and s.decommissioned_at is null
            union all (
            select s.* from access_grant g
            join smart_lock s on s.tenant_id = g.tenant_id and s.lock_id = g.lock_id and s.link_id = gw.link_id and s.decommissioned_at is null
            where g.user_id = e.owner_user_id and g.tenant_id = d.source_tenant_id and g.role = {(int)GrantRole.Owner} and g.revoked_at is null
                and {SwitchedOff.HolderIsOn}
            limit 1)) as l on true
        left join access_grant g on g.tenant_id = l.tenant_id and g.lock_id = l.lock_id and g.user_id = e.owner_user_id and g.revoked_at is null
            and {SwitchedOff.HolderIsOn}
        left join link k on k.tenant_id = l.tenant_id and k.link_id = l.link_id
        left join lock_preference f on f.tenant_id = l.tenant_id and f.lock_id = l.lock_id and f.user_id = e.owner_user_id
        left join public_id ln on ln.tenant_id = l.tenant_id and ln.row_id = l.lock_id and ln.kind = {(int)WireIdKind.LockNumber}
        left join public_id gn on gn.tenant_id = gw.tenant_id and gn.row_id = gw.device_id and gn.kind = {(int)WireIdKind.GatewayNumber}
        """;
}
