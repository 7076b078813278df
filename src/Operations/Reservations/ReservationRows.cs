using Latchwork.Domain;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Reservations;
using Latchwork.Domain.Sites;
using Latchwork.Operations.Credentials;
using Latchwork.Operations.Fleet;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Sites;
using Latchwork.Operations.Storage;
using Npgsql;

namespace Latchwork.Operations.Reservations;

/// <summary>A reservation as it is read, before its contact fields are opened.</summary>
internal sealed record ReservationRow(
    ReservationId Row,
    ReservationView View,
    Guid? Person,
    byte[]? Email,
    byte[]? Telephone,
    byte[]? Address,
    byte[]? Document,
    Guid? MadeBy
)
{
    public static readonly string Columns = $"""
        {WireIds.Of(WireIdKind.ReservationUuid, "r.reservation_id")} as id, {WireIds.Of(WireIdKind.KeyvoxOrder, "r.reservation_id")} as keyvox_id,
        r.reservation_id, {WireIds.Of(WireIdKind.SiteUuid, "s.site_id")} as site_uuid,
        {WireIds.Of(WireIdKind.KeyvoxPlace, "s.site_id")} as site_keyvox,
        s.name as site_name, s.kind, s.zone,
        r.state, r.contact_name, r.guests, r.starts_at, r.ends_at, r.early, r.extend, r.checked_in_at, r.checked_out_at, r.payment_state, r.payment_kind,
        r.channel, r.source, r.channel_order, r.is_important, r.lines::text as lines, r.created_at, r.updated_at, r.person_id, p.email_sealed,
        p.telephone_sealed, p.address_sealed, p.document_sealed,
        {WireIds.Of(WireIdKind.KeyvoxOrganisation, "r.tenant_id")} as organisation, r.tenant_id,
        r.created_by
        """;

    /// <summary>Of a reservation <c>r</c>.</summary>
    public const string Joins = """
        left join site s on s.tenant_id = r.tenant_id and s.site_id = r.site_id
        left join person p on p.tenant_id = r.tenant_id and p.person_id = r.person_id
        """;

    /// <summary>Where the tenant is.</summary>
    public const int TenantColumn = 32;

    public ReservationView Open(TenantKeys keys) =>
        Person is not { } person
            ? View
            : View with
            {
                Contact = View.Contact with
                {
                    Email = Open(keys, GuestPlaces.Email(person), Email),
                    Telephone = Open(keys, GuestPlaces.Telephone(person), Telephone),
                    Address = Open(keys, GuestPlaces.Address(person), Address),
                    DocumentNumber = Open(keys, GuestPlaces.Document(person), Document),
                },
            };

    private static string? Open(TenantKeys keys, SecretPlace place, byte[]? blob) => blob is null ? null : keys.OpenText(place, blob);

    public static ReservationRow Read(NpgsqlDataReader row) =>
        new(
            new ReservationId(row.GetGuid(2)),
            new ReservationView(
                row.GetString(0),
                row.GetString(1),
                new UnitSite(row.GetString(3), row.GetString(4), row.GetString(5), (SiteKind)row.GetInt16(6)),
                row.GetString(7),
                (StayState)row.GetInt16(8),
                new Period(row.GetFieldValue<DateTimeOffset>(11), row.GetFieldValue<DateTimeOffset>(12))
            )
            {
                OrganisationKeyvoxId = row.GetText(31) ?? "",
                Contact = new GuestFields { Name = row.GetString(9) },
                Early = row.GetFieldValue<TimeSpan>(13),
                Extend = row.GetFieldValue<TimeSpan>(14),
                CheckedInAt = row.GetInstant(15),
                CheckedOutAt = row.GetInstant(16),
                Details = DetailsOf(row),
                CreatedAt = row.GetFieldValue<DateTimeOffset>(24),
                UpdatedAt = row.GetFieldValue<DateTimeOffset>(25),
            },
            row.GetOptional<Guid>(26),
            row.GetBytes(27),
            row.GetBytes(28),
            row.GetBytes(29),
            row.GetBytes(30),
            row.GetOptional<Guid>(33)
        );

    private static BookingDetails DetailsOf(NpgsqlDataReader row) =>
        new()
        {
            Guests = row.GetInt32(10),
            PaymentState = (PaymentState)row.GetInt16(17),
            PaymentKind = (PaymentKind)row.GetInt16(18),
            Channel = row.GetText(19),
            Source = row.GetText(20),
            ChannelOrder = row.GetText(21),
            IsImportant = row.GetBoolean(22),
            Lines = BookedLines.FromJson(row.GetText(23)),
        };

    public override string ToString() => $"reservation {Row.Value}";
}

