using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Credentials;
using Latchwork.Operations.Fleet;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Locks;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Storage;
using Npgsql;

namespace Latchwork.Operations.Audit;

/// <summary>
/// The statement. Events of named locks are found by the index of locks; those of all locks backwards along the chain. Names are fetched for the page alone, but where a
/// text is looked for.
/// </summary>
internal static class DoorEventSql
{
    /// <param name="Locks">Null for all.</param>
    internal sealed record Wanted(Guid[]? Locks, Guid? Unit, Guid? Site, Guid? Person);

    public static object?[] Values(TenantId tenant, Wanted wanted, DoorEventsFilter filter, long? after) =>
        [
            tenant.Value,
            wanted.Locks,
            wanted.Unit,
            wanted.Site,
            wanted.Person,
            filter.From,
            filter.Until,
            filter.Text is { } text ? Like.Escape(text) : null,
            filter.Patterns.Select(p => (short)p.Kind).ToArray(),
            filter.Patterns.Select(p => (short?)p.Outcome).ToArray(),
            filter.Patterns.Select(p => (short?)p.Cause).ToArray(),
            filter.Patterns.Select(p => (short?)p.Shown).ToArray(),
            filter.Patterns.Select(p => (short?)p.Bolt).ToArray(),
            filter.Patterns.Select(p => (short?)p.Door).ToArray(),
            after,
            filter.Page.Size,
            filter.Page.Offset,
        ];

    private const string Shown = "(convert_from(e.bytes, 'UTF8')::jsonb ->> 'credential')::uuid";

    public static readonly string Search = $"""
        with cursor as (
            select e.happened_at, e.sequence from audit_event e
            where e.tenant_id = $1 and e.sequence = $15 and ($2::uuid[] is null or e.lock_id = any ($2))),
        hits as (
            select e.tenant_id, e.sequence, e.received_at, e.happened_at from audit_event e
            where e.tenant_id = $1 and e.stage <> 1 and e.lock_id is not null and ($2::uuid[] is null or e.lock_id = any ($2))
                and ($3::uuid is null or e.lock_id in (select lock_id from smart_lock where tenant_id = $1 and unit_id = $3))
                and ($4::uuid is null or e.lock_id in (select lock_id from smart_lock where tenant_id = $1 and site_id = $4))
                and ($5::uuid is null or e.principal_id = $5)
                and ($6::timestamptz is null or e.happened_at >= $6) and ($7::timestamptz is null or e.happened_at < $7)
                and ($15::bigint is null or (e.happened_at, e.sequence) < (select happened_at, sequence from cursor))
                and exists (
                    select from unnest($9::smallint[], $10::smallint[], $11::smallint[], $12::smallint[], $13::smallint[], $14::smallint[])
                        as m (kind, outcome, cause, shown, bolt, door)
                    where m.kind = e.kind and (m.outcome is null or m.outcome = e.outcome) and (m.cause is null or m.cause = e.cause)
                        and (m.shown is null or m.shown = e.shown) and (m.bolt is null or m.bolt = e.bolt) and (m.door is null or m.door = e.door))
                and ($8::text is null
                    or exists (select from smart_lock l left join unit u on u.tenant_id = l.tenant_id and u.unit_id = l.unit_id
                        where l.tenant_id = $1 and l.lock_id = e.lock_id and (l.name ilike '%' || $8 || '%' or u.name ilike '%' || $8 || '%'))
                    or exists (select from credential c where c.tenant_id = $1 and c.credential_id = {Shown} and c.name ilike '%' || $8 || '%')
                    or exists (select from app_user p where p.user_id = e.principal_id and p.display_name ilike '%' || $8 || '%'))),
        page as (select * from hits order by happened_at desc, sequence desc limit $16 offset $17)
        select (select count(*)::int from (select from hits limit {DoorEvents.MostCounted}) as counted),
            $15::bigint is null or exists (select from cursor), e.sequence, e.bytes,
            {WireIds.Of(WireIdKind.KeyvoxLock, "l.lock_id")}, l.name, {WireIds.Of(WireIdKind.KeyvoxUnit, "u.unit_id")}, u.name,
            {WireIds.Of(WireIdKind.KeyvoxPlace, "s.site_id")}, s.name,
            wk.wire_id, {PersonName.ColumnsOf("who")}, tel.login_id, tel.name_sealed,
            c.credential_id, c.kind,
            coalesce({WireIds.Of(WireIdKind.KeyvoxCard, "c.card_id")}, {WireIds.Of(WireIdKind.KeyvoxCredential, "c.credential_id")}), c.name,
            {EventNames.ValueThen}
        from (values (1)) as always
        left join (page h
            join audit_event e on e.tenant_id = h.tenant_id and e.sequence = h.sequence and e.received_at = h.received_at
            join smart_lock l on l.tenant_id = e.tenant_id and l.lock_id = e.lock_id
            join site s on s.tenant_id = l.tenant_id and s.site_id = l.site_id) on true
        left join unit u on u.tenant_id = l.tenant_id and u.unit_id = l.unit_id
        left join public_id wk on wk.row_id = e.principal_id and wk.kind = {(int)WireIdKind.KeyvoxUser}
        {PersonName.JoinOf("e.principal_id", "who")}
        left join lateral (select login_id, name_sealed from login o where o.user_id = e.principal_id and o.kind = 3 order by o.created_at limit 1) as tel on true
        left join credential c on c.tenant_id = e.tenant_id and c.credential_id = {Shown}
        order by h.happened_at desc, h.sequence desc
        """;
}

