using System.Runtime.InteropServices;

namespace Latchwork.Domain.Alerts;

/// <summary>The last that one subscriber was, or is to be, told of one trouble.</summary>
/// <param name="IsWaiting">It has not been told yet.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct LastAlert(bool IsEnd, bool IsWaiting, DateTimeOffset At);

public enum AlertStep
{
    /// <summary>Nothing to be told: it ends what was never told.</summary>
    Leave = 1,

    /// <summary>Tell it.</summary>
    Tell = 2,

    /// <summary>The beginning that waits is taken back, and its end is not told: it was over in a moment.</summary>
    TakeBack = 3,
}

/// <summary>A trouble's beginning and its end, as one person hears of them.</summary>
public static class AlertStory
{
    /// <param name="last">Null where nothing was told of this trouble.</param>
    /// <param name="flapsWithin">A trouble that ends within this time is none.</param>
    public static AlertStep Step(AlertMatch match, LastAlert? last, DateTimeOffset at, TimeSpan flapsWithin) =>
        !match.IsEnd ? AlertStep.Tell
        : last is not { IsEnd: false } begun ? AlertStep.Leave
        : match.Topic.Flaps() && begun.IsWaiting && at - begun.At < flapsWithin ? AlertStep.TakeBack
        : AlertStep.Tell;
}
