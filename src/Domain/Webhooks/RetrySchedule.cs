namespace Latchwork.Domain.Webhooks;

/// <summary>How often, and after which pauses, a delivery is tried. Each format has its own.</summary>
/// <param name="Pauses">From a failed try to the next; after the last of them it is parked. The first try is at once.</param>
/// <param name="OrderedTries">
/// Until so many tries of it have failed, a delivery holds back later ones of the same subject; from then on they overtake it. 0: no order is kept.
/// </param>
public sealed record RetrySchedule(IReadOnlyList<TimeSpan> Pauses, int OrderedTries)
{
    /// <summary>Nothing overtakes a delivery before it is delivered or parked.</summary>
    public const int Strictly = int.MaxValue;

    private static readonly TimeSpan[] Growing =
    [
        TimeSpan.FromSeconds(5),
        TimeSpan.FromSeconds(30),
        TimeSpan.FromMinutes(2),
        TimeSpan.FromMinutes(10),
        TimeSpan.FromMinutes(30),
        TimeSpan.FromHours(1),
        TimeSpan.FromHours(2),
        TimeSpan.FromHours(4),
        TimeSpan.FromHours(8),
    ];

    private static readonly TimeSpan Longest = TimeSpan.FromHours(12);

    /// <summary>Soon at first, then less and less often, and in the end every 12 hours, until all pauses together are as long as that.</summary>
    public static RetrySchedule Over(TimeSpan time, int orderedTries)
    {
        var pauses = new List<TimeSpan>();
        for (var passed = TimeSpan.Zero; passed < time; passed += pauses[^1])
        {
            pauses.Add(pauses.Count < Growing.Length ? Growing[pauses.Count] : Longest);
        }

        return new RetrySchedule(pauses, orderedTries);
    }
}
