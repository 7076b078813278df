using Latchwork.Operations.Recovery;
using Latchwork.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Latchwork.Operations.Tests.Recovery;

/// <summary>Backups of a house, and the house that comes of one.</summary>
internal static class Restorations
{
    /// <returns>The file.</returns>
    public static async Task<string> BackUpAsync(this House house)
    {
        var target = Path.Combine(TestPaths.Fresh("backups"), "house.backup");
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        return (await new MakeBackup(house.Owner, house.Clock).RunAsync(target, progress: null, CancellationToken.None)).Path;
    }

    /// <summary>What the server does once a second.</summary>
    public static Task KeepJournalAsync(this House house) => house.Get<KeepRecoveryJournal>().RunAsync(CancellationToken.None);

    /// <summary>What the server does last.</summary>
    public static async Task CloseJournalAsync(this House house) =>
        Xunit.Assert.Null(await house.Get<KeepRecoveryJournal>().CloseAsync(CancellationToken.None));

    /// <summary>Another node's, in a folder of its own.</summary>
    public static (KeepRecoveryJournal Journal, string Folder) OtherJournal(this House house)
    {
        var folder = TestPaths.Fresh("recovery");
        var node = house.NewNode(services => services.AddSingleton(new RecoveryOptions { Folder = folder }));
        return (node.GetRequiredService<KeepRecoveryJournal>(), folder);
    }

    /// <param name="journals">Folders; none: what is known is what the backup says.</param>
    public static async Task<(House House, RestoreReport Report)> RestoreAsync(this House house, string backup, params string[] journals)
    {
        var database = await TestDatabase.CreateEmptyAsync();
        var moved = house.MovedTo(database);
        using var keys = house.NewRootKeys();
        var report = await new RestoreBackup(moved.Owner, house.Clock).RunAsync(backup, journals, keys, progress: null, CancellationToken.None);
        return (moved, report);
    }

    public static async Task<IReadOnlyList<string>> TextsAsync(this House house, string sql)
    {
        await using var command = house.Owner.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        var found = new List<string>();
        while (await reader.ReadAsync())
        {
            found.Add(reader.GetString(0));
        }

        return found;
    }

    /// <summary>Every table but those that a restore writes itself, as a hash of its rows.</summary>
    public static async Task<Dictionary<string, string>> TablesAsync(this House house)
    {
        var tables = await house.TextsAsync(
            "select relname::text from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition order by 1"
        );
        var hashes = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var table in tables)
        {
            hashes[table] = await house.AskAsync<string>(
                $"select count(*) || ' ' || coalesce(md5(string_agg(t::text, '|' order by t::text)), '') from {table} t"
            );
        }

        return hashes;
    }
}
