using System.Runtime.InteropServices;

namespace Latchwork.Domain.Grants;

/// <summary>[start, end) in UTC (AZ-6); null is no bound. The default is always. An end that is not after the start contains nothing.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct TimeWindow(DateTimeOffset? StartsAt, DateTimeOffset? EndsAt)
{
    public static TimeWindow Always => default;

    public bool Contains(DateTimeOffset instant) => HasBegun(instant) && !IsOver(instant);

    public bool HasBegun(DateTimeOffset now) => StartsAt is not { } start || now >= start;

    public bool IsOver(DateTimeOffset now) => EndsAt is { } end && now >= end;

    public bool IsEmpty => StartsAt is { } start && EndsAt is { } end && end <= start;

    /// <summary>The part of this window that is in the other too; it may be empty.</summary>
    public TimeWindow Within(TimeWindow other) => new(Later(StartsAt, other.StartsAt), Earlier(EndsAt, other.EndsAt));

    /// <summary>Whether nothing of this window from <paramref name="now"/> on is outside the other: what has passed gives nobody anything.</summary>
    public bool IsInside(TimeWindow other, DateTimeOffset now)
    {
        var start = StartsAt is { } own && own > now ? own : now;
        return IsEmpty || IsOver(now) || (other.HasBegun(start) && (other.EndsAt is not { } end || EndsAt <= end));
    }

    private static DateTimeOffset? Later(DateTimeOffset? one, DateTimeOffset? two) => one is null || two > one ? two : one;

    private static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset? two) => one is null || two < one ? two : one;
}
