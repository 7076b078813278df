using System.Diagnostics;

namespace Latchwork.Bench.Campaigns;

/// <summary>The rounds of a campaign: its own number of them, or as many as begin within its time.</summary>
internal static class Rounds
{
    /// <returns>The seed of each round.</returns>
    public static IEnumerable<ulong> Of(CampaignEffort effort, int usual, CancellationToken cancel)
    {
        var began = Stopwatch.GetTimestamp();
        for (var round = 0; !cancel.IsCancellationRequested; round++)
        {
            var isOver = effort.Time is { } time ? Stopwatch.GetElapsedTime(began) >= time : round >= usual;
            if (isOver)
            {
                yield break;
            }

            yield return effort.Seed + (ulong)round;
        }
    }
}
