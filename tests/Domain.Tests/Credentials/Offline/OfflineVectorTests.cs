using System.Globalization;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Credentials.Offline;

namespace Latchwork.Domain.Tests.Credentials.Offline;

/// <summary>The vectors of docs/offline-codes.md: made by the second implementation, held by the first.</summary>
public sealed class OfflineVectorTests
{
    [Fact]
    public void The_published_vectors_hold()
    {
        var vectors = File.ReadLines(Document()).Where(line => line.EndsWith('|')).Select(Read).Where(row => row is not null).ToList();

        Assert.Equal(16, vectors.Count);
        Assert.All(
            vectors,
            vector =>
            {
                var (code, digits) = vector!.Value;
                Assert.Equal(digits, Locks.Secret.Encode(code).Reveal());
                Assert.Equal(code, Locks.Secret.Decode(PinDigits.Parse(digits).Value, code.Block));
            }
        );
    }

    private static (OfflineCode Code, string Digits)? Read(string line)
    {
        var cells = line.Trim('|').Split('|', StringSplitOptions.TrimEntries);
        return cells is [var shelf, var epoch, var start, var variant, var sequence, ['`', .. var digits, '`'], _] && digits.Length == 9
            ? (new OfflinePlace(Enum.Parse<OfflineShelf>(shelf), Number(start), Number(variant)).Code(Number(epoch), Number(sequence)), digits)
            : null;
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static string Document()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Latchwork.slnx")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException("The repository was not found.");
        }

        return Path.Combine(folder.FullName, "docs", "offline-codes.md");
    }
}
