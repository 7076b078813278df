using System.Text.RegularExpressions;

namespace Latchwork.Architecture.Tests.Sources;

/// <summary>The name of a test is a sentence that states a rule (docs/style.md, "Tests").</summary>
public sealed partial class TestNameTests
{
    [Fact]
    public void Every_name_of_a_test_is_a_sentence()
    {
        var names = (
            from file in SourceTree.Files("tests", ".cs")
            from match in TestMethod().Matches(file.Text)
            select (file.Path, match.Groups["name"].Value)
        ).ToList();

        Assert.True(names.Count > 100, $"Only {names.Count} tests were seen.");
        Offenders.None(names.Where(name => !Sentence().IsMatch(name.Value)));
    }

    [GeneratedRegex(
        @"\[(Fact|Theory)[^\n]*\]\s*(\[[^\n]*\]\s*|//[^\n]*\s*)*public\s+(static\s+|async\s+)*(void|Task|ValueTask)\s+(?<name>\w+)\s*\(",
        RegexOptions.ExplicitCapture,
        5000
    )]
    private static partial Regex TestMethod();

    /// <summary>At least three words, the first with a capital letter.</summary>
    [GeneratedRegex("^[A-Z][A-Za-z0-9]*(_[A-Za-z0-9]+){2,}$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Sentence();
}