/// <summary>One event with the names it needs; or of an empty page, nothing.</summary>
internal sealed record DoorEventRow(
    int Total,
    bool KnowsCursor,
    long Sequence,
    AuditEvent? Told,
    NamedPlace? Lock,
    NamedPlace? Unit,
    NamedPlace? Site,
    string? Person,
    PersonName Name,
    Guid? Telephone,
    byte[]? SealedTelephone,
    DoorEventRow.Presented? Shown
)
{
    internal sealed record Presented(CredentialId Id, CredentialKind Kind, NamedPlace Named, byte[]? Sealed);

    public bool ShowsDigits => Shown is { Kind: CredentialKind.Passcode, Sealed: not null } && Told?.Shown == CredentialKind.Passcode;

    public static DoorEventRow Read(NpgsqlDataReader row)
    {
        const int Name = 11;
        const int After = Name + PersonName.Width;
        var told = row.IsDBNull(3) ? null : AuditEvent.FromBytes(row.GetFieldValue<byte[]>(3));
        return new DoorEventRow(
            row.GetInt32(0),
            row.GetBoolean(1),
            told is null ? 0 : row.GetInt64(2),
            told,
            Place(row, 4),
            Place(row, 6),
            Place(row, 8),
            row.GetText(10),
            PersonName.Read(row, Name),
            row.GetOptional<Guid>(After),
            row.IsDBNull(After + 1) ? null : row.GetFieldValue<byte[]>(After + 1),
            row.IsDBNull(After + 2)
                ? null
                : new Presented(
                    new CredentialId(row.GetGuid(After + 2)),
                    (CredentialKind)row.GetInt16(After + 3),
                    new NamedPlace(row.GetText(After + 4) ?? "", row.GetText(After + 5) ?? ""),
                    row.IsDBNull(After + 6) ? null : row.GetFieldValue<byte[]>(After + 6)
                )
        );
    }

    public DoorEvent Open(TenantKeys keys, TenantKeys installation, bool shows) =>
        new()
        {
            Number = keys.RecordIds.Permute(Sequence),
            Facts = new EventFacts(Told!.Kind, Told.Outcome, Told.Cause, Told.Shown, Told.Bolt, Told.Door, Told.Claim),
            HappenedAt = Told.DeviceAt ?? Told.ReceivedAt,
            Lock = Lock!,
            Unit = Unit,
            Site = Site!,
            Person = Person is { } id ? new EventPerson(id, Name.Open(installation) ?? "", TelephoneOf(installation)) : null,
            Shown = Shown?.Named,
            Digits =
                shows && ShowsDigits
                    ? CredentialValue.FromBytes(CredentialKind.Passcode, keys.Open(CredentialPlaces.Value(Shown!.Id), Shown.Sealed!)).Digits
                    : null,
        };

    private string? TelephoneOf(TenantKeys installation) =>
        Telephone is { } login && SealedTelephone is { } blob ? installation.OpenText(PersonName.PlaceOf(login), blob) : null;

    private static NamedPlace? Place(NpgsqlDataReader row, int column) =>
        row.IsDBNull(column) ? null : new NamedPlace(row.GetString(column), row.GetText(column + 1) ?? "");
}
