using Latchwork.Testing;

namespace Latchwork.Architecture.Tests;

/// <summary>The project's own text files.</summary>
internal static class SourceTree
{
    private static readonly HashSet<string> NotOurs = new(StringComparer.Ordinal)
    {
        ".git",
        "artifacts",
        "node_modules",
        "bin",
        "obj",
        "tools",
        "data",
        ".vs",
        ".idea",
        ".latchwork",
        "BenchmarkDotNet.Artifacts",
        ".installing",
    };

    private static readonly string[] Binary = [".png", ".ico", ".woff2", ".gz", ".zip", ".der", ".pfx"];

    public static string Root => TestPaths.Repository;

    /// <summary>All of them, or those under a folder, with their paths from the root.</summary>
    public static IReadOnlyList<SourceFile> Files(string folder = "", string ending = "") =>
        [
            .. Under(new DirectoryInfo(Path.Combine(Root, folder)))
                .Where(file => file.Name.EndsWith(ending, StringComparison.Ordinal) && !Binary.Contains(file.Extension) && file.LinkTarget is null)
                .Select(file => new SourceFile(Path.GetRelativePath(Root, file.FullName), File.ReadAllText(file.FullName)))
                .OrderBy(file => file.Path, StringComparer.Ordinal),
        ];

    private static IEnumerable<FileInfo> Under(DirectoryInfo folder) =>
        // In a worktree .git is a file.
        folder
            .EnumerateFiles()
            .Where(file => !NotOurs.Contains(file.Name))
            .Concat(folder.EnumerateDirectories().Where(inner => !NotOurs.Contains(inner.Name) && inner.LinkTarget is null).SelectMany(Under));
}

internal sealed record SourceFile(string Path, string Text)
{
    public string[] Lines => Text.Split('\n');
}
