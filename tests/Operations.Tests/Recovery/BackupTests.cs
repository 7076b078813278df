using System.IO.Compression;
using System.Text;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Recovery;
using Latchwork.Operations.Tests.Credentials;
using Latchwork.Operations.Tests.Grants;
using Latchwork.Testing;
using Xunit;

namespace Latchwork.Operations.Tests.Recovery;

/// <summary>FS-6: what a backup holds, and which files and databases are refused.</summary>
public sealed class BackupTests
{
    [Fact]
    public async Task A_restored_database_has_every_row_of_every_table_and_goes_on_counting()
    {
        await using var house = await LivedInAsync();
        var before = await house.TablesAsync();
        var loaded = house.MovedTo(await TestDatabase.CreateEmptyAsync());
        await using var disposed = loaded;

        var (archive, manifest) = await BackupFile.OpenAsync(await house.BackUpAsync(), CancellationToken.None);
        await using (archive)
        {
            await new LoadBackup(loaded.Owner, house.Clock).RunAsync(archive, manifest, progress: null, CancellationToken.None);
        }

        var after = await loaded.TablesAsync();
        Assert.True(after.Remove(LoadBackup.Mark));
        // The moments at which migrations ran are those of the new database.
        Assert.Equal(before.Where(IsCopied), after.Where(IsCopied));
        Assert.InRange(before.Values.Count(rows => !rows.StartsWith("0 ", StringComparison.Ordinal)), 20, int.MaxValue);
        Assert.Equal(await SequencesAsync(house), await SequencesAsync(loaded));

        static bool IsCopied(KeyValuePair<string, string> table) => !string.Equals(table.Key, "migration", StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_restored_house_is_lived_in_as_before()
    {
        await using var house = await LivedInAsync();

        var (restored, report) = await house.RestoreAsync(await house.BackUpAsync());
        await using var disposed = restored;

        Assert.NotNull(report.TakenAt);
        Assert.All(await restored.VerifyAsync(), chain => Assert.True(chain.IsSound, string.Join(' ', chain.Faults)));
        var desk = await restored.DeskAsync();
        var door = await restored.NumberAsync(await restored.AddLockAsync());
        await restored.PersonAsync("friend");
        await restored.GivenAsync(desk, door, "friend");
        Assert.All(await restored.VerifyAsync(), chain => Assert.True(chain.IsSound, string.Join(' ', chain.Faults)));
        Assert.Equal(3, await restored.AskAsync<long>("select count(*) from audit_event where kind = 123"));
    }

    /// <summary>A cut, a bit anywhere, a missing table, another format: said before the database is touched.</summary>
    [Fact]
    public async Task A_damaged_backup_is_refused_and_leaves_the_database_empty()
    {
        await using var house = await LivedInAsync();
        var sound = await File.ReadAllBytesAsync(await house.BackUpAsync(), TestContext.Current.CancellationToken);
        var damaged = new List<byte[]>
        {
            sound[..^1],
            sound[..(sound.Length / 2)],
            Array.Empty<byte>(),
            Encoding.ASCII.GetBytes("no backup"),
            WithoutTable(sound, "audit_event"),
        };
        await using var empty = house.MovedTo(await TestDatabase.CreateEmptyAsync());
        foreach (var bytes in damaged)
        {
            var file = TestPaths.Fresh("damaged");
            await File.WriteAllBytesAsync(file, bytes, TestContext.Current.CancellationToken);
            var restore = () => new RestoreBackup(empty.Owner, house.Clock).RunAsync(file, [], keys: null, progress: null, CancellationToken.None);
            await Assert.ThrowsAsync<BackupException>(restore);
        }

        Assert.Empty(await empty.TablesAsync());
    }

    /// <summary>One that is not refused is in what no row depends on, such as the time of an entry.</summary>
    [Fact]
    public async Task A_bit_that_turned_is_found_or_changes_no_row()
    {
        await using var house = await House.OpenAsync();
        var path = await house.BackUpAsync();
        var sound = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
        var manifest = await ManifestAsync(path);
        var harmless = 0;
        foreach (var at in Enumerable.Range(0, 300).Select(n => n * (sound.Length / 300)))
        {
            var file = TestPaths.Fresh("bent");
            await File.WriteAllBytesAsync(file, Bent(sound, at), TestContext.Current.CancellationToken);
            try
            {
                await RestoreBackup.CheckAsync(file, CancellationToken.None);
                Assert.Equal(manifest, await ManifestAsync(file));
                harmless++;
            }
            catch (BackupException) { }
        }

        Assert.InRange(harmless, 0, 120);

        static async Task<string> ManifestAsync(string path)
        {
            var (archive, manifest) = await BackupFile.OpenAsync(path, CancellationToken.None);
            archive.Dispose();
            return System.Text.Json.JsonSerializer.Serialize(manifest, RecoveryJson.Default.BackupManifest);
        }
    }

    [Fact]
    public async Task A_file_that_is_there_is_not_written_over_and_none_is_left_of_a_backup_that_failed()
    {
        await using var house = await House.OpenAsync();
        var file = await house.BackUpAsync();
        var before = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);

        await Assert.ThrowsAsync<BackupException>(() => MakeAsync(house, file));
        Assert.Equal(before, await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken));

        await using var empty = house.MovedTo(await TestDatabase.CreateEmptyAsync());
        var other = file + "2";
        await Assert.ThrowsAsync<BackupException>(() => MakeAsync(empty, other));
        Assert.Equal([file], Directory.GetFiles(Path.GetDirectoryName(file)!));

        var named = (await MakeAsync(house, Path.GetDirectoryName(file)!)).Path;
        Assert.Matches(@"latchwork-\d{8}T\d{6}Z\.backup$", named);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(named));
        }
    }

    [Fact]
    public async Task Nothing_is_restored_over_a_database_that_is_not_empty()
    {
        await using var house = await House.OpenAsync();
        var backup = await house.BackUpAsync();
        var before = await house.TablesAsync();

        var restore = () => new RestoreBackup(house.Owner, house.Clock).RunAsync(backup, [], keys: null, progress: null, CancellationToken.None);

        Assert.Contains("not empty", (await Assert.ThrowsAsync<BackupException>(restore)).Message, StringComparison.Ordinal);
        Assert.Equal(before, await house.TablesAsync());
    }

    /// <summary>KR-2: else the first request would find that no secret can be opened.</summary>
    [Fact]
    public async Task Another_root_key_is_said_by_the_restore_which_is_then_begun_again_with_the_right_one()
    {
        await using var house = await LivedInAsync();
        var backup = await house.BackUpAsync();
        await using var other = await House.OpenAsync();
        await using var restored = house.MovedTo(await TestDatabase.CreateEmptyAsync());
        using var wrong = other.NewRootKeys();
        var restore = new RestoreBackup(restored.Owner, house.Clock);

        await Assert.ThrowsAsync<BackupException>(() => restore.RunAsync(backup, [], wrong, progress: null, CancellationToken.None));
        var start = await Assert.ThrowsAsync<BackupException>(() => restored.Get<RecoveryState>().CheckAsync(CancellationToken.None));
        Assert.Contains("did not end", start.Message, StringComparison.Ordinal);

        using var right = house.NewRootKeys();
        await restore.RunAsync(backup, [], right, progress: null, CancellationToken.None);
        await restored.Get<RecoveryState>().CheckAsync(CancellationToken.None);
        await restored.DeskAsync();
    }

    /// <summary>KR-1, KR-7: neither file says what is sealed in the database.</summary>
    [Fact]
    public async Task No_secret_is_plain_in_a_backup_or_in_the_journal_and_no_name_is_in_the_journal()
    {
        await using var house = await LivedInAsync();
        await house.AddPasscodeAsync(await house.AddKeypadAsync(), "730158");
        var backup = await house.BackUpAsync();
        await house.KeepJournalAsync();

        var unpacked = TestPaths.Fresh("unpacked");
        await ZipFile.ExtractToDirectoryAsync(backup, unpacked, CancellationToken.None);
        string[] secrets = ["482916", "730158", People.Password];
        Assert.Empty(Directory.GetFiles(unpacked, "*", SearchOption.AllDirectories).SelectMany(file => Said(file, secrets)));
        Assert.Empty(Directory.GetFiles(house.RecoveryFolder).SelectMany(file => Said(file, [.. secrets, "Desk", "guest", "example.com"])));

        static IEnumerable<string> Said(string file, string[] words)
        {
            var text = Encoding.Latin1.GetString(File.ReadAllBytes(file));
            return words.Where(word => text.Contains(word, StringComparison.OrdinalIgnoreCase)).Select(word => $"{word} in {file}");
        }
    }

    [Fact]
    public async Task A_backup_of_a_newer_release_is_refused_by_name()
    {
        await using var house = await House.OpenAsync();
        await house.DoAsync("insert into migration (name, checksum, applied_at) values ('9999_later.sql', '\\x00', now())");
        var backup = await house.BackUpAsync();
        await using var empty = house.MovedTo(await TestDatabase.CreateEmptyAsync());

        var restore = () => new RestoreBackup(empty.Owner, house.Clock).RunAsync(backup, [], keys: null, progress: null, CancellationToken.None);

        Assert.Contains("newer release", (await Assert.ThrowsAsync<BackupException>(restore)).Message, StringComparison.Ordinal);
    }

    private static async Task<House> LivedInAsync()
    {
        var house = await House.OpenAsync();
        await house.AddTenantAsync("annex");
        var desk = await house.DeskAsync();
        await house.PersonAsync("guest");
        await house.GivenAsync(desk, await house.NumberAsync(await house.AddLockAsync()), "guest");
        await house.AddPasscodeAsync(await house.AddKeypadAsync(), "482916");
        await house.TellAsync(house.Tenant, 20, new AuditPrivate { Address = "192.0.2.7" });
        return house;
    }

    private static Task<MadeBackup> MakeAsync(House house, string target) =>
        new MakeBackup(house.Owner, house.Clock).RunAsync(target, progress: null, CancellationToken.None);

    private static Task<IReadOnlyList<string>> SequencesAsync(House house) =>
        house.TextsAsync("select sequencename || ' ' || coalesce(last_value, 0) from pg_sequences where schemaname = 'public' order by 1");

    private static byte[] Bent(byte[] bytes, int at)
    {
        var bent = bytes.ToArray();
        bent[at] ^= 0x20;
        return bent;
    }

    private static byte[] WithoutTable(byte[] bytes, string table)
    {
        var kept = new MemoryStream();
        kept.Write(bytes);
        using (var archive = new ZipArchive(kept, ZipArchiveMode.Update, leaveOpen: true))
        {
            archive.GetEntry(BackupFile.EntryOf(table))!.Delete();
        }

        return kept.ToArray();
    }
}
