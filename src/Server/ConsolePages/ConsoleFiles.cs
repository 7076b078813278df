using System.Collections.Frozen;
using System.Reflection;
using System.Security.Cryptography;

namespace Latchwork.Server.ConsolePages;

/// <summary>One file of the console, as it was built.</summary>
/// <param name="Compressed">By brotli, where that made it smaller.</param>
internal sealed record ConsoleFile(string ContentType, byte[] Bytes, byte[]? Compressed, string EntityTag);

/// <summary>The console as it is built into this program, by path from <c>/console/</c>. Empty where the program was built without Node.js.</summary>
internal sealed class ConsoleFiles
{
    private const string Prefix = "console/";
    private const string Brotli = ".br";
    private const string Page = "index.html";

    private static readonly FrozenDictionary<string, string> ContentTypes = new Dictionary<string, string>
    {
        [".html"] = "text/html; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".css"] = "text/css; charset=utf-8",
        [".svg"] = "image/svg+xml",
        [".png"] = "image/png",
        [".ico"] = "image/x-icon",
        [".woff2"] = "font/woff2",
        [".txt"] = "text/plain; charset=utf-8",
    }.ToFrozenDictionary();

    private readonly FrozenDictionary<string, ConsoleFile> files;

    public ConsoleFiles()
        : this(Built()) { }

    internal ConsoleFiles(IReadOnlyDictionary<string, byte[]> built)
    {
        files = built
            .Where(file => !file.Key.EndsWith(Brotli, StringComparison.Ordinal) && ContentTypes.ContainsKey(Path.GetExtension(file.Key)))
            .ToFrozenDictionary(file => file.Key, file => Of(file.Key, file.Value, built.GetValueOrDefault(file.Key + Brotli)));
        Html = built.TryGetValue(Page, out var page) ? System.Text.Encoding.UTF8.GetString(page) : null;
    }

    /// <summary>The one page; null where the console was not built.</summary>
    public string? Html { get; }

    /// <summary>Null for what is not there, and for the page itself.</summary>
    public ConsoleFile? Find(string path) => path == Page ? null : files.GetValueOrDefault(path);

    private static ConsoleFile Of(string path, byte[] bytes, byte[]? compressed) =>
        new(
            ContentTypes[Path.GetExtension(path)],
            bytes,
            compressed?.Length < bytes.Length ? compressed : null,
            $"\"{Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 16))}\""
        );

    private static Dictionary<string, byte[]> Built()
    {
        var program = Assembly.GetExecutingAssembly();
        return program
            .GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .ToDictionary(name => name[Prefix.Length..], name => Read(program, name), StringComparer.Ordinal);
    }

    private static byte[] Read(Assembly program, string name)
    {
        using var stream = program.GetManifestResourceStream(name)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
