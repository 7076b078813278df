using System.Text.RegularExpressions;

namespace Latchwork.Architecture.Tests.Sources;

/// <summary>A new code of the core does not compile until every dialect has mapped it (docs/style.md, "Errors").</summary>
public sealed partial class ErrorMapTests
{
    [Fact]
    public void The_switches_of_an_error_map_have_no_default_arm()
    {
        var maps = SourceTree.Files("src/Dialects", "Errors.cs");

        Assert.NotEmpty(maps);
        Offenders.None(maps.Where(map => DefaultArm().IsMatch(map.Text)).Select(map => map.Path));
    }

    [Fact]
    public void Every_dialect_has_an_error_map_and_says_what_it_covers()
    {
        var dialects = Directory.GetDirectories(Path.Combine(SourceTree.Root, "src/Dialects")).Where(folder => Path.GetFileName(folder) != "Edge");
        Offenders.None(dialects.Where(folder => !HasParts(folder)));
    }

    private static bool HasParts(string folder) =>
        File.Exists(Path.Combine(folder, $"{Path.GetFileName(folder)}Errors.cs")) && File.Exists(Path.Combine(folder, "README.md"));

    [GeneratedRegex(@"(^\s*|\bor\s+|\(\s*)_\s*=>(?!.*;\s*$)|^\s*default\s*:", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex DefaultArm();
}
