using System.Collections.Concurrent;
using System.Numerics;

namespace Latchwork.Domain.Simulation;

/// <summary>What a simulation did for many seeds.</summary>
/// <param name="Total">The sum of the reports.</param>
/// <param name="Broken">One line for each seed that broke a rule, at most <see cref="SeedRuns.MostBroken"/>.</param>
public sealed record SeedRun<T>(long Seeds, T Total, IReadOnlyList<string> Broken);

/// <summary>A simulation for many seeds, on every core.</summary>
public static class SeedRuns
{
    /// <summary>So many broken seeds are enough to look at: then no more are begun.</summary>
    public const int MostBroken = 10;

    /// <param name="seeds">Drawn one by one, as long as there is room for another run.</param>
    public static SeedRun<T> Of<T>(IEnumerable<ulong> seeds, Func<ulong, T> run)
        where T : class, IAdditionOperators<T, T, T>, new()
    {
        var (held, total, broken, gate) = (0L, new T(), new List<string>(), new Lock());
        Parallel.ForEach(
            Partitioner.Create(seeds, EnumerablePartitionerOptions.NoBuffering),
            (seed, loop) =>
            {
                var (report, failure) = Run(run, seed);
                lock (gate)
                {
                    (held, total) = report is null ? (held, total) : (held + 1, total + report);
                    broken.AddRange(failure);
                    if (broken.Count >= MostBroken)
                    {
                        loop.Stop();
                    }
                }
            }
        );
        return new SeedRun<T>(held + broken.Count, total, broken);
    }

    private static (T? Report, string[] Failure) Run<T>(Func<ulong, T> run, ulong seed)
        where T : class
    {
        try
        {
            return (run(seed), []);
        }
        catch (SimulationRuleException broken)
        {
            return (null, [broken.Message]);
        }
    }
}
