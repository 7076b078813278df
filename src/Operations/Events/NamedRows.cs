using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Secrets;
using Npgsql;

namespace Latchwork.Operations.Events;

/// <summary>An event as it stands in the list.</summary>
/// <param name="Site">The row of the site that it is at.</param>
internal sealed record StoredEvent(TenantId Tenant, long Sequence, AuditEvent Told, Guid? Site)
{
    /// <summary>Columns of an event's row <c>e</c>.</summary>
    public static string Columns => $"e.tenant_id, e.sequence, e.bytes, {EventPlaces.SiteOf("e")} as at_site";

    public static StoredEvent Read(NpgsqlDataReader row, int column) =>
        new(
            new TenantId(row.GetGuid(column)),
            row.GetInt64(column + 1),
            AuditEvent.FromBytes(row.GetFieldValue<byte[]>(column + 2)),
            row.IsDBNull(column + 3) ? null : row.GetGuid(column + 3)
        );

    public IEnumerable<Guid> Rows =>
        new[] { Told.Lock, Told.On?.Id, Told.By?.Id, Told.Credential, Site }.OfType<Guid>().Where(id => id != Guid.Empty);
}

/// <summary>Public ids and names of the rows that events are about, in one question, however many there are.</summary>
internal sealed class NamedRows
{
    private readonly Dictionary<(Guid Tenant, Guid Row), NamedRow> found;

    public NamedRows(IEnumerable<Named> rows) => found = rows.ToDictionary(row => (row.Tenant, row.Row), row => row.Is);

    internal sealed record Named(Guid Tenant, Guid Row, NamedRow Is);

    /// <summary>
    /// A UUID is one of our own ids; a row has one at most. People have theirs at home, whichever tenant's list tells of them. What moved to another tenant took its id
    /// along, and has none here.
    /// </summary>
    public static readonly string Sql = $"""
        select r.tenant_id, r.row_id, p.wire_id, coalesce(l.name, s.name, '')
        from unnest($1::uuid[], $2::uuid[]) as r (tenant_id, row_id)
        left join app_user u on u.user_id = r.row_id
        join lateral (
            select w.wire_id from public_id w where w.tenant_id = coalesce(u.home_tenant_id, r.tenant_id) and w.row_id = r.row_id
                and (w.kind between {(int)WireIdKind.LockUuid} and {(int)WireIdKind.KeyvoxLock - 1} or w.kind in ({(int)WireIdKind.AlertUuid}, {(int)
            WireIdKind.GroupUuid})) limit 1) as p on true
        left join smart_lock l on l.tenant_id = r.tenant_id and l.lock_id = r.row_id
        left join site s on s.tenant_id = r.tenant_id and s.site_id = r.row_id
        """;

    public static object?[] Values(IEnumerable<StoredEvent> events)
    {
        var rows = events.SelectMany(one => one.Rows.Select(row => (Tenant: one.Tenant.Value, Row: row))).Distinct().ToList();
        return [rows.Select(row => row.Tenant).ToArray(), rows.Select(row => row.Row).ToArray()];
    }

    public static Named Read(NpgsqlDataReader row) => new(row.GetGuid(0), row.GetGuid(1), new NamedRow(row.GetString(2), row.GetString(3)));

    /// <param name="keys">Of the event's tenant.</param>
    public FeedEvent Open(StoredEvent one, TenantKeys keys) =>
        new()
        {
            Number = keys.RecordIds.Permute(one.Sequence),
            Told = one.Told,
            Lock = Of(one, one.Told.Lock),
            Site = Of(one, one.Site),
            By = Of(one, one.Told.By?.Id)?.Id,
            On = Of(one, one.Told.On?.Id)?.Id,
            Credential = Of(one, one.Told.Credential)?.Id,
        };

    private NamedRow? Of(StoredEvent one, Guid? row) => row is { } id ? found.GetValueOrDefault((one.Tenant.Value, id)) : null;
}
