using System.Text.Json;
using Latchwork.Operations.Recovery;
using Latchwork.Testing;
using Xunit;

namespace Latchwork.Operations.Tests.Recovery;

/// <summary>What a crash, a lost file or a second node make of the journal's folders (FS-2, FS-6).</summary>
public sealed class JournalFilesTests
{
    [Fact]
    public void Batches_are_read_in_their_order_from_the_folders_of_all_nodes()
    {
        var (first, second) = (TestPaths.Fresh("journal"), TestPaths.Fresh("journal"));
        Write(first, 1, 2, 3);
        Write(second, 4, 5);
        Write(first, 6);
        Write(second, 7);

        Assert.Equal([1, 2, 3, 4, 5, 6, 7], Read(first, second));
        Assert.Equal([5, 6, 7], Numbers(RecoveryFolder.Read([second, first], after: 4)));
        Assert.Equal((6, 7), (RecoveryFolder.Last(first)?.Number, RecoveryFolder.Last(second)?.Number));
    }

    /// <summary>The later one tells at least as much.</summary>
    [Fact]
    public void Of_a_batch_that_was_written_twice_the_later_one_holds()
    {
        var (killed, next) = (TestPaths.Fresh("journal"), TestPaths.Fresh("journal"));
        Write(killed, 1, 2);
        using (var folder = new RecoveryFolder(next))
        {
            folder.Append(Batch(2, second: 9, isEnd: true));
        }

        var read = RecoveryFolder.Read([killed, next], after: 0).ToList();

        Assert.Equal([1, 2], Numbers(read));
        Assert.True(read[1].IsEnd);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.999)]
    public void A_line_that_a_crash_cut_off_is_passed_over_and_those_behind_it_are_read(double kept)
    {
        var path = TestPaths.Fresh("journal");
        Write(path, 1, 2, 3);
        var file = Assert.Single(Directory.GetFiles(path));
        var lines = File.ReadAllLines(file);
        File.WriteAllText(file, $"{lines[0]}\n{lines[1]}\n{lines[2][..(int)(lines[2].Length * kept)]}");
        Write(path, 3, 4);

        Assert.Equal([1, 2, 3, 4], Read(path));
    }

    [Fact]
    public void A_line_in_which_a_character_changed_is_no_batch()
    {
        var path = TestPaths.Fresh("journal");
        Write(path, 1, 2);
        var file = Assert.Single(Directory.GetFiles(path));
        var text = File.ReadAllText(file);
        for (var at = 0; at < text.IndexOf('\n', StringComparison.Ordinal); at++)
        {
            File.WriteAllText(file, $"{text[..at]}{(text[at] == 'x' ? 'y' : 'x')}{text[(at + 1)..]}");

            // The character between the digits and the batch says nothing.
            Assert.Equal(at == 16 ? [1, 2] : [2], Read(path));
        }
    }

    [Fact]
    public void Nothing_is_read_where_there_is_no_folder_and_files_of_others_are_passed_over()
    {
        var path = TestPaths.Fresh("journal");
        Assert.Empty(Read(path));
        Write(path, 1);
        File.WriteAllText(Path.Combine(path, "notes.recovery"), "mine");
        File.WriteAllText(Path.Combine(path, "000000000002-abcd.recovery"), "");

        Assert.Equal([1], Read(path));
        Assert.Equal(1, RecoveryFolder.Last(path)?.Number);
    }

    [Fact]
    public void Segments_older_than_is_kept_are_deleted_and_the_one_at_work_stays()
    {
        var path = TestPaths.Fresh("journal");
        Write(path, 1, 2);
        var old = Assert.Single(Directory.GetFiles(path));
        Write(path, 3);
        var now = TimeProvider.System.GetUtcNow();
        File.SetLastWriteTimeUtc(old, now.UtcDateTime - TimeSpan.FromDays(36));

        using var folder = new RecoveryFolder(path);
        folder.Prune(now - TimeSpan.FromDays(35));

        Assert.Equal([3], Read(path));
    }

    private static void Write(string path, params int[] numbers)
    {
        using var folder = new RecoveryFolder(path);
        foreach (var number in numbers)
        {
            folder.Append(Batch(number));
        }
    }

    private static RecoveryBatch Batch(int number, int second = 0, bool isEnd = false) =>
        new(
            Guid.Empty,
            number,
            DateTimeOffset.UnixEpoch.AddSeconds(second),
            isEnd,
            [
                new RecoveryEntry(
                    "session",
                    RowAct.Changed,
                    JsonElement.Parse("""{"session_id":"é"}"""),
                    JsonElement.Parse("""{"revoked_at":"2026-01-01T00:00:00+00:00"}""")
                ),
            ],
            [new ListedEvent(Guid.CreateVersion7(), number, [1, 2], [3, 4])]
        );

    private static List<long> Read(params string[] folders) => Numbers(RecoveryFolder.Read(folders, after: 0));

    private static List<long> Numbers(IEnumerable<RecoveryBatch> batches) => [.. batches.Select(batch => batch.Number)];
}
