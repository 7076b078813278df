using Latchwork.Domain;
using Latchwork.Domain.Devices;
using Latchwork.Operations.Storage;
using Npgsql;

namespace Latchwork.Operations.Fleet;

/// <summary>A link and the tenant it belongs to.</summary>
public readonly record struct LinkKey(TenantId Tenant, LinkId Link);

/// <param name="Epoch">Of the lease that was taken or renewed.</param>
public readonly record struct GrantedLease(LinkKey Key, long Epoch);

/// <summary>What a link's holder tells with each renewal: how its queue stands.</summary>
public readonly record struct LeaseNews(GrantedLease Lease, QueueDepth Depth);

/// <summary>All nodes and all leases at one moment of the database's clock.</summary>
public sealed record FleetView(
    DateTimeOffset Now,
    IReadOnlyList<NodeRow> Nodes,
    IReadOnlyList<LeaseRow> Leases,
    IReadOnlyDictionary<LinkId, TenantId> Tenants
);

/// <summary>
/// The leases of links in the database (design, "Leases"): rows of the tables without a tenant, measured by the database's own clock and by
/// no other.
/// </summary>
public sealed class LinkLeases(AccessDb db)
{
    private static readonly string Life = FormattableString.Invariant($"interval '{LeaseRules.Life.TotalSeconds} seconds'");

    /// <summary>Says that the node lives.</summary>
    /// <param name="version">The release that it runs.</param>
    public Task BeatAsync(NodeId node, string name, string version, DateTimeOffset startedAt, CancellationToken cancel) =>
        db.ListAsync(
            TenantSet.None,
            """
            insert into node (node_id, name, started_at, joined_at, seen_at, version) values ($1, $2, $3, clock_timestamp(), clock_timestamp(), $4)
            on conflict (node_id) do update set seen_at = clock_timestamp(), stopped_at = null
            returning 1
            """,
            row => row.GetInt32(0),
            [node.Value, name, startedAt, version],
            cancel
        );

    public async Task<FleetView> LookAsync(CancellationToken cancel)
    {
        var nodes = await db.ListAsync(
            TenantSet.None,
            $"select node_id, joined_at, seen_at, clock_timestamp() from node where stopped_at is null and seen_at > clock_timestamp() - {Life} * 2",
            row => (Node: new NodeRow(new NodeId(row.GetGuid(0)), Instant(row, 1), Instant(row, 2)), Now: Instant(row, 3)),
            [],
            cancel
        );
        var leases = await db.ListAsync(
            TenantSet.None,
            "select tenant_id, link_id, node_id, epoch, coalesce(expires_at, '-infinity'), clock_timestamp() from link_lease",
            row =>
                (
                    Tenant: new TenantId(row.GetGuid(0)),
                    Row: new LeaseRow(new LinkId(row.GetGuid(1)), row.GetId(2, id => new NodeId(id)), row.GetInt64(3), Instant(row, 4)),
                    Now: Instant(row, 5)
                ),
            [],
            cancel
        );
        return new FleetView(
            leases.Count > 0 ? leases[0].Now : nodes[0].Now,
            [.. nodes.Select(n => n.Node)],
            [.. leases.Select(l => l.Row)],
            leases.ToDictionary(l => l.Row.Link, l => l.Tenant)
        );
    }

    /// <summary>Takes those of the links that nobody holds.</summary>
    public Task<List<GrantedLease>> TakeAsync(NodeId node, IReadOnlyCollection<LinkId> links, CancellationToken cancel) =>
        links.Count == 0
            ? Task.FromResult(new List<GrantedLease>())
            : db.ListAsync(
                TenantSet.None,
                $"""
                update link_lease l set node_id = $1, epoch = l.epoch + 1, expires_at = clock_timestamp() + {Life}, told_at = null
                from (select tenant_id, link_id from link_lease
                    where link_id = any ($2) and (node_id is null or expires_at <= clock_timestamp())
                    order by tenant_id, link_id for update skip locked) as free
                where l.tenant_id = free.tenant_id and l.link_id = free.link_id
                returning l.tenant_id, l.link_id, l.epoch
                """,
                Read,
                [node.Value, links.Select(link => link.Value).ToArray()],
                cancel
            );

