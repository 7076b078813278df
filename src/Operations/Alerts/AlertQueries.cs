using Latchwork.Domain;
using Latchwork.Domain.Alerts;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Users;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Storage;
using Npgsql;

namespace Latchwork.Operations.Alerts;

/// <summary>Who of a tenant is told of what.</summary>
public sealed class AlertQueries
{
    private readonly CallerReads reads;
    private readonly AlertOptions options;

    internal AlertQueries(CallerReads reads, AlertOptions options) => (this.reads, this.options) = (reads, options);

    /// <summary>Oldest first.</summary>
    public async Task<Outcome<PageOf<SeenAlert>>> ListAsync(Caller by, TenantId tenant, PageRequest page, CancellationToken cancel)
    {
        var found = await reads.ReadAsync(by, ListSql.For(page), Paged.Row(Read), _ => [tenant.Value, page.Size, page.Start], cancel);
        return found.IsRefused(out var refusal, out var read) ? refusal
            : AccessDecision.Refuse(Permission.AlertsRead, read.By.StandingIn(tenant), Noun.Tenant) is { } weak ? weak
            : Paged.Page(read.Rows);
    }

    private SeenAlert Read(NpgsqlDataReader row) =>
        new(
            row.GetString(0),
            row.GetString(1),
            row.GetText(2),
            (AlertChannel)row.GetInt16(3),
            [.. row.GetFieldValue<short[]>(4).Select(number => (AlertTopic)number)],
            row.GetFieldValue<string[]>(5),
            row.GetFieldValue<string[]>(6),
            row.IsDBNull(7) ? null : new QuietHours(row.GetFieldValue<TimeOnly>(7), row.GetFieldValue<TimeOnly>(8)),
            row.GetBoolean(9),
            row.GetOptional<short>(10) ?? options.MostAnHour,
            row.GetBoolean(11),
            row.GetFieldValue<DateTimeOffset>(12)
        );

    private static readonly PagedSql ListSql = Paged.Sql(
        $"""
        select i.wire_id as id, (select w.wire_id from public_id w
                where w.tenant_id = u.home_tenant_id and w.row_id = a.user_id and w.kind = {(int)WireIdKind.UserUuid}) as person,
            u.display_name, a.channel, a.topics,
            array(select p.wire_id from unnest(a.sites) with ordinality as v (row_id, n)
                join public_id p on p.tenant_id = a.tenant_id and p.row_id = v.row_id and p.kind = {(int)WireIdKind.SiteUuid} order by v.n) as sites,
            array(select p.wire_id from unnest(a.locks) with ordinality as v (row_id, n)
                join public_id p on p.tenant_id = a.tenant_id and p.row_id = v.row_id and p.kind = {(int)WireIdKind.LockUuid} order by v.n) as locks,
            a.quiet_from, a.quiet_until, a.urgent_passes, a.most_an_hour, a.is_default, a.created_at
        from alert a
        join public_id i on i.tenant_id = a.tenant_id and i.row_id = a.alert_id and i.kind = {(int)WireIdKind.AlertUuid}
        join app_user u on u.user_id = a.user_id
        where a.tenant_id = $1 and a.removed_at is null
        """,
        PageOrder.Rising("created_at timestamptz, id text"),
        size: 2
    );
}
