using Latchwork.Domain;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Grants;
using Latchwork.Operations.Fleet;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Storage;
using Npgsql;

namespace Latchwork.Operations.Credentials;

/// <summary>One credential on one of its locks; or on none; or of an empty list, nothing.</summary>
/// <param name="KnowsCursor">The cursor that was asked for is among them.</param>
internal sealed record CodeRow(TenantId Tenant, int Total, bool KnowsCursor, CodeRow.Head? Code, CodeRow.Where? Place)
{
    private const int LockWidth = CredentialLock.Width;
    private const int Own = LockWidth + EnrollmentRow.Width;

    internal sealed record Head(
        CredentialId Id,
        CredentialKind Kind,
        string? Name,
        TimeWindow Window,
        byte[]? Sealed,
        byte[]? SealedToken,
        bool IsRevoked,
        int Revision,
        bool IsForBox,
        DateTimeOffset CreatedAt,
        string Uuid,
        string KeyvoxId,
        string? CardId,
        string? CardName
    );

    internal sealed record Where(CredentialLock Lock, EnrollmentRow Enrollment, string KeyvoxLock, string LockUuid, DateTimeOffset? LinkChangedAt);

    public static readonly string Columns = $"""
        {CredentialLock.Columns}, {EnrollmentRow.Columns},
        t.tenant_id, coalesce(page.total, 0), page.knows, c.credential_id, c.kind, c.name, c.starts_at, c.ends_at, c.value_sealed, c.qr_sealed,
        c.revoked_at is not null, c.revision, c.box_lease_id is not null, c.created_at, {WireIds.Of(WireIdKind.CredentialUuid, "c.credential_id")},
        {WireIds.Of(WireIdKind.KeyvoxCredential, "c.credential_id")},
        {WireIds.Of(WireIdKind.KeyvoxLock, "l.lock_id")}, k.changed_at, {WireIds.Of(WireIdKind.KeyvoxCard, "c.card_id")}, card.name,
        {WireIds.Of(WireIdKind.LockUuid, "l.lock_id")}
        """;

    public static readonly string Joins = JoinsOf("e.desired_present or c.revoked_at is not null");

    /// <param name="places">Which of its enrollments <c>e</c> are shown, on locks <c>l</c>.</param>
    public static string JoinsOf(string places) =>
        $"""
            left join credential c on c.tenant_id = page.tenant_id and c.credential_id = page.credential_id
            left join card on card.tenant_id = c.tenant_id and card.card_id = c.card_id
            left join (enrollment e
                join smart_lock l on l.tenant_id = e.tenant_id and l.lock_id = e.lock_id and l.decommissioned_at is null
                join site s on s.tenant_id = l.tenant_id and s.site_id = l.site_id
                left join access_grant g on false
                left join link k on k.tenant_id = l.tenant_id and k.link_id = l.link_id)
                on e.tenant_id = c.tenant_id and e.credential_id = c.credential_id and ({places})
            """;

    public static CodeRow Read(NpgsqlDataReader row)
    {
        var code = row.IsDBNull(Own + 3) ? null : ReadHead(row);
        return new CodeRow(
            new TenantId(row.GetGuid(Own)),
            row.GetInt32(Own + 1),
            !row.IsDBNull(Own + 2) && row.GetBoolean(Own + 2),
            code,
            code is null || row.IsDBNull(0) ? null : ReadPlace(row)
        );
    }

    /// <param name="rows">Of one credential.</param>
    /// <param name="keys">Null where its value is not shown.</param>
    public static SeenCode View(IReadOnlyList<CodeRow> rows, TenantKeys? keys, DateTimeOffset now)
    {
        var code = rows[0].Code!;
        var value =
            keys is not null && code.Sealed is { } blob
                ? CredentialValue.FromBytes(code.Kind, keys.Open(CredentialPlaces.Value(code.Id), blob))
                : null;
        return new SeenCode
        {
            Id = code.Uuid,
            KeyvoxId = code.CardId ?? code.KeyvoxId,
            CardName = code.CardName,
            Kind = code.Kind,
            Name = code.Name,
            Window = code.Window,
            CreatedAt = code.CreatedAt,
            IsRevoked = code.IsRevoked,
            WasChanged = code.Revision > 1,
            IsForBox = code.IsForBox,
            Places = [.. rows.Where(row => row.Place is not null).Select(row => PlaceOf(row.Place!, code, now))],
            Digits = value?.Digits,
            CardNumber = value?.Card,
            Token =
                keys is not null && code is { SealedToken: { } token, IsRevoked: false }
                    ? DoorToken.From(keys.Open(CredentialPlaces.Qr(code.Id), token))
                    : null,
        };
    }

