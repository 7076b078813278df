using Latchwork.Domain;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Users;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Storage;
using Npgsql;

namespace Latchwork.Operations.Webhooks.Maps;

/// <summary>Endpoints of the tenant's own.</summary>
public sealed class WebhookMaps
{
    private readonly CallerReads reads;
    private readonly WebhookFormats formats;

    internal WebhookMaps(CallerReads reads, WebhookFormats formats) => (this.reads, this.formats) = (reads, formats);

    /// <summary>Oldest first.</summary>
    public async Task<Outcome<PageOf<SeenWebhookMap>>> ListAsync(Caller by, TenantId tenant, PageRequest page, CancellationToken cancel)
    {
        var found = await reads.ReadAsync(by, ListSql.For(page), Paged.Row(ReadMap), _ => [tenant.Value, page.Size, page.Start], cancel);
        return found.IsRefused(out var refusal, out var read) ? refusal
            : AccessDecision.Refuse(Permission.WebhooksRead, read.By.StandingIn(tenant), Noun.Tenant) is { } weak ? weak
            : Paged.Page(read.Rows);
    }

    private SeenWebhookMap ReadMap(NpgsqlDataReader row)
    {
        const int ViewAt = 14;
        var format = formats.Find(row.GetInt16(2));
        var view = WebhookView.Read(row, ViewAt);
        return new SeenWebhookMap(
            row.GetString(0),
            row.GetString(1),
            format?.Word,
            row.GetText(3),
            [.. (format?.Topics ?? []).Where(topic => view.Topics.Contains(topic.Number)).Select(topic => topic.Name ?? "")],
            row.GetFieldValue<string[]>(4),
            row.GetFieldValue<short[]>(5),
            view,
            row.GetInt32(6)
        )
        {
            Sites = row.GetFieldValue<string[]>(7),
            Persons = row.GetFieldValue<string[]>(8),
            Rules = new EndpointRules(row.GetBoolean(9), row.GetOptional<TimeSpan>(10)),
            FormerSecretUntil = row.GetInstant(11),
            IsReplaying = row.GetBoolean(12),
        };
    }

    private static readonly PagedSql ListSql = Paged.Sql(
        $"""
        select i.wire_id as id, coalesce(e.name, ''), e.format, c.name as service,
            array(select p.wire_id from unnest(e.devices) with ordinality as v (row_id, n)
                join public_id p on p.tenant_id = e.tenant_id and p.row_id = v.row_id and p.kind in ({(int)WireIdKind.LockUuid}, {(int)
            WireIdKind.LockerUuid}) order by v.n) as devices,
            e.methods, (select count(*)::int from delivery d where d.tenant_id = e.tenant_id and d.endpoint_id = e.endpoint_id and d.state = 1) as waiting,
            array(select p.wire_id from unnest(e.sites) with ordinality as v (row_id, n)
                join public_id p on p.tenant_id = e.tenant_id and p.row_id = v.row_id and p.kind = {(int)WireIdKind.SiteUuid} order by v.n) as sites,
            array(select p.wire_id from unnest(e.persons) with ordinality as v (row_id, n) join app_user u on u.user_id = v.row_id
                join public_id p on p.tenant_id = u.home_tenant_id and p.row_id = v.row_id and p.kind = {(int)WireIdKind.UserUuid} order by v.n) as persons,
            e.is_ordered, e.retry_for, e.former_secret_until,
            exists (select from webhook_replay r where r.tenant_id = e.tenant_id and r.endpoint_id = e.endpoint_id) as is_replaying,
            e.created_at as made_at, {WebhookView.Columns} as parked
        from webhook_endpoint e
        join public_id i on i.tenant_id = e.tenant_id and i.row_id = e.endpoint_id and i.kind = {(int)WireIdKind.WebhookUuid}
        left join api_client c on c.tenant_id = e.tenant_id and c.api_client_id = e.api_client_id
        where e.tenant_id = $1 and e.owner_user_id is null and e.removed_at is null
        """,
        PageOrder.Rising("made_at timestamptz, id text"),
        size: 2
    );
}
