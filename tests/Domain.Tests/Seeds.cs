using System.Numerics;
using Latchwork.Domain.Simulation;

namespace Latchwork.Domain.Tests;

/// <summary>A simulation for the first seeds, as a test.</summary>
internal static class Seeds
{
    /// <summary>Fails with the broken seeds, if any is.</summary>
    /// <returns>The sum of the reports.</returns>
    public static T AllHold<T>(int seeds, Func<ulong, T> run)
        where T : class, IAdditionOperators<T, T, T>, new()
    {
        var done = SeedRuns.Of(Enumerable.Range(0, seeds).Select(seed => (ulong)seed), run);
        Assert.True(done.Broken.Count == 0, $"{done.Broken.Count} seeds failed, or more.\n{string.Join('\n', done.Broken)}");
        return done.Total;
    }
}
