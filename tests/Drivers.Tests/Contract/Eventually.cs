using System.Diagnostics;

namespace Latchwork.Drivers.Tests.Contract;

/// <summary>Asks until it is so, or until the deadline.</summary>
public static class Eventually
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    public static Task HoldsAsync(Func<bool> holds, string rule) => HoldsAsync(() => Task.FromResult(holds()), rule);

    public static async Task HoldsAsync(Func<Task<bool>> holds, string rule)
    {
        var watch = Stopwatch.StartNew();
        while (!await holds())
        {
            Assert.True(watch.Elapsed < Deadline, $"Not within {Deadline.TotalSeconds:0} s: {rule}");
            await Task.Delay(Pause, TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }
}
