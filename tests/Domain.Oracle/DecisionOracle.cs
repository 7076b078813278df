using Latchwork.Domain.Grants;

namespace Latchwork.Domain.Oracle;

/// <param name="Differences">Zero is the only good number.</param>
/// <param name="First">Seed, index and the smallest form of the first difference; empty where there is none.</param>
/// <param name="Answers">How often each answer was given, null for allowed: a generator that misses one proves nothing about it.</param>
public sealed record OracleReport(ulong Seed, long Cases, long Differences, string First, IReadOnlyDictionary<string, long> Answers)
{
    public override string ToString() =>
        $"seed {Seed}: {Cases} cases, {Differences} differences; {string.Join(", ", Answers.Select(answer => $"{answer.Key} {answer.Value}"))}. {First}";
}

/// <summary>Asks the decision and its second implementation the same questions. One thread; nothing is kept between runs but zone tables.</summary>
public static class DecisionOracle
{
    public const string Allowed = "Allowed";

    /// <summary>The next change of hours is compared in every so many-th case.</summary>
    private const int ChangesEvery = 16;

    public static OracleReport Run(ulong seed, long count, CancellationToken cancel = default)
    {
        var generator = new CaseGenerator(new Seed(seed));
        var answers = Enum.GetValues<AccessErrorCode>().ToDictionary(code => code, _ => 0L);
        var (asked, differences, allowed, first) = (0L, 0L, 0L, "");
        for (; asked < count && !cancel.IsCancellationRequested; asked++)
        {
            var question = generator.Next();
            var withChanges = asked % ChangesEvery == 0;
            if (question.Difference(withChanges) is not null && differences++ == 0)
            {
                first = $"Case {asked} of seed {seed}: {Smallest(question, withChanges)}";
            }

            if (AccessDecision.Refuse(question.Act, question.Facts, question.Now)?.Code is { } code)
            {
                answers[code]++;
            }
            else
            {
                allowed++;
            }
        }

        var counts = answers.Where(answer => answer.Value > 0).ToDictionary(answer => answer.Key.ToString(), answer => answer.Value);
        return new OracleReport(seed, asked, differences, first, new Dictionary<string, long>(counts) { [Allowed] = allowed });
    }

    private static string Smallest(DecisionCase question, bool withChanges)
    {
        while (question.Simpler().FirstOrDefault(simpler => simpler != question && simpler.Difference(withChanges) is not null) is { } simpler)
        {
            question = simpler;
        }

        return $"{question.Difference(withChanges)}\n{question}";
    }
}
