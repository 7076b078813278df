using Latchwork.Domain;
using Latchwork.Domain.Credentials;
using Latchwork.Operations.Credentials;
using Latchwork.Operations.Fleet;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Storage;
using Npgsql;

namespace Latchwork.Operations.Webhooks.Happenings;

/// <summary>The stay that an event is about, once for each of its codes at each door of the unit; once without a code where there is none.</summary>
internal sealed record StayRow
{
    private const string GuestPages = "sl/";

    public required HappeningKey Of { get; init; }

    public required ShownStay Stay { get; init; }

    public required Guid Site { get; init; }

    public required byte[]? SealedAddress { get; init; }

    public required CredentialId? Credential { get; init; }

    public required ShownThing Door { get; init; }

    public required byte[]? SealedDigits { get; init; }

    public required byte[]? SealedQr { get; init; }

    /// <param name="server">Where its pages are; null where that is not known.</param>
    /// <param name="showsCodes">WH-5.</param>
    public static ShownStay Open(IReadOnlyList<StayRow> rows, TenantKeys keys, Uri? server, bool showsCodes)
    {
        var first = rows[0];
        return first.Stay with
        {
            SiteAddress = first.SealedAddress is { } blob ? keys.OpenText(new SecretPlace("site", "address_sealed", first.Site), blob) : "",
            Codes = [.. rows.Where(row => row.Credential is not null).Select(row => row.Code(keys, server, showsCodes))],
        };
    }

    public override string ToString() => Stay.OrderId;

    private ShownCode Code(TenantKeys keys, Uri? server, bool showsCodes)
    {
        var credential = Credential!.Value;
        var digits =
            showsCodes && SealedDigits is { } value
                ? CredentialValue.FromBytes(CredentialKind.Passcode, keys.Open(CredentialPlaces.Value(credential), value)).Reveal()
                : null;
        var page =
            showsCodes && server is not null && SealedQr is { } token
                ? new Uri(server, GuestPages + DoorToken.From(keys.Open(CredentialPlaces.Qr(credential), token)).LinkText).AbsoluteUri
                : null;
        return new ShownCode(Door, digits ?? "", page ?? "");
    }

    public static StayRow Read(NpgsqlDataReader row) =>
        new()
        {
            Of = new HappeningKey(new TenantId(row.GetGuid(0)), row.GetInt64(1), row.GetFieldValue<DateTimeOffset>(2)),
            Stay = new ShownStay(
                row.GetString(3),
                row.GetString(4),
                row.GetString(5),
                row.GetFieldValue<DateTimeOffset>(6),
                row.GetFieldValue<DateTimeOffset>(7),
                "",
                row.GetString(8),
                []
            ),
            Site = row.GetGuid(9),
            SealedAddress = row.IsDBNull(10) ? null : row.GetFieldValue<byte[]>(10),
            Credential = row.GetId(11, id => new CredentialId(id)),
            Door = new ShownThing(row.GetString(12), row.GetString(13)),
            SealedDigits = row.IsDBNull(14) ? null : row.GetFieldValue<byte[]>(14),
            SealedQr = row.IsDBNull(15) ? null : row.GetFieldValue<byte[]>(15),
        };

    private static string WireId(string of, WireIdKind kind) =>
        $"coalesce((select p.wire_id from public_id p where p.tenant_id = r.tenant_id and p.row_id = {of} and p.kind = {(int)kind}), '')";

    // A block of a room is nobody's stay. A code that is revoked opens nothing, so it is not told. A line of a booking names its plan by either of its public ids.
    public static readonly string Sql = $"""
        select e.tenant_id, e.sequence, e.received_at, {WireId("r.reservation_id", WireIdKind.KeyvoxOrder)}, coalesce(plan.wire_id, ''),
            r.contact_name, r.starts_at, r.ends_at, coalesce(r.source, ''), s.site_id, s.address_sealed,
            code.credential_id, coalesce(code.door_id, ''), coalesce(code.door_name, ''), code.value_sealed, code.qr_sealed
        from unnest($1::uuid[], $2::bigint[], $3::timestamptz[]) with ordinality as a (tenant_id, sequence, received_at, n)
        join audit_event e on e.tenant_id = a.tenant_id and e.sequence = a.sequence and e.received_at = a.received_at
        join reservation r on r.tenant_id = e.tenant_id and r.reservation_id = e.object_id and r.person_id is not null
        join site s on s.tenant_id = r.tenant_id and s.site_id = r.site_id
        left join lateral (
            select k.wire_id from public_id i
            join public_id k on k.tenant_id = i.tenant_id and k.row_id = i.row_id and k.kind = {(int)WireIdKind.KeyvoxPlan}
            where i.kind in ({(int)WireIdKind.RoomPlanUuid}, {(int)WireIdKind.KeyvoxPlan}) and i.tenant_id = r.tenant_id
                and i.wire_id = jsonb_path_query_first(r.lines, '$[*].planId') #>> array[]::text[] limit 1) as plan on true
        left join lateral (
            select c.credential_id, {WireId("l.lock_id", WireIdKind.KeyvoxLock)} as door_id, l.name as door_name, c.value_sealed, c.qr_sealed
            from reservation_credential rc
            join credential c on c.tenant_id = rc.tenant_id and c.credential_id = rc.credential_id and c.revoked_at is null
            join enrollment x on x.tenant_id = c.tenant_id and x.credential_id = c.credential_id and x.desired_present
            join smart_lock l on l.tenant_id = x.tenant_id and l.lock_id = x.lock_id and l.decommissioned_at is null
            where rc.tenant_id = r.tenant_id and rc.reservation_id = r.reservation_id
            order by rc.unit_id, l.name, l.lock_id limit 100) as code on true
        order by a.n
        """;
}
