using System.Globalization;
using Latchwork.Domain;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Grants;
using Latchwork.Operations.Fleet;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Storage;
using Npgsql;

namespace Latchwork.Operations.Credentials;

/// <summary>One row of a list of credentials, or of a lock without any.</summary>
internal sealed record CredentialRow(
    TenantId Tenant,
    CredentialLock Lock,
    CredentialId Credential,
    byte[]? Sealed,
    PersonName? Maker,
    CredentialView? View
)
{
    private const int LockWidth = CredentialLock.Width;
    private const int OwnColumns = LockWidth + EnrollmentRow.Width;

    public const int Width = OwnColumns + 14 + PersonName.Width;

    public static readonly string Columns = $"""
        {CredentialLock.Columns}, {EnrollmentRow.Columns},
        l.tenant_id, {WireIds.Of(WireIdKind.EnrollmentNumber, "e.enrollment_id")}, {WireIds.Of(WireIdKind.EnrollmentUuid, "e.enrollment_id")},
        {WireIds.Of(WireIdKind.CredentialUuid, "e.credential_id")}, {WireIds.Of(WireIdKind.KeyvoxCredential, "e.credential_id")}, c.name, c.starts_at,
        c.ends_at, c.origin, c.wire_type, c.created_at,
        c.value_sealed, coalesce(k.is_online, false), k.changed_at, {PersonName.ColumnsOf("maker")}
        """;

    public static readonly string Joins = $"""
        join site s on s.tenant_id = l.tenant_id and s.site_id = l.site_id
        left join access_grant g on g.tenant_id = l.tenant_id and g.lock_id = l.lock_id and g.user_id = $3 and g.revoked_at is null
        left join link k on k.tenant_id = l.tenant_id and k.link_id = l.link_id
        left join credential c on c.tenant_id = e.tenant_id and c.credential_id = e.credential_id
        {PersonName.JoinOf("c.created_by", "maker")}
        """;

    public AccessError? Refuse(AccessAct act, Caller by, DateTimeOffset now) => Lock.Refuse(act, by, Tenant, now);

    public CredentialValue? Open(CredentialKind kind, TenantKeys keys) =>
        Sealed is { } blob ? CredentialValue.FromBytes(kind, keys.Open(CredentialPlaces.Value(Credential), blob)) : null;

    /// <summary>With the name of who made it.</summary>
    public CredentialRow NamedBy(TenantKeys installation) => this with { View = View! with { CreatedBy = Maker?.Open(installation) } };

    public static CredentialRow Read(NpgsqlDataReader row, DateTimeOffset now)
    {
        var smartLock = CredentialLock.Read(row);
        var tenant = new TenantId(row.GetGuid(OwnColumns));
        if (row.IsDBNull(LockWidth))
        {
            return new CredentialRow(tenant, smartLock, default, null, null, null);
        }

        var enrollment = EnrollmentRow.Read(row, LockWidth);
        return new CredentialRow(
            tenant,
            smartLock,
            enrollment.Credential,
            row.IsDBNull(OwnColumns + 11) ? null : row.GetFieldValue<byte[]>(OwnColumns + 11),
            PersonName.Read(row, OwnColumns + 14),
            ViewOf(row, enrollment, now)
        );
    }

    private static CredentialView ViewOf(NpgsqlDataReader row, EnrollmentRow enrollment, DateTimeOffset now)
    {
        var known = EnrollmentKnowledge.Of(enrollment, now, row.GetBoolean(OwnColumns + 12) ? now : row.GetInstant(OwnColumns + 13));
        return new CredentialView
        {
            EnrollmentNumber = int.Parse(row.GetString(OwnColumns + 1), CultureInfo.InvariantCulture),
            EnrollmentUuid = row.GetString(OwnColumns + 2),
            CredentialUuid = row.GetString(OwnColumns + 3),
            KeyvoxId = row.GetString(OwnColumns + 4),
            Name = row.GetText(OwnColumns + 5),
            Window = new TimeWindow(row.GetInstant(OwnColumns + 6), row.GetInstant(OwnColumns + 7)),
            Origin = (CredentialOrigin)row.GetInt16(OwnColumns + 8),
            WireType = row.GetOptional<short>(OwnColumns + 9),
            CreatedAt = row.GetFieldValue<DateTimeOffset>(OwnColumns + 10),
            IsDesired = enrollment.IsDesired,
            Path = enrollment.Path,
            Status = known.Status,
            Evidence = known.Evidence,
            ProvenAt = known.ProvenAt,
            Trouble = known.Trouble,
            Verdict = known.Verdict,
            Slot = enrollment.Slot,
        };
    }
}