    private static CodePlace PlaceOf(Where place, Head code, DateTimeOffset now)
    {
        var known = EnrollmentKnowledge.Of(place.Enrollment, now, place.Lock.IsLinkOnline ? now : place.LinkChangedAt);
        var written = place.Enrollment.Plan.Written;
        return new CodePlace(
            place.Lock.Id,
            place.KeyvoxLock,
            place.LockUuid,
            known.Status,
            known.Evidence,
            known.ProvenAt,
            written.Count > 1 || (code.Revision > place.Enrollment.Revision && known.Status == EnrollmentStatus.Active),
            known.Trouble,
            known.Verdict
        );
    }

    private static Head ReadHead(NpgsqlDataReader row) =>
        new(
            new CredentialId(row.GetGuid(Own + 3)),
            (CredentialKind)row.GetInt16(Own + 4),
            row.GetText(Own + 5),
            new TimeWindow(row.GetInstant(Own + 6), row.GetInstant(Own + 7)),
            row.IsDBNull(Own + 8) ? null : row.GetFieldValue<byte[]>(Own + 8),
            row.IsDBNull(Own + 9) ? null : row.GetFieldValue<byte[]>(Own + 9),
            row.GetBoolean(Own + 10),
            row.GetInt32(Own + 11),
            row.GetBoolean(Own + 12),
            row.GetFieldValue<DateTimeOffset>(Own + 13),
            row.GetString(Own + 14),
            row.GetString(Own + 15),
            row.GetText(Own + 18),
            row.GetText(Own + 19)
        );

    private static Where ReadPlace(NpgsqlDataReader row) =>
        new(CredentialLock.Read(row), EnrollmentRow.Read(row, LockWidth), row.GetString(Own + 16), row.GetString(Own + 20), row.GetInstant(Own + 17));
}

/// <summary>The statements. Each answers with a row for a place without codes, so that it differs from one that is not there.</summary>
internal static class CodeSql
{
    /// <summary>Parameters: tenant, kind, credential.</summary>
    public static readonly string One = $"""
        with page as (select tenant_id, credential_id, 1 as total, true as knows, 1 as n from credential where tenant_id = $1 and kind = $2 and credential_id = $3)
        select {CodeRow.Columns} from (select $1::uuid as tenant_id) as t join page on true {CodeRow.Joins}
        order by e.enrollment_id
        """;

    public static readonly string OnLock = List(
        "select l.tenant_id from smart_lock l where l.tenant_id = $1 and l.lock_id = $3 and l.decommissioned_at is null",
        "h.lock_id = $3"
    );

    public static readonly string OnUnit = List(
        "select u.tenant_id from unit u where u.tenant_id = $1 and u.unit_id = $3 and u.archived_at is null",
        "h.lock_id in (select lock_id from smart_lock where tenant_id = $1 and unit_id = $3 and decommissioned_at is null)"
    );

    /// <summary>Parameters: tenant, kind, place, from, until, size, offset, cursor. A total counts what is behind the cursor, where there is one.</summary>
    private static string List(string place, string where) =>
        $"""
            with t as ({place}),
            hits as (
                select c.tenant_id, c.credential_id, row_number() over (order by case when $2 = {(int)
                CredentialKind.Card} then c.created_at end, c.starts_at nulls first, c.credential_id) as n from credential c
                where c.tenant_id = $1 and c.kind = $2 and c.revoked_at is null
                    and ($4::timestamptz is null or c.ends_at is null or c.ends_at > $4) and ($5::timestamptz is null or c.starts_at is null or c.starts_at < $5)
                    and c.origin <> {(int)CredentialOrigin.Super}
                    and exists (select from enrollment h where h.tenant_id = $1 and h.credential_id = c.credential_id and h.desired_present and {where})),
            facts as (
                select (select n from hits where credential_id = $8) as cursor),
            page as (
                select h.tenant_id, h.credential_id, h.n from hits h, facts f where h.n > coalesce(f.cursor, 0) and ($8::uuid is null or f.cursor is not null)
                order by h.n limit $6 offset $7),
            shown as (
                select p.tenant_id, p.credential_id, p.n, (select count(*)::int from hits where n > coalesce(f.cursor, 0)) as total, $8::uuid is null or f.cursor is not null as knows from facts f left join page p on true)
            select {CodeRow.Columns} from t join shown as page on true {CodeRow.Joins}
            order by page.n, e.enrollment_id
            """;
}
