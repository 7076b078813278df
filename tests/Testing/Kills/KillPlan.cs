namespace Latchwork.Testing.Kills;

/// <summary>How often a server, or its database, is killed under load.</summary>
/// <param name="OperationsEach">Unlocks and locks that are asked around each kill.</param>
/// <param name="Seed">The order of the kills, their moments and the doors follow from it.</param>
public sealed record KillPlan(int ServerKills, int DatabaseKills, int OperationsEach = 200, ulong Seed = 1)
{
    public int Callers { get; init; } = 16;
}

/// <summary>What a run of kills found.</summary>
/// <param name="Acknowledged">Operations that a caller was told had been done.</param>
/// <param name="Refused">Those that were answered otherwise, failures of the server included.</param>
/// <param name="Unanswered">Those whose connection broke.</param>
/// <param name="UnknownEnds">Acts that a kill hit between their being sent and their end.</param>
/// <param name="ReadyAfter">From each start, or kill of the database, to the first answer of readiness.</param>
/// <param name="SettledAfter">From the last answer to the last missing end.</param>
/// <param name="Faults">Promises to those who open and close doors that were broken; empty when all is well.</param>
/// <param name="Loads">What else went on, and what became of it.</param>
public sealed record KillOutcome(
    int Kills,
    int Acknowledged,
    int Refused,
    int Unanswered,
    long UnknownEnds,
    IReadOnlyList<TimeSpan> ReadyAfter,
    TimeSpan SettledAfter,
    IReadOnlyList<string> Faults,
    IReadOnlyList<LoadOutcome> Loads
)
{
    /// <summary>Several runs as one; it settled when the slowest had.</summary>
    public static KillOutcome Sum(IReadOnlyCollection<KillOutcome> runs) =>
        new(
            runs.Sum(run => run.Kills),
            runs.Sum(run => run.Acknowledged),
            runs.Sum(run => run.Refused),
            runs.Sum(run => run.Unanswered),
            runs.Sum(run => run.UnknownEnds),
            [.. runs.SelectMany(run => run.ReadyAfter)],
            runs.Max(run => run.SettledAfter),
            [.. runs.SelectMany(run => run.Faults)],
            [.. runs.SelectMany(run => run.Loads).GroupBy(load => load.Rule, StringComparer.Ordinal).Select(of => LoadOutcome.Sum([.. of]))]
        );

    public override string ToString()
    {
        var ready = ReadyAfter.Order().ToList();
        return FormattableString.Invariant(
            $"{Kills} kills, {Acknowledged} acknowledged, {Refused} refused, {Unanswered} unanswered, {UnknownEnds} ended as unknown; ready after {ready[ready.Count / 2].TotalSeconds:0.00} s (median), {ready[^1].TotalSeconds:0.00} s (worst); settled after {SettledAfter.TotalSeconds:0.0} s; {Faults.Count} faults"
        );
    }
}
