using System.Buffers.Binary;
using System.Security.Cryptography;
using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Grants;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Storage;
using Npgsql;

namespace Latchwork.Operations.Webhooks.Happenings;

/// <summary>Which event it is.</summary>
internal readonly record struct HappeningKey(TenantId Tenant, long Sequence, DateTimeOffset ReceivedAt);

/// <summary>What the rows around an event say, before anything is opened.</summary>
internal sealed record HappeningRow
{
    /// <summary>As remote openings appear in the vendor's histories (keyvox.md 5.5).</summary>
    private const string Program = "API";

    private const int NamesAt = 16;

    /// <summary>Which of those that were asked for, from 1.</summary>
    public required long Number { get; init; }

    public required HappeningKey Key { get; init; }

    public required AuditEvent Event { get; init; }

    public required bool IsNews { get; init; }

    public required bool IsOnline { get; init; }

    public required string Organisation { get; init; }

    public required ShownThing Site { get; init; }

    public required string? Zone { get; init; }

    public required ShownThing Unit { get; init; }

    public required ShownThing Device { get; init; }

    public required string? BoxNumber { get; init; }

    public required ShownThing Credential { get; init; }

    public required string UserId { get; init; }

    public required PersonName User { get; init; }

    /// <param name="behind">The lock that it is told of where the event names none.</param>
    public Happening Open(Guid? behind, TenantKeys installation, ShownStay? stay)
    {
        var at = Event.DeviceAt ?? Event.ReceivedAt;
        return new Happening
        {
            Id = IdOf(Key, behind),
            Facts = new EventFacts(Event.Kind, Event.Outcome, Event.Cause, Event.Shown, Event.Bolt, Event.Door),
            HappenedAt = at,
            LocalTime = WallTime.At(Zone ?? "", at),
            IsNews = IsNews,
            IsOnline = IsOnline,
            Evidence = Event.Evidence ?? EvidenceRung.None,
            OrganisationId = Organisation,
            Site = Site,
            Unit = Unit,
            Device = Device,
            BoxNumber = BoxNumber,
            Person = PersonOf(installation),
            CredentialId = Event.Shown is CredentialKind.Passcode or CredentialKind.QrCode ? Credential.Id : "",
            Stay = stay,
        };
    }

    public override string ToString() => $"{Event.Kind}";

    private ShownThing PersonOf(TenantKeys installation) =>
        Event.By?.Kind switch
        {
            PrincipalKind.User => new ShownThing(UserId, User.DisplayName ?? User.Account(installation) ?? ""),
            PrincipalKind.ApiClient => new ShownThing("", Program),
            PrincipalKind.Device or PrincipalKind.Tile or PrincipalKind.Server or null => new ShownThing("", Credential.Name),
        };

    /// <summary>One link that is lost is one event of each lock behind it.</summary>
    private static string IdOf(HappeningKey key, Guid? behind)
    {
        const int Length = 12;
        const int OfEvent = 16 + sizeof(long);
        var place = new byte[behind is null ? OfEvent : OfEvent + 16];
        key.Tenant.Value.TryWriteBytes(place);
        BinaryPrimitives.WriteInt64BigEndian(place.AsSpan(16), key.Sequence);
        behind?.TryWriteBytes(place.AsSpan(OfEvent));
        return Convert.ToHexStringLower(SHA256.HashData(place).AsSpan(0, Length));
    }

    public static HappeningRow Read(NpgsqlDataReader row) =>
        new()
        {
            Key = new HappeningKey(new TenantId(row.GetGuid(0)), row.GetInt64(1), row.GetFieldValue<DateTimeOffset>(2)),
            Event = AuditEvent.FromBytes(row.GetFieldValue<byte[]>(3)),
            IsNews = row.GetBoolean(4),
            IsOnline = row.GetBoolean(5),
            Organisation = row.GetString(6),
            Site = new ShownThing(row.GetString(7), row.GetString(8)),
            Zone = row.GetText(9),
            Unit = new ShownThing(row.GetString(10), row.GetString(11)),
            Device = new ShownThing(row.GetString(12), row.GetString(13)),
            BoxNumber = row.GetText(14),
            UserId = row.GetString(15),
            User = PersonName.Read(row, NamesAt),
            Credential = new ShownThing(row.GetString(NamesAt + PersonName.Width), row.GetString(NamesAt + PersonName.Width + 1)),
            Number = row.GetInt64(NamesAt + PersonName.Width + 2),
        };

