using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Latchwork.Operations.Secrets;

namespace Latchwork.Operations.Recovery;

/// <summary>
/// The journal in its folder: segments named after their first batch, a batch a line, each line behind 16 hexadecimal digits of its SHA-256. A batch is on the
/// disk when <see cref="Append"/> returns (FS-2). It holds ids, hashes and sealed values, no secret and no name.
/// </summary>
internal sealed class RecoveryFolder(string folder) : IDisposable
{
    private const string Extension = ".recovery";
    private const int CheckDigits = 16;
    private const int NumberDigits = 12;
    private const long SegmentSize = 16 << 20;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private FileStream? segment;

    /// <exception cref="IOException">It may not be on the disk; the next batch begins a new segment.</exception>
    public void Append(RecoveryBatch batch)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(batch, RecoveryJson.Default.RecoveryBatch);
        try
        {
            var to = segment is { Length: < SegmentSize } open ? open : Begin(batch.Number);
            to.Write([.. Encoding.ASCII.GetBytes(CheckOf(json)), (byte)' ', .. json, (byte)'\n']);
            to.Flush(flushToDisk: true);
        }
        catch
        {
            Close();
            throw;
        }
    }

    /// <summary>The next batch begins a new segment.</summary>
    public void Close()
    {
        segment?.Dispose();
        segment = null;
    }

    public void Dispose() => Close();

    /// <summary>
    /// What can be read, in the order of the batches; where one was written twice, as it was written last. A line that a crash cut off is passed over: its batch
    /// was written again, or is missing.
    /// </summary>
    public static IEnumerable<RecoveryBatch> Read(IEnumerable<string> folders, long after)
    {
        RecoveryBatch? last = null;
        foreach (var batch in InOrder([.. folders.SelectMany(Segments).OrderBy(one => one.First)], after))
        {
            if (last is not null && last.Number != batch.Number)
            {
                yield return last;
            }

            last = last?.Number == batch.Number && last.At > batch.At ? last : batch;
        }

        if (last is not null)
        {
            yield return last;
        }
    }

    /// <summary>The last batch of a folder; null where there is none.</summary>
    public static RecoveryBatch? Last(string folder) =>
        Segments(folder)
            .OrderByDescending(one => one.First)
            .Select(one => Batches(one.File, after: 0).LastOrDefault())
            .FirstOrDefault(last => last is not null);

    /// <summary>Deletes segments whose last batch is older.</summary>
    public void Prune(DateTimeOffset before)
    {
        foreach (var old in Directory.EnumerateFiles(folder, "*" + Extension).Where(file => File.GetLastWriteTimeUtc(file) < before.UtcDateTime))
        {
            File.Delete(old);
        }
    }

    private readonly record struct Segment(string File, long First);

    private static IEnumerable<Segment> Segments(string folder) =>
        Directory.Exists(folder)
            ? Directory
                .EnumerateFiles(folder, "*" + Extension)
                .Where(file => long.TryParse(NameOf(file)[..Math.Min(NumberDigits, NameOf(file).Length)], out _))
                .Select(file => new Segment(file, long.Parse(NameOf(file)[..NumberDigits], CultureInfo.InvariantCulture)))
            : [];

    private static string NameOf(string file) => Path.GetFileName(file);

    /// <summary>Each segment rises; those of several nodes lie beside each other.</summary>
    private static IEnumerable<RecoveryBatch> InOrder(List<Segment> segments, long after)
    {
        var open = new PriorityQueue<IEnumerator<RecoveryBatch>, long>();
        var next = 0;
        while (next < segments.Count || open.Count > 0)
        {
            while (next < segments.Count && (!open.TryPeek(out _, out var least) || segments[next].First <= least))
            {
                Advance(open, Batches(segments[next].File, after).GetEnumerator());
                next++;
            }

            if (open.TryDequeue(out var first, out _))
            {
                yield return first.Current;
                Advance(open, first);
            }
        }
    }

    private static void Advance(PriorityQueue<IEnumerator<RecoveryBatch>, long> open, IEnumerator<RecoveryBatch> segment)
    {
        if (segment.MoveNext())
        {
            open.Enqueue(segment, segment.Current.Number);
        }
        else
        {
            segment.Dispose();
        }
    }

    private FileStream Begin(long number)
    {
        Close();
        DurableFile.MakePrivateFolder(folder);
        var name = FormattableString.Invariant($"{number:D12}-{SecretMaker.Hex(4)}{Extension}");
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            Share = FileShare.Read,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        segment = new FileStream(Path.Combine(folder, name), options);
        DurableFile.FlushFolder(folder);
        return segment;
    }

    private static IEnumerable<RecoveryBatch> Batches(string file, long after)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var lines = new StreamReader(stream, Encoding.UTF8);
        while (lines.ReadLine() is { } line)
        {
            if (Parse(line) is { } batch && batch.Number > after)
            {
                yield return batch;
            }
        }
    }

    /// <summary>Null where it is damaged.</summary>
    private static RecoveryBatch? Parse(string line)
    {
        if (line.Length <= CheckDigits)
        {
            return null;
        }

        var json = Encoding.UTF8.GetBytes(line[(CheckDigits + 1)..]);
        return string.Equals(CheckOf(json), line[..CheckDigits], StringComparison.Ordinal)
            ? JsonSerializer.Deserialize(json, RecoveryJson.Default.RecoveryBatch)
            : null;
    }

    private static string CheckOf(byte[] json) => Convert.ToHexStringLower(SHA256.HashData(json))[..CheckDigits];
}
