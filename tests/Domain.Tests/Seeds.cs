using Latchwork.Domain.Simulation;

namespace Latchwork.Domain.Tests;

/// <summary>A simulation for many seeds, on every core.</summary>
internal static class Seeds
{
    /// <summary>Fails with the first ten broken seeds, if any is.</summary>
    /// <returns>The sum of the reports.</returns>
    public static T AllHold<T>(int seeds, T none, Func<ulong, T> run, Func<T, T, T> add)
    {
        var total = none;
        var broken = new List<string>();
        var gate = new Lock();
        Parallel.For(
            0,
            seeds,
            seed =>
            {
                var (report, failure) = Run(() => run((ulong)seed), none);
                lock (gate)
                {
                    total = add(total, report);
                    broken.AddRange(failure);
                }
            }
        );
        Assert.True(broken.Count == 0, $"{broken.Count} seeds failed.\n{string.Join('\n', broken.Take(10))}");
        return total;
    }

    private static (T Report, string[] Failure) Run<T>(Func<T> run, T none)
    {
        try
        {
            return (run(), []);
        }
        catch (SimulationRuleException broken)
        {
            return (none, [broken.Message]);
        }
    }
}