    private static string WireId(string of, WireIdKind kind) =>
        $"coalesce((select p.wire_id from public_id p where p.tenant_id = e.tenant_id and p.row_id = {of} and p.kind = {(int)kind}), '')";

    private static string CredentialOf(string told) => $"(convert_from({told}.bytes, 'UTF8')::jsonb ->> 'credential')";

    // A code is told once for each of its versions and locks. An answer that came late is no news where the lock itself told of the motion meanwhile.
    private static readonly string IsNewsSql = $"""
        case
            when e.kind = {(int)AuditKind.CredentialProven} then not exists (
                select from audit_event o where o.tenant_id = e.tenant_id and o.lock_id = e.lock_id and o.kind = e.kind and o.sequence < e.sequence
                    and o.received_at >= coalesce(c.updated_at, '-infinity') and {CredentialOf("o")} = {CredentialOf("e")})
            when e.stage = {(int)AuditStage.Corrected} then not exists (
                select from audit_event o where o.tenant_id = e.tenant_id and o.lock_id = e.lock_id and o.kind = {(int)
            AuditKind.BoltMoved} and o.stage = 0
                    and o.sequence < e.sequence
                    and o.sequence > (select min(f.sequence) from audit_event f where f.tenant_id = e.tenant_id and f.operation_id = e.operation_id))
            else true
        end
        """;

    // The lock behind a lost link is the delivery's own.
    public static readonly string Sql = $"""
        select e.tenant_id, e.sequence, e.received_at, e.bytes, {IsNewsSql}, coalesce(l.is_online and i.is_online, false),
            {WireId("e.tenant_id", WireIdKind.KeyvoxOrganisation)},
            {WireId("s.site_id", WireIdKind.KeyvoxPlace)}, coalesce(s.name, ''), s.zone,
            {WireId("u.unit_id", WireIdKind.KeyvoxUnit)}, coalesce(u.name, ''),
            case when l.lock_id is not null then {WireId("l.lock_id", WireIdKind.KeyvoxLock)}
                else {WireId("k.locker_id", WireIdKind.KeyvoxLocker)} end, coalesce(l.name, k.name, ''),
            b.number, {WireId("e.principal_id", WireIdKind.KeyvoxUser)}, {PersonName.ColumnsOf("who")},
            {WireId("c.credential_id", WireIdKind.KeyvoxCredential)}, coalesce(c.name, ''), a.n
        from unnest($1::uuid[], $2::bigint[], $3::timestamptz[], $4::uuid[]) with ordinality as a (tenant_id, sequence, received_at, lock_id, n)
        join audit_event e on e.tenant_id = a.tenant_id and e.sequence = a.sequence and e.received_at = a.received_at
        left join credential c on c.tenant_id = e.tenant_id and c.credential_id = {CredentialOf("e")}::uuid
        left join smart_lock l on l.tenant_id = e.tenant_id and l.lock_id = coalesce(e.lock_id, a.lock_id)
        left join link i on i.tenant_id = l.tenant_id and i.link_id = l.link_id
        left join locker_box b on b.tenant_id = e.tenant_id and b.box_id = e.object_id
        left join locker k on k.tenant_id = b.tenant_id and k.locker_id = b.locker_id
        left join reservation r on r.tenant_id = e.tenant_id and r.reservation_id = e.object_id
        left join lateral (
            select n.unit_id from reservation_unit n where n.tenant_id = r.tenant_id and n.reservation_id = r.reservation_id
            order by lower(n.during), n.unit_id limit 1) as stay on true
        left join unit u on u.tenant_id = e.tenant_id and u.unit_id = coalesce(l.unit_id, k.unit_id, stay.unit_id)
        left join site s on s.tenant_id = e.tenant_id and s.site_id = coalesce(r.site_id, l.site_id, k.site_id)
        {PersonName.JoinOf("e.principal_id", "who")}
        """;
}
