using Latchwork.Domain;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Storage;
using Npgsql;

namespace Latchwork.Operations.Installation;

/// <param name="Version">The release that it runs; null where it has not told since it was brought up to one that does.</param>
/// <param name="SeenAt">When it last said that it lives, by the database's clock.</param>
/// <param name="IsLive">It said so lately.</param>
/// <param name="IsThis">It answers this.</param>
/// <param name="Links">Whose lease it holds.</param>
public sealed record SeenNode(
    Guid Id,
    string Name,
    string? Version,
    DateTimeOffset StartedAt,
    DateTimeOffset SeenAt,
    bool IsLive,
    bool IsThis,
    int Links
);

/// <param name="Bytes">All of it on the disk.</param>
/// <param name="Connections">Of all nodes and of whoever else is connected to this database.</param>
/// <param name="Migration">The last that was made.</param>
/// <param name="OldestTransactionAt">Of those under way; null where there is none.</param>
public sealed record SeenDatabase(
    string Version,
    long Bytes,
    int Connections,
    int MostConnections,
    string Migration,
    DateTimeOffset? OldestTransactionAt
);

/// <param name="What"><c>commands</c>, <c>credentials</c>, <c>deliveries</c>, <c>messages</c>, <c>recoveryJournal</c> or <c>unsignedRecords</c>.</param>
/// <param name="OldestAt">Since when the oldest waits; null where nothing does, or it is not known.</param>
public sealed record SeenBacklog(string What, long Waiting, DateTimeOffset? OldestAt);

/// <param name="TakenAt">The state that it holds.</param>
/// <param name="Batch">The last batch of the recovery journal that is in it.</param>
public sealed record SeenBackup(DateTimeOffset TakenAt, string FileName, long Bytes, long Tenants, long Events, long Batch);

/// <summary>How the installation stands, whatever its tenants are.</summary>
/// <param name="Version">The release of the node that answers.</param>
/// <param name="Backups">The last of them, newest first: as far as this database made them.</param>
public sealed record SeenInstallation(
    string Version,
    DateTimeOffset Now,
    IReadOnlyList<SeenNode> Nodes,
    SeenDatabase Database,
    IReadOnlyList<SeenBacklog> Backlog,
    IReadOnlyList<SeenBackup> Backups
);

/// <summary>Nodes, database, backlog and backups, for the administrators of the installation.</summary>
public sealed class ReadInstallation
{
    private const int MostBackups = 10;
    private const int MostNodes = 50;

    private readonly InstallationReads reads;
    private readonly ThisNode self;

    internal ReadInstallation(InstallationReads reads, ThisNode self) => (this.reads, this.self) = (reads, self);

    public async Task<Outcome<SeenInstallation>> RunAsync(Caller by, CancellationToken cancel)
    {
        var found = await reads.ListAsync(by, Sql, Part.Read, now => [now, MostBackups, MostNodes], cancel);
        if (found.IsRefused(out var refusal, out var parts))
        {
            return refusal;
        }

        return new SeenInstallation(
            Release.Version,
            reads.Now,
            [.. parts.Select(part => part.Node).OfType<SeenNode>().Select(node => node with { IsThis = node.Id == self.Id?.Value })],
            parts.Select(part => part.Database).OfType<SeenDatabase>().Single(),
            [.. parts.Select(part => part.Backlog).OfType<SeenBacklog>()],
            [.. parts.Select(part => part.Backup).OfType<SeenBackup>()]
        );
    }

    /// <summary>One of four kinds of rows, so that all is of one moment and costs one round trip.</summary>
    private sealed record Part(SeenNode? Node = null, SeenDatabase? Database = null, SeenBacklog? Backlog = null, SeenBackup? Backup = null)
    {
        public static Part Read(NpgsqlDataReader row) =>
            row.GetInt32(0) switch
            {
                1 => new Part(
                    Node: new SeenNode(
                        row.GetGuid(1),
                        row.GetString(2),
                        row.GetText(3),
                        row.GetFieldValue<DateTimeOffset>(4),
                        row.GetFieldValue<DateTimeOffset>(5),
                        row.GetBoolean(6),
                        IsThis: false,
                        (int)row.GetInt64(7)
                    )
                ),
                2 => new Part(
                    Database: new SeenDatabase(
                        row.GetString(2),
                        row.GetInt64(7),
                        (int)row.GetInt64(8),
                        (int)row.GetInt64(9),
                        row.GetString(3),
                        row.GetInstant(4)
                    )
                ),
                3 => new Part(Backlog: new SeenBacklog(row.GetString(2), row.GetInt64(7), row.GetInstant(4))),
                _ => new Part(
                    Backup: new SeenBackup(
                        row.GetFieldValue<DateTimeOffset>(4),
                        row.GetString(2),
                        row.GetInt64(7),
                        row.GetInt64(8),
                        row.GetInt64(9),
                        row.GetInt64(10)
                    )
                ),
            };
    }

    private static readonly string Sql = FormattableString.Invariant(
        $"""
        (select 1, n.node_id, n.name, n.version, n.started_at, n.seen_at, n.stopped_at is null and n.seen_at > clock_timestamp() - interval '{Domain.Devices.LeaseRules.Life.TotalSeconds} seconds',
            (select count(*) from link_lease x where x.node_id = n.node_id and x.expires_at > clock_timestamp()), 0::bigint, 0::bigint, 0::bigint
        from node n where n.seen_at > clock_timestamp() - interval '1 day' order by n.seen_at desc limit $3)
        union all
        select 2, null, current_setting('server_version'), (select replace(max(name), '.sql', '') from migration),
            (select min(a.xact_start) from pg_stat_activity a where a.datname = current_database() and a.pid <> pg_backend_pid()), null, false,
            pg_database_size(current_database()), (select count(*) from pg_stat_activity a where a.datname = current_database()),
            current_setting('max_connections')::bigint, 0
        union all
        select 3, null, b.what, null, b.oldest, null, false, b.waiting, 0, 0, 0 from latchwork_backlog($1) b
        union all
        (select 4, null, k.file_name, null, k.taken_at, null, false, k.bytes, k.tenants, k.events, k.batch from backup k order by k.taken_at desc limit $2)
        """
    );
}