/// <summary>The units of reservations.</summary>
internal sealed record ReservedUnitRow(ReservationId Reservation, UnitId Unit, ReservedUnit View)
{
    /// <summary>Parameters: tenant, reservations.</summary>
    public static readonly string Sql = $"""
        select r.reservation_id, r.unit_id, {WireIds.Of(WireIdKind.UnitUuid, "u.unit_id")}, {WireIds.Of(WireIdKind.KeyvoxUnit, "u.unit_id")}, u.name,
            u.number, u.business, lower(r.during), upper(r.during), r.guests,
            r.contact_name, r.checked_in_at, r.checked_out_at
        from reservation_unit r
        join unit u on u.tenant_id = r.tenant_id and u.unit_id = r.unit_id
        where r.tenant_id = $1 and r.reservation_id = any ($2)
        order by lower(r.during), u.number, u.name, r.unit_id
        """;

    public static ReservedUnitRow Read(NpgsqlDataReader row) =>
        new(
            new ReservationId(row.GetGuid(0)),
            new UnitId(row.GetGuid(1)),
            new ReservedUnit(
                row.GetString(2),
                row.GetString(3),
                row.GetString(4),
                row.GetText(5),
                (Business)row.GetInt16(6),
                new Period(row.GetFieldValue<DateTimeOffset>(7), row.GetFieldValue<DateTimeOffset>(8))
            )
            {
                Guests = row.GetOptional<int>(9),
                ContactName = row.GetText(10),
                CheckedInAt = row.GetInstant(11),
                CheckedOutAt = row.GetInstant(12),
            }
        );
}

/// <summary>A code of a reservation on one of its locks; without a door where it is on none.</summary>
internal sealed record StayCodeRow(
    ReservationId Reservation,
    CredentialId Credential,
    StayCode Code,
    LockId? Lock,
    StayDoor? Door,
    byte[]? Value,
    byte[]? Qr
)
{
    /// <summary>Parameters: tenant, reservations.</summary>
    public static readonly string Sql = $"""
        select rc.reservation_id, c.credential_id, {WireIds.Of(WireIdKind.CredentialUuid, "c.credential_id")},
            {WireIds.Of(WireIdKind.KeyvoxCredential, "c.credential_id")}, {WireIds.Of(WireIdKind.UnitUuid, "u.unit_id")},
            {WireIds.Of(WireIdKind.KeyvoxUnit, "u.unit_id")}, c.starts_at, c.ends_at, c.revoked_at is not null,
            c.value_sealed, c.qr_sealed, l.lock_id, {WireIds.Of(WireIdKind.LockUuid, "l.lock_id")}, {WireIds.Of(WireIdKind.KeyvoxLock, "l.lock_id")},
            l.name, coalesce(k.is_online, false), k.changed_at, {EnrollmentRow.Columns}
        from reservation_credential rc
        join unit u on u.tenant_id = rc.tenant_id and u.unit_id = rc.unit_id
        join credential c on c.tenant_id = rc.tenant_id and c.credential_id = rc.credential_id
        left join (enrollment e join smart_lock l on l.tenant_id = e.tenant_id and l.lock_id = e.lock_id and l.decommissioned_at is null)
            on e.tenant_id = c.tenant_id and e.credential_id = c.credential_id and (e.desired_present or c.revoked_at is not null)
        left join site s on s.tenant_id = l.tenant_id and s.site_id = l.site_id
        left join link k on k.tenant_id = l.tenant_id and k.link_id = l.link_id and k.removed_at is null
        where rc.tenant_id = $1 and rc.reservation_id = any ($2)
        order by rc.created_at, c.credential_id, l.name, l.lock_id
        """;

    private const int OwnWidth = 17;

    public static StayCodeRow Read(NpgsqlDataReader row, DateTimeOffset now) =>
        new(
            new ReservationId(row.GetGuid(0)),
            new CredentialId(row.GetGuid(1)),
            new StayCode(
                row.GetString(2),
                row.GetString(3),
                row.GetString(4),
                row.GetString(5),
                new TimeWindow(row.GetInstant(6), row.GetInstant(7)),
                row.GetBoolean(8)
            ),
            row.GetId(11, id => new LockId(id)),
            row.IsDBNull(11) || row.IsDBNull(12) ? null : DoorOf(row, now),
            row.GetBytes(9),
            row.GetBytes(10)
        );

    private static StayDoor DoorOf(NpgsqlDataReader row, DateTimeOffset now)
    {
        var known = EnrollmentKnowledge.Of(EnrollmentRow.Read(row, OwnWidth), now, row.GetBoolean(15) ? now : row.GetInstant(16));
        return new StayDoor(row.GetString(12), row.GetString(13), row.GetString(14), known.Status, known.Evidence, known.Verdict);
    }

    /// <summary>With digits and QR, as far as they are still kept.</summary>
    public StayCode Open(TenantKeys keys) =>
        Code with
        {
            Digits = Value is { } value
                ? CredentialValue.FromBytes(Domain.Credentials.CredentialKind.Passcode, keys.Open(CredentialPlaces.Value(Credential), value)).Digits
                : null,
            Token = Qr is { } qr ? DoorToken.From(keys.Open(CredentialPlaces.Qr(Credential), qr)) : null,
        };

    public override string ToString() => $"code {Credential.Value}";
}
