using System.Reflection;

namespace Latchwork.Operations;

/// <summary>Which release of Latchwork this is.</summary>
public static class Release
{
    private const int ShownRevision = 12;

    /// <summary>Such as <c>1.0.0</c>, or <c>1.0.0+0cc1db912345</c> where it was built from a repository.</summary>
    public static string Version { get; } =
        Shorten(typeof(Release).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown");

    private static string Shorten(string version) =>
        version.IndexOf('+', StringComparison.Ordinal) is > 0 and var at && version.Length > at + 1 + ShownRevision
            ? version[..(at + 1 + ShownRevision)]
            : version;
}
