using Latchwork.Operations.Storage;
using Npgsql;

namespace Latchwork.Operations.Recovery;

/// <summary>What there is to copy, as the database itself tells.</summary>
internal sealed class BackupSchema(NpgsqlConnection connection)
{
    public static string Quoted(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    public static string ColumnList(IEnumerable<string> columns) => string.Join(", ", columns.Select(Quoted));

    /// <summary>Empty where none was ever applied.</summary>
    public async Task<List<BackupMigration>> MigrationsAsync(CancellationToken cancel) =>
        await IsThereAsync("migration", cancel)
            ? await ListAsync(
                "select name, checksum from migration order by name",
                row => new BackupMigration(row.GetString(0), row.GetFieldValue<byte[]>(1)),
                cancel
            )
            : [];

    public async Task<bool> IsThereAsync(string table, CancellationToken cancel) =>
        (await ListAsync($"select to_regclass('public.{table}') is not null", row => row.GetBoolean(0), cancel))[0];

    /// <summary>
    /// All but the list of migrations, each behind those that it refers to. A partitioned table is one; its partitions are made anew where it is restored.
    /// </summary>
    public async Task<List<BackupTable>> TablesAsync(CancellationToken cancel)
    {
        var columns = await ListAsync(
            """
            select c.relname, array_agg(a.attname::text order by a.attnum) from pg_class c join pg_attribute a on a.attrelid = c.oid
            where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
                and a.attnum > 0 and not a.attisdropped and c.relname <> all (array['migration', 'restore_under_way'])
            group by c.relname order by c.relname
            """,
            row => new BackupTable(row.GetString(0), row.GetFieldValue<string[]>(1), 0, []),
            cancel
        );
        var needs = await ListAsync(
            """
            select c.relname, f.relname from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_class f on f.oid = k.confrelid
            where k.contype = 'f' and k.conparentid = 0 and k.conrelid <> k.confrelid and c.relnamespace = 'public'::regnamespace
            """,
            row => (Table: row.GetString(0), On: row.GetString(1)),
            cancel
        );
        return InOrder(columns, needs.ToLookup(need => need.Table, need => need.On));
    }

    public Task<List<BackupSequence>> SequencesAsync(CancellationToken cancel) =>
        ListAsync(
            "select sequencename::text, coalesce(last_value, 0) from pg_sequences where schemaname = 'public' order by 1",
            row => new BackupSequence(row.GetString(0), row.GetInt64(1)),
            cancel
        );

    public Task<List<DateOnly>> MonthsAsync(CancellationToken cancel) =>
        ListAsync(
            "select distinct date_trunc('month', received_at at time zone 'utc')::date from audit_event order by 1",
            row => row.GetFieldValue<DateOnly>(0),
            cancel
        );

    public async Task<long> NumberAsync(string sql, CancellationToken cancel) => (await ListAsync(sql, row => row.GetInt64(0), cancel))[0];

    private async Task<List<T>> ListAsync<T>(string sql, Func<NpgsqlDataReader, T> map, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await using var reader = await command.ExecuteReaderAsync(cancel);
        return await AccessDb.ReadAllAsync(reader, map, cancel);
    }

    private static List<BackupTable> InOrder(List<BackupTable> tables, ILookup<string, string> needs)
    {
        var ordered = new List<BackupTable>();
        var placed = new HashSet<string>(StringComparer.Ordinal);
        while (ordered.Count < tables.Count)
        {
            var next = tables.FindAll(table => !placed.Contains(table.Name) && needs[table.Name].All(placed.Contains));
            if (next.Count == 0)
            {
                throw new InvalidOperationException("Tables refer to each other in a circle.");
            }

            ordered.AddRange(next);
            placed.UnionWith(next.Select(table => table.Name));
        }

        return ordered;
    }
}
