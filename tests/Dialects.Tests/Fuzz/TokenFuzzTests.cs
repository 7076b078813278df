using Latchwork.Dialects.Fuzz.Tokens;

namespace Latchwork.Dialects.Tests.Fuzz;

/// <summary>JW-12: bent tokens, in process.</summary>
public sealed class TokenFuzzTests(ITestOutputHelper output)
{
    private const int Tokens = 500_000;

    [Fact]
    public void No_bent_token_is_taken_or_breaks_anything()
    {
        var cancel = TestContext.Current.CancellationToken;
        TokenFuzzReport[] reports = [.. Enumerable.Range(1, 2).AsParallel().Select(part => TokenFuzz.Run((ulong)part, Tokens / 2, cancel))];

        foreach (var report in reports)
        {
            output.WriteLine($"{report}");
            Assert.True(report.Accepted.Count == 0, string.Join('\n', report.Accepted));
            Assert.True(report.Broken.Count == 0, string.Join('\n', report.Broken));
            Assert.True(report.Faults.Count >= 12, string.Join(' ', report.Faults));
        }

        Assert.Equal(Tokens, reports.Sum(report => report.Tokens));
        Assert.True(reports.Sum(report => report.Verified) >= Tokens / 20, $"{reports.Sum(report => report.Verified)} came as far as the signature");
    }
}
