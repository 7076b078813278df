using System.ComponentModel.DataAnnotations;

namespace Latchwork.Operations.Secrets;

/// <summary>Where the root key comes from: at most one of the three. With none, <c>root.key</c> in the data folder, made at the first start.</summary>
public sealed class RootKeyOptions
{
    /// <summary>A file of mode 0600 or 0400 that exists: a configured file is never made, it may be on a volume that is not mounted.</summary>
    public string? File { get; set; }

    /// <summary>The name of an environment variable. It is cleared once read, so that no child process inherits it.</summary>
    public string? Variable { get; set; }

    /// <summary>A program and its arguments; it writes the key to its standard output and ends with 0. No shell is involved.</summary>
    public IReadOnlyList<string>? Command { get; set; }

    [Range(typeof(TimeSpan), "00:00:00.1", "00:05:00")]
    public TimeSpan CommandLimit { get; set; } = TimeSpan.FromSeconds(10);
}