    /// <summary>Renews what is still held; the answer leaves out what was lost.</summary>
    public Task<List<GrantedLease>> RenewAsync(NodeId node, IReadOnlyCollection<LeaseNews> held, CancellationToken cancel) =>
        db.ListAsync(
            TenantSet.None,
            $"""
            update link_lease l set expires_at = clock_timestamp() + {Life}, told_at = clock_timestamp(), queued = h.queued, under_way = h.under_way,
                empty_in = h.empty_in, edit_takes = h.edit_takes
            from unnest($2::uuid[], $3::uuid[], $4::bigint[], $5::integer[], $6::integer[], $7::interval[], $8::interval[])
                as h (tenant_id, link_id, epoch, queued, under_way, empty_in, edit_takes)
            where l.tenant_id = h.tenant_id and l.link_id = h.link_id and l.epoch = h.epoch and l.node_id = $1 and l.expires_at > clock_timestamp()
            returning l.tenant_id, l.link_id, l.epoch
            """,
            Read,
            [
                node.Value,
                .. Columns([.. held.Select(one => one.Lease)]),
                held.Select(one => one.Depth.Waiting).ToArray(),
                held.Select(one => one.Depth.UnderWay).ToArray(),
                held.Select(one => one.Depth.EmptyIn).ToArray(),
                held.Select(one => one.Depth.EditTakes).ToArray(),
            ],
            cancel
        );

    /// <summary>Gives links up at once, so that others need not wait for the leases to run out.</summary>
    public Task GiveUpAsync(NodeId node, IReadOnlyCollection<GrantedLease> held, CancellationToken cancel) =>
        db.ListAsync(
            TenantSet.None,
            """
            update link_lease l set node_id = null, expires_at = null, told_at = null
            from unnest($2::uuid[], $3::uuid[], $4::bigint[]) as h (tenant_id, link_id, epoch)
            where l.tenant_id = h.tenant_id and l.link_id = h.link_id and l.epoch = h.epoch and l.node_id = $1
            returning l.epoch
            """,
            row => row.GetInt64(0),
            [node.Value, .. Columns(held)],
            cancel
        );

    /// <summary>Ends the lease of a removed link for good.</summary>
    public Task EndAsync(NodeId node, GrantedLease lease, CancellationToken cancel) =>
        db.ListAsync(
            TenantSet.None,
            "delete from link_lease where tenant_id = $1 and link_id = $2 and node_id = $3 and epoch = $4 returning 1",
            row => row.GetInt32(0),
            [lease.Key.Tenant.Value, lease.Key.Link.Value, node.Value, lease.Epoch],
            cancel
        );

    public Task StopAsync(NodeId node, CancellationToken cancel) =>
        db.ListAsync(
            TenantSet.None,
            "update node set stopped_at = clock_timestamp() where node_id = $1 returning 1",
            row => row.GetInt32(0),
            [node.Value],
            cancel
        );

    /// <summary>Frees all links, so that the leases of a run that was killed need not be waited for. Only where no other node can reach the database.</summary>
    public Task EndFormerNodesAsync(CancellationToken cancel) =>
        db.ListAsync(
            TenantSet.None,
            """
            with ended as (update node set stopped_at = clock_timestamp() where stopped_at is null)
            update link_lease set node_id = null, expires_at = null where node_id is not null returning epoch
            """,
            row => row.GetInt64(0),
            [],
            cancel
        );

    private static object[] Columns(IReadOnlyCollection<GrantedLease> held) =>
        [
            held.Select(lease => lease.Key.Tenant.Value).ToArray(),
            held.Select(lease => lease.Key.Link.Value).ToArray(),
            held.Select(lease => lease.Epoch).ToArray(),
        ];

    private static DateTimeOffset Instant(NpgsqlDataReader row, int column) => row.GetFieldValue<DateTimeOffset>(column);

    private static GrantedLease Read(NpgsqlDataReader row) =>
        new(new LinkKey(new TenantId(row.GetGuid(0)), new LinkId(row.GetGuid(1))), row.GetInt64(2));
}
