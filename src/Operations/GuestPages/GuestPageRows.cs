using Latchwork.Domain;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Grants;
using Latchwork.Operations.Credentials;
using Latchwork.Operations.Fleet;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Storage;
using Npgsql;

namespace Latchwork.Operations.GuestPages;

/// <summary>The code behind a page.</summary>
internal sealed record GuestCredential(CredentialId Id, CredentialKind Kind, byte[]? Sealed, byte[]? SealedQr, TimeWindow Window, bool IsRevoked)
{
    /// <summary>Over for good, revoked or erased: then there is no page.</summary>
    public bool IsOver(DateTimeOffset now) => IsRevoked || Window.IsOver(now) || (Sealed is null && SealedQr is null);

    public PinDigits? DigitsBy(TenantKeys keys) =>
        Kind == CredentialKind.Passcode && Sealed is { } blob
            ? CredentialValue.FromBytes(Kind, keys.Open(CredentialPlaces.Value(Id), blob)).Digits
            : null;

    public string? QrTextBy(TenantKeys keys) => SealedQr is { } blob ? DoorToken.From(keys.Open(CredentialPlaces.Qr(Id), blob)).QrText : null;

    public static GuestCredential Read(NpgsqlDataReader row) =>
        new(
            new CredentialId(row.GetGuid(0)),
            (CredentialKind)row.GetInt16(1),
            row.IsDBNull(2) ? null : row.GetFieldValue<byte[]>(2),
            row.IsDBNull(3) ? null : row.GetFieldValue<byte[]>(3),
            new TimeWindow(row.GetInstant(4), row.GetInstant(5)),
            row.GetBoolean(6)
        );

    public const string Sql = """
        select credential_id, kind, value_sealed, qr_sealed, starts_at, ends_at, revoked_at is not null from credential
        where tenant_id = $1 and credential_id = $2
        """;
}

/// <summary>One place that it opens.</summary>
/// <param name="Enrollment">Null for a box: nothing is set there.</param>
/// <param name="LinkHeardAt">Null where its link never answered.</param>
internal sealed record GuestPlace(
    EnrollmentRow? Enrollment,
    string Name,
    bool HasReader,
    bool HasTile,
    bool IsLinkOnline,
    DateTimeOffset? LinkHeardAt,
    string Site,
    string Zone,
    string Locale
)
{
    public GuestDoor At(DateTimeOffset now)
    {
        if (Enrollment is not { } row)
        {
            return new GuestDoor(Name, IsLinkOnline ? GuestDoorState.Asked : GuestDoorState.AskedOutOfReach, null, AsksServer: true, HasTile);
        }

        var known = EnrollmentKnowledge.Of(row, now, IsLinkOnline ? now : LinkHeardAt);
        var state = StateOf(row, known);
        var at = state is GuestDoorState.Planned or GuestDoorState.PlannedOutOfReach ? row.Rules.DeliverFrom(row.Desired) : null;
        return new GuestDoor(Name, state, at, HasReader, HasTile);
    }

    private static GuestDoorState StateOf(EnrollmentRow row, EnrollmentKnowledge known) =>
        (known.Status, known.Verdict.Readiness) switch
        {
            (EnrollmentStatus.Planned, Readiness.Ready) => GuestDoorState.Planned,
            (EnrollmentStatus.Planned, Readiness.AtRisk) => GuestDoorState.PlannedOutOfReach,
            (EnrollmentStatus.Active, Readiness.Ready) => GuestDoorState.Ready,
            _ when row.Path != EnrollmentPath.Link => GuestDoorState.Unverified,
            (EnrollmentStatus.Active, Readiness.AtRisk) => GuestDoorState.Acknowledged,
            _ => GuestDoorState.NotConfirmed,
        };

    public static GuestPlace ReadDoor(NpgsqlDataReader row) => Read(row, EnrollmentRow.Read(row), EnrollmentRow.Width);

    public static GuestPlace ReadBox(NpgsqlDataReader row) => Read(row, null, 0);

    private static GuestPlace Read(NpgsqlDataReader row, EnrollmentRow? enrollment, int column) =>
        new(
            enrollment,
            row.GetString(column),
            row.GetBoolean(column + 1),
            row.GetBoolean(column + 2),
            row.GetBoolean(column + 3),
            row.GetInstant(column + 4),
            row.GetString(column + 5),
            row.GetString(column + 6),
            row.GetString(column + 7)
        );

    /// <summary>Doors are called as their unit where they have one. Parameters: tenant, credential.</summary>
    public const string DoorsSql = $"""
        select {EnrollmentRow.Columns}, coalesce(u.name, l.name),
            exists (select from reader r join device d on d.tenant_id = r.tenant_id and d.device_id = r.device_id and d.gone_at is null
                where r.tenant_id = l.tenant_id and r.lock_id = l.lock_id),
            exists (select from tile_lock n where n.tenant_id = l.tenant_id and n.lock_id = l.lock_id),
            coalesce(k.is_online, false), k.changed_at, s.name, s.zone, s.locale
        from enrollment e {EnrollmentRow.Joins}
        left join unit u on u.tenant_id = l.tenant_id and u.unit_id = l.unit_id
        left join link k on k.tenant_id = l.tenant_id and k.link_id = l.link_id and k.removed_at is null
        where e.tenant_id = $1 and e.credential_id = $2 and e.desired_present and l.decommissioned_at is null
        order by coalesce(u.name, l.name), e.created_at
        """;

    public const string BoxSql = """
        select c.name || ' ' || coalesce(b.name, b.number), true, false, coalesce(k.is_online, false), k.changed_at, s.name, s.zone, s.locale
        from credential x
        join box_lease t on t.tenant_id = x.tenant_id and t.lease_id = x.box_lease_id and t.ended_at is null
        join locker_box b on b.tenant_id = t.tenant_id and b.box_id = t.box_id
        join locker c on c.tenant_id = b.tenant_id and c.locker_id = b.locker_id
        join site s on s.tenant_id = c.tenant_id and s.site_id = c.site_id
        left join link k on k.tenant_id = c.tenant_id and k.link_id = c.link_id and k.removed_at is null
        where x.tenant_id = $1 and x.credential_id = $2
        """;
}
