using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace Latchwork.Operations.Storage;

/// <summary>
/// Brings the database to this release: numbered SQL files, each applied once in a transaction of its own, under an advisory lock so that
/// nodes that start together do it once. A file that was applied and has changed since stops the start.
/// </summary>
public static class Migrator
{
    private const long LockNumber = 7301_0001;

    /// <param name="owner">A connection as the owner of the tables, not as <c>latchwork_app</c>.</param>
    /// <exception cref="InvalidOperationException">The database was made by a newer release, or by files that differ from these.</exception>
    public static Task<int> RunAsync(NpgsqlDataSource owner, TimeProvider clock, CancellationToken cancel) =>
        RunAsync(owner, upTo: null, clock, cancel);

    /// <param name="upTo">The last file to apply; null for all.</param>
    internal static async Task<int> RunAsync(NpgsqlDataSource owner, string? upTo, TimeProvider clock, CancellationToken cancel)
    {
        await using var connection = await owner.OpenConnectionAsync(cancel);
        await DoAsync(connection, $"select pg_advisory_lock({LockNumber})", cancel);
        try
        {
            return await ApplyMissingAsync(connection, upTo, clock, cancel);
        }
        finally
        {
            await DoAsync(connection, $"select pg_advisory_unlock({LockNumber})", CancellationToken.None);
        }
    }

    private static async Task<int> ApplyMissingAsync(NpgsqlConnection connection, string? upTo, TimeProvider clock, CancellationToken cancel)
    {
        await DoAsync(connection, Preparation, cancel);
        var applied = await AppliedAsync(connection, cancel);
        var files = Files();
        if (applied.Keys.FirstOrDefault(name => !files.Any(file => file.Name == name)) is { } unknown)
        {
            throw new InvalidOperationException(
                $"The database has the migration '{unknown}', which this release does not know. Start the newer release."
            );
        }

        var done = 0;
        foreach (var (name, sql, checksum) in files.TakeWhile(file => upTo is null || string.CompareOrdinal(file.Name, upTo) <= 0))
        {
            if (applied.TryGetValue(name, out var before))
            {
                if (!before.AsSpan().SequenceEqual(checksum))
                {
                    throw new InvalidOperationException($"The migration '{name}' differs from the one that made this database.");
                }

                continue;
            }

            await ApplyAsync(connection, name, sql, checksum, clock, cancel);
            done++;
        }

        return done;
    }

    private static async Task ApplyAsync(
        NpgsqlConnection connection,
        string name,
        string sql,
        byte[] checksum,
        TimeProvider clock,
        CancellationToken cancel
    )
    {
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await DoAsync(connection, sql, cancel);
        await using var note = new NpgsqlCommand("insert into migration (name, checksum, applied_at) values ($1, $2, $3)", connection, transaction);
        note.Parameters.Add(new() { Value = name });
        note.Parameters.Add(new() { Value = checksum });
        note.Parameters.Add(new() { Value = clock.GetUtcNow() });
        await note.ExecuteNonQueryAsync(cancel);
        await transaction.CommitAsync(cancel);
    }

    private static async Task<Dictionary<string, byte[]>> AppliedAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand("select name, checksum from migration", connection);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var applied = new Dictionary<string, byte[]>();
        while (await reader.ReadAsync(cancel))
        {
            applied.Add(reader.GetString(0), reader.GetFieldValue<byte[]>(1));
        }

        return applied;
    }

    /// <summary>The files of this release, in their order.</summary>
    internal static List<(string Name, string Sql, byte[] Checksum)> Files() =>
        [
            .. Assembly
                .GetExecutingAssembly()
                .GetManifestResourceNames()
                .Where(name => char.IsAsciiDigit(name[0]))
                .Order(StringComparer.Ordinal)
                .Select(name =>
                {
                    using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!;
                    using var reader = new StreamReader(stream, Encoding.UTF8);
                    var sql = reader.ReadToEnd();
                    return (name, sql, SHA256.HashData(Encoding.UTF8.GetBytes(sql)));
                }),
        ];

    private static async Task DoAsync(NpgsqlConnection connection, string sql, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancel);
    }

    // The application's role may not be created where the account lacks that right: then it must be there already.
    private const string Preparation = """
        create extension if not exists btree_gist;
        do $$ begin
            if not exists (select from pg_roles where rolname = 'latchwork_app') then create role latchwork_app nologin; end if;
            if not pg_has_role(current_user, 'latchwork_app', 'member') then execute format('grant latchwork_app to %I', current_user); end if;
        end $$;
        create table if not exists migration (name text primary key, checksum bytea not null, applied_at timestamptz not null);
        """;
}
