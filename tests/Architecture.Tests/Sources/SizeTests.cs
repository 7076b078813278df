using System.Text.RegularExpressions;

namespace Latchwork.Architecture.Tests.Sources;

/// <summary>Sizes are told, not enforced: what is long is worth a second look.</summary>
public sealed partial class SizeTests(ITestOutputHelper output)
{
    private const int LongFile = 300;
    private const int LongMethod = 50;

    [Fact]
    public void Long_files_and_methods_are_listed()
    {
        var files = SourceTree.Files("src", ".cs");
        var typical = files.Select(file => file.Lines.Length).Order().ElementAt(files.Count / 2);
        output.WriteLine($"{files.Count} files, {files.Sum(file => file.Lines.Length)} lines, half of the files under {typical}.");
        foreach (var file in files.Where(file => file.Lines.Length > LongFile))
        {
            output.WriteLine($"{file.Path}: {file.Lines.Length} lines");
        }

        foreach (var (path, name, lines) in files.SelectMany(Methods).Where(method => method.Lines > LongMethod))
        {
            output.WriteLine($"{path}: {name} has {lines} lines");
        }

        Assert.NotEmpty(files);
    }

    /// <summary>Members with a block, found by the indentation that the formatter gives them.</summary>
    private static IEnumerable<(string Path, string Name, int Lines)> Methods(SourceFile file) =>
        from match in Member().Matches(file.Text)
        select (file.Path, match.Groups["head"].Value.Trim().Split('\n')[0], match.Value.AsSpan().Count('\n'));

    [GeneratedRegex(
        @"^    (?<head>[a-z][^\n;]*\([^;]*?)\n    \{\n.*?\n    \}",
        RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture,
        5000
    )]
    private static partial Regex Member();
}
