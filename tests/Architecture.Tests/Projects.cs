namespace Latchwork.Architecture.Tests;

/// <summary>The projects under src, from the bottom up.</summary>
internal static class Projects
{
    public static IReadOnlyList<string> All { get; } = ["Domain", "Operations", "Fleet", "Drivers", "Dialects", "Server", "Cli"];
}
