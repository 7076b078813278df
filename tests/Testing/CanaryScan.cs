using System.Text;

namespace Latchwork.Testing;

/// <summary>Looks for secrets where none may be (KR-7), in the forms in which they could have been written.</summary>
public sealed class CanaryScan
{
    /// <summary>Shorter texts occur by chance.</summary>
    private const int Shortest = 6;

    private const int Chunk = 16 * 1024 * 1024;

    private readonly List<(string Name, string Form, byte[] Bytes, bool IsWhole)> needles = [];

    public int Canaries { get; private set; }

    /// <param name="name">What is told when it is found; the secret itself never is.</param>
    /// <param name="secret">Digits alone are found as a whole number only: the random numbers around them are long enough to hold them by chance.</param>
    public void Add(string name, string secret)
    {
        if (secret.Length < Shortest)
        {
            throw new ArgumentException($"A canary has at least {Shortest} characters.", nameof(secret));
        }

        Canaries++;
        var bytes = Encoding.UTF8.GetBytes(secret);
        needles.Add((name, "as it is", bytes, Array.TrueForAll(bytes, IsDigit)));
        needles.Add((name, "in UTF-16", Encoding.Unicode.GetBytes(secret), false));
        needles.Add((name, "in hexadecimal", Encoding.ASCII.GetBytes(Convert.ToHexStringLower(bytes)), false));
        for (var shift = 0; shift < 3; shift++)
        {
            needles.Add((name, "in base64", Base64At(bytes, shift), false));
        }
    }

    /// <summary>What is found in a text: logs, bodies of answers.</summary>
    public IReadOnlyList<string> Search(string where, string text) => Search(where, Encoding.UTF8.GetBytes(text));

    /// <summary>What is found in the files of a folder and below; files that vanish meanwhile are passed over.</summary>
    public (IReadOnlyList<string> Found, long Bytes) SearchFiles(string folder)
    {
        var found = new List<string>();
        var read = 0L;
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            try
            {
                read += SearchFile(file, Path.GetRelativePath(folder, file), found);
            }
            catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException)
            {
                continue;
            }
        }

        return (found, read);
    }

    /// <summary>Chunks overlap by the longest needle, so that none falls between two.</summary>
    private long SearchFile(string file, string name, List<string> found)
    {
        var overlap = needles.Max(needle => needle.Bytes.Length);
        var buffer = new byte[Chunk + overlap];
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var kept = 0;
        var total = 0L;
        while (stream.ReadAtLeast(buffer.AsSpan(kept), Chunk, throwOnEndOfStream: false) is var read && read > 0)
        {
            total += read;
            var filled = buffer.AsSpan(0, kept + read);
            found.AddRange(Search(name, filled));
            kept = Math.Min(overlap, filled.Length);
            filled[^kept..].CopyTo(buffer);
        }

        return total;
    }

    private List<string> Search(string where, ReadOnlySpan<byte> bytes)
    {
        var found = new List<string>();
        foreach (var (name, form, needle, isWhole) in needles)
        {
            if (Holds(bytes, needle, isWhole))
            {
                found.Add($"{name} {form} in {where}");
            }
        }

        return found;
    }

    private static bool Holds(ReadOnlySpan<byte> bytes, byte[] needle, bool isWhole)
    {
        for (int from = 0, next; (next = bytes[from..].IndexOf(needle)) >= 0; from += next + 1)
        {
            if (!isWhole || IsNumber(bytes, from + next, from + next + needle.Length))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>At the edge of a chunk one counts.</summary>
    private static bool IsNumber(ReadOnlySpan<byte> bytes, int start, int end) =>
        (start == 0 || !IsDigit(bytes[start - 1])) && (end == bytes.Length || !IsDigit(bytes[end]));

    private static bool IsDigit(byte one) => char.IsAsciiDigit((char)one);

    /// <summary>The characters that do not depend on what stands before or after.</summary>
    private static byte[] Base64At(byte[] secret, int shift)
    {
        var text = Convert.ToBase64String([.. new byte[shift], .. secret]);
        var first = shift == 0 ? 0 : shift + 1;
        var bits = (shift + secret.Length) * 8;
        return Encoding.ASCII.GetBytes(text[first..(bits / 6)]);
    }
}
