using Latchwork.Domain.Audit;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Drivers;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Locks;
using Latchwork.Operations.Events;
using Latchwork.Operations.Members;
using Latchwork.Operations.Storage;
using Npgsql;

namespace Latchwork.Operations.Webhooks;

/// <summary>An event; one about a link once for each of its gateways.</summary>
/// <param name="IsClear">Whatever waits for the endpoint now is the asking node's, so what comes next may be too.</param>
internal sealed record ListedEvent(
    short Format,
    short[] Topics,
    long Sequence,
    DateTimeOffset ReceivedAt,
    AuditStage Stage,
    EventFacts Facts,
    Guid? Lock,
    Guid? Gateway,
    bool IsTheirs,
    Guid? Object,
    Guid? Locker,
    Guid? Behind,
    Guid[] Devices,
    short[] Methods,
    Guid? Principal,
    Guid? Site,
    Guid[] Sites,
    Guid[] Persons,
    bool IsClear
)
{
    /// <summary>"Asked" never is (AU-1).</summary>
    public bool IsTold => IsTheirs && Stage != AuditStage.Asked;

    public Guid? SubjectOf(WebhookSubject kind) =>
        kind switch
        {
            WebhookSubject.Lock => Lock,
            WebhookSubject.Gateway => Gateway,
            WebhookSubject.Door => Lock ?? Locker,
            WebhookSubject.Reservation => Object,
            WebhookSubject.EachLock => Lock ?? Behind,
            WebhookSubject.Anything => Lock ?? Object ?? Guid.Empty,
        };

    /// <summary>Within what the endpoint was narrowed to.</summary>
    public bool IsMeant(Guid subject, IWebhookFormat format) =>
        (Devices.Length == 0 || new[] { subject, Lock, Locker }.Any(one => one is { } device && Devices.Contains(device)))
        && (Sites.Length == 0 || (Site is { } site && Sites.Contains(site)))
        && (Persons.Length == 0 || new[] { Principal, Object }.Any(one => one is { } person && Persons.Contains(person)))
        && (Methods.Length == 0 || (format.MethodOf(Facts) is { } method && Methods.Contains(method)));

    public static ListedEvent Read(NpgsqlDataReader row) =>
        new(
            row.GetInt16(0),
            row.GetFieldValue<short[]>(1),
            row.GetInt64(2),
            row.GetFieldValue<DateTimeOffset>(3),
            (AuditStage)row.GetInt16(4),
            new EventFacts(
                (AuditKind)row.GetInt16(5),
                (AuditOutcome)row.GetInt16(6),
                (MotionCause?)row.GetOptional<short>(7),
                (CredentialKind?)row.GetOptional<short>(8),
                (BoltState?)row.GetOptional<short>(9),
                (DoorState?)row.GetOptional<short>(10)
            ),
            row.GetOptional<Guid>(11),
            row.GetOptional<Guid>(12),
            row.GetBoolean(13),
            row.GetOptional<Guid>(14),
            row.GetOptional<Guid>(15),
            row.GetOptional<Guid>(16),
            row.GetFieldValue<Guid[]>(17),
            row.GetFieldValue<short[]>(18),
            row.GetOptional<Guid>(19),
            row.GetOptional<Guid>(20),
            row.GetFieldValue<Guid[]>(21),
            row.GetFieldValue<Guid[]>(22),
            row.GetBoolean(23)
        );

    // An endpoint without a person is its tenant's own. A lock is a person's from the grant that makes them its owner.
    private static string Sql(string place, string reach, string clear) =>
        $"""
            with place as (
                select {place}, {clear} as is_clear, e.format, e.topics, e.owner_user_id, e.devices, e.methods, e.sites, e.persons
                from {reach} c
                join webhook_endpoint e on e.tenant_id = c.tenant_id and e.endpoint_id = c.endpoint_id and e.removed_at is null and e.paused_at is null
                where c.tenant_id = $1 and c.endpoint_id = $2 and c.source_tenant_id = $3 for update of c skip locked)
            select p.format, p.topics, v.sequence, v.received_at, v.stage, v.kind, v.outcome, v.cause, v.shown, v.bolt, v.door, v.lock_id, gw.device_id,
                p.owner_user_id is null or exists (
                    select from access_grant g where g.tenant_id = $3 and g.lock_id = v.lock_id and g.user_id = p.owner_user_id
                        and g.role = {(int)GrantRole.Owner} and g.revoked_at is null and g.created_at <= v.received_at and {SwitchedOff.HolderIsOn})
                or (gw.device_id is not null and exists (
                    select from smart_lock l join access_grant g on g.tenant_id = l.tenant_id and g.lock_id = l.lock_id and g.user_id = p.owner_user_id
                        and g.role = {(int)GrantRole.Owner} and g.revoked_at is null and g.created_at <= v.received_at and {SwitchedOff.HolderIsOn}
                    where l.tenant_id = $3 and l.link_id = gw.link_id and l.decommissioned_at is null)),
                v.object_id, box.locker_id, behind.lock_id, p.devices, p.methods,
                v.principal_id, case when cardinality(p.sites) > 0 then {EventPlaces.SiteOf("v")} end, p.sites, p.persons, p.is_clear
            from place p
            cross join lateral (
                select * from audit_event a where a.tenant_id = $3 and a.sequence > p.sequence {(
                reach == Cursor ? "and a.received_at >= p.received_at" : "and a.sequence <= p.until_sequence"
            )}
                order by a.sequence limit $4) as v
            left join locker_box box on box.tenant_id = $3 and box.box_id = v.object_id and v.lock_id is null
            left join smart_lock behind on p.format = any ($5) and v.kind = {(int)AuditKind.LinkOffline}
                and behind.tenant_id = $3 and behind.link_id = v.object_id and behind.decommissioned_at is null
            left join device gw on p.format = any ($6) and gw.tenant_id = $3 and gw.kind = {(int)DeviceKind.Gateway}
                and gw.gone_at is null and v.lock_id is null
                and v.kind in ({(int)AuditKind.LinkOnline}, {(int)AuditKind.LinkOffline}, {(int)AuditKind.DeviceOnline}, {(int)
                AuditKind.DeviceOffline})
                and (gw.link_id = v.object_id or gw.device_id = v.object_id)
            order by v.sequence
            """;

    private const string Cursor = "webhook_cursor";

    // What waits for a later first try holds nobody back.
    private const string Clear = """
        not exists (
            select from delivery d where d.tenant_id = c.tenant_id and d.endpoint_id = c.endpoint_id and d.state = 1 and (d.tries > 0 or d.due_at <= $8)
                and ((d.claim_id = any ($7)) is not true or d.claimed_until <= clock_timestamp()))
        """;

    /// <summary>What comes after the cursor. Takes the tenant, the endpoint, the list's tenant, how many, the numbers of formats that tell each lock, and gateways, the asking node's claims, and the time.</summary>
    public static readonly string News = Sql("c.sequence, c.received_at", Cursor, Clear);

    /// <summary>The same of what is to be told once more.</summary>
    public static readonly string Again = Sql("c.sequence, c.until_sequence", "webhook_replay", "false");
}
