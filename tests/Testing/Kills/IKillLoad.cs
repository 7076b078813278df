namespace Latchwork.Testing.Kills;

/// <summary>Something that goes on in a house while its server and its database are killed, and what must be true of it afterwards.</summary>
internal interface IKillLoad : IAsyncDisposable
{
    /// <summary>Once, before the first kill.</summary>
    Task PrepareAsync(KillHouse house);

    /// <summary>Returns soon after the end is asked for. Whatever is killed meanwhile, it goes on.</summary>
    Task RunAsync(KillHouse house, CancellationToken ending);

    /// <summary>Whether all that was begun has come to its end. Asked until it is so, or for too long.</summary>
    Task<bool> IsSettledAsync(KillHouse house);

    Task<LoadOutcome> CheckAsync(KillHouse house);
}

/// <summary>What a load did and found.</summary>
/// <param name="Rule">That holds if there are no faults.</param>
/// <param name="Counts">How much of it there was, by what it is called: a run in which nothing happened proves nothing.</param>
public sealed record LoadOutcome(string Rule, IReadOnlyDictionary<string, long> Counts, IReadOnlyList<string> Faults)
{
    /// <summary>The same load in several runs.</summary>
    public static LoadOutcome Sum(IReadOnlyCollection<LoadOutcome> runs) =>
        new(
            runs.First().Rule,
            runs.SelectMany(run => run.Counts).GroupBy(count => count.Key, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Sum(c => c.Value)),
            [.. runs.SelectMany(run => run.Faults)]
        );

    public override string ToString() =>
        string.Join(", ", Counts.Select(count => FormattableString.Invariant($"{count.Value:N0} {count.Key}")).Append($"{Faults.Count} faults"));
}
