using System.Globalization;
using Latchwork.Domain.Oracle;

namespace Latchwork.Domain.Tests.Grants;

public sealed class DecisionOracleTests(ITestOutputHelper output)
{
    private const long Cases = 200_000;

    [Fact]
    public void AZ_1_The_decision_agrees_with_a_second_implementation()
    {
        var report = DecisionOracle.Run(
            Number("LATCHWORK_SEED", 20240229),
            (long)Number("LATCHWORK_CASES", (ulong)Cases),
            TestContext.Current.CancellationToken
        );

        output.WriteLine(report.ToString());
        Assert.True(report.Differences == 0, report.ToString());
        AccessErrorCode[] known =
        [
            AccessErrorCode.NotFound,
            AccessErrorCode.Ended,
            AccessErrorCode.NotAllowed,
            AccessErrorCode.NotAllowedRemotely,
            AccessErrorCode.Frozen,
            AccessErrorCode.NotYet,
            AccessErrorCode.OutsideHours,
            AccessErrorCode.Unsupported,
            AccessErrorCode.AddressNotPermitted,
        ];
        string[] answers = [DecisionOracle.Allowed, .. known.Select(code => code.ToString())];
        Assert.All(
            answers,
            answer => Assert.True(report.Answers.GetValueOrDefault(answer) > report.Cases / 200, $"{answer} is hardly ever asked for.")
        );
    }

    [Fact]
    public void AZ_6_Hours_agree_with_a_second_implementation_at_every_turn_of_the_clocks_of_every_zone()
    {
        var (zones, changes, questions, difference) = TransitionSweep.Run(CaseGenerator.AllZones);

        output.WriteLine($"{zones} zones, {changes} changes, {questions} questions");
        Assert.Null(difference);
        Assert.True(zones > 500 && changes > 1_500, $"{zones} zones, {changes} changes");
    }

    // For a longer run or the seed of a failure, without another build.
    private static ulong Number(string variable, ulong otherwise) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? ulong.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
