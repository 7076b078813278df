using Latchwork.Testing;
using Npgsql;

namespace Latchwork.Conformance.Tests.Cluster;

/// <summary>Who holds a link, and since which epoch.</summary>
/// <param name="Node">Null while nobody does; an expired lease counts as nobody's.</param>
internal readonly record struct HeldLink(string Address, Guid? Node);

/// <summary>A lock of the installation.</summary>
/// <param name="Node">Who holds its link.</param>
internal readonly record struct Door(int Number, string Link, Guid? Node);

/// <summary>The one PostgreSQL of several servers, asked as its owner.</summary>
internal sealed class SharedDatabase : IAsyncDisposable
{
    private readonly NpgsqlDataSource owner;

    private SharedDatabase(string connection) => (Connection, owner) = (connection, NpgsqlDataSource.Create(connection));

    public string Connection { get; }

    /// <summary>It waits for the disk, as in earnest.</summary>
    public static async Task<SharedDatabase> StartAsync() => new((await TestCluster.StartDurableAsync()).ConnectionTo("latchwork"));

    public Task<List<HeldLink>> LinksAsync() =>
        ListAsync(
            """
            select k.address, case when x.expires_at > clock_timestamp() then x.node_id end
            from link_lease x join link k on k.tenant_id = x.tenant_id and k.link_id = x.link_id order by 1
            """,
            row => new HeldLink(row.GetString(0), row.IsDBNull(1) ? null : row.GetGuid(1))
        );

    public Task<List<Door>> DoorsAsync() =>
        ListAsync(
            """
            select p.wire_id, k.address, x.node_id from smart_lock l
            join link k on k.tenant_id = l.tenant_id and k.link_id = l.link_id
            join link_lease x on x.tenant_id = l.tenant_id and x.link_id = l.link_id
            join public_id p on p.row_id = l.lock_id and p.kind = 1 order by 1
            """,
            row => new Door(
                int.Parse(row.GetString(0), System.Globalization.CultureInfo.InvariantCulture),
                row.GetString(1),
                row.IsDBNull(2) ? null : row.GetGuid(2)
            )
        );

    /// <summary>The node that started last.</summary>
    public async Task<Guid> NewestNodeAsync() =>
        (await ListAsync("select node_id from node order by joined_at desc limit 1", row => row.GetGuid(0)))[0];

    /// <summary>By its own clock, which is the one that leases go by.</summary>
    public async Task<DateTime> TimeAsync() => (await ListAsync("select clock_timestamp()", row => row.GetDateTime(0)))[0];

    public async Task<long> CountAsync(string sql) => (await ListAsync(sql, row => row.GetInt64(0)))[0];

    public async Task DoAsync(string sql)
    {
        await using var command = owner.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    public async Task<List<T>> ListAsync<T>(string sql, Func<NpgsqlDataReader, T> map)
    {
        await using var command = owner.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<T>();
        while (await reader.ReadAsync())
        {
            rows.Add(map(reader));
        }

        return rows;
    }

    public ValueTask DisposeAsync() => owner.DisposeAsync();
}
