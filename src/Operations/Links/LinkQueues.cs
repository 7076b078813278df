using Latchwork.Domain;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Users;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Storage;
using Npgsql;

namespace Latchwork.Operations.Links;

/// <summary>What waits for the devices behind a link.</summary>
/// <param name="IsHeld">A node works on it. While none does, nothing is sent.</param>
/// <param name="Commands">Acts that were saved and have not ended: doors and settings.</param>
/// <param name="UnderWay">Those of the queue that were sent, or are about to be.</param>
/// <param name="OldestAt">When the oldest of the acts was asked for.</param>
/// <param name="Credentials">Codes and cards that are to be written, changed or taken off, and have not been acknowledged.</param>
/// <param name="LaterCredentials">Those that are not to be delivered yet.</param>
/// <param name="EmptyIn">So long it will probably be until all of it is done, by how long such acts took lately. Null: offline, or nobody knows yet.</param>
public sealed record SeenQueue(
    SeenLink Link,
    bool IsHeld,
    int Commands,
    int UnderWay,
    DateTimeOffset? OldestAt,
    int Credentials,
    int LaterCredentials,
    TimeSpan? EmptyIn
);

/// <summary>The links of a tenant with what waits in front of each.</summary>
public sealed class LinkQueues
{
    private readonly CallerReads reads;

    internal LinkQueues(CallerReads reads) => this.reads = reads;

    /// <summary>Oldest link first.</summary>
    public async Task<Outcome<PageOf<SeenQueue>>> ListAsync(Caller by, TenantId tenant, PageRequest page, CancellationToken cancel)
    {
        var found = await reads.ReadAsync(by, Sql.For(page), Paged.Row(Read), now => [tenant.Value, page.Size, page.Start, now], cancel);
        return found.IsRefused(out var refusal, out var read) ? refusal
            : AccessDecision.Refuse(Permission.LinksRead, read.By.StandingIn(tenant), Noun.Tenant) is { } weak ? weak
            : Paged.Page(read.Rows);
    }

    private static SeenQueue Read(NpgsqlDataReader row)
    {
        const int at = LinkQueries.Width;
        var (credentials, queued, underWay) = (row.GetInt32(at + 4), row.GetInt32(at + 6), row.GetInt32(at + 2));
        var (emptyIn, editTakes) = (row.GetOptional<TimeSpan>(at + 7), row.GetOptional<TimeSpan>(at + 8));
        return new SeenQueue(
            LinkQueries.ReadLink(row),
            row.GetBoolean(at),
            row.GetInt32(at + 1),
            underWay,
            row.GetInstant(at + 3),
            credentials,
            row.GetInt32(at + 5),
            // Of the credentials some are in the queue already.
            emptyIn is { } empty
            && editTakes is { } edit
                ? empty + (Math.Max(0, credentials - queued) * edit)
                : null
        );
    }

    private static readonly PagedSql Sql = Paged.Sql(
        "select k.tenant_id, k.link_id, k.created_at, ku.wire_id as id from link k "
            + $"join public_id ku on ku.tenant_id = k.tenant_id and ku.row_id = k.link_id and ku.kind = {(int)WireIdKind.LinkUuid} "
            + "where k.tenant_id = $1 and k.removed_at is null",
        PageOrder.Rising("created_at timestamptz, id text"),
        size: 2,
        "h",
        (
            $"""
            h.id, k.family, k.name, k.address, su.wire_id, k.is_online, k.network_identity is not null, k.changed_at, k.offline_because, k.created_at,
            coalesce(x.expires_at > clock_timestamp(), false), coalesce(c.commands, 0), case when x.expires_at > clock_timestamp() then coalesce(x.under_way, 0) else 0 end, c.oldest,
            coalesce(e.due, 0), coalesce(e.later, 0), coalesce(x.queued, 0), t.empty_in, t.edit_takes
            """,
            $"""
            left join link k on k.tenant_id = h.tenant_id and k.link_id = h.link_id
            left join public_id su on su.tenant_id = k.tenant_id and su.row_id = k.site_id and su.kind = {(int)WireIdKind.SiteUuid}
            left join link_lease x on x.tenant_id = h.tenant_id and x.link_id = h.link_id
            left join link_lease t on t.tenant_id = x.tenant_id and t.link_id = x.link_id and t.told_at is not null and t.expires_at > clock_timestamp()
            left join lateral (
                select count(*)::int as commands, min(d.submitted_at) as oldest from device_command d
                where d.tenant_id = h.tenant_id and d.link_id = h.link_id and d.ended_at is null) c on true
            left join lateral (
                select count(*) filter (where n.deliver_from is null or n.deliver_from <= $4)::int as due, count(*) filter (where n.deliver_from > $4)::int as later
                from smart_lock l
                join enrollment n on n.tenant_id = l.tenant_id and n.lock_id = l.lock_id and n.path = 1 and n.gone_at is null
                    and (not n.desired_present or n.evidence < {(int)EvidenceRung.Acknowledged})
                where l.tenant_id = h.tenant_id and l.link_id = h.link_id and l.decommissioned_at is null) e on true
            """
        )
    );
}
