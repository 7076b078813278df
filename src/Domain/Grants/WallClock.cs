using System.Runtime.InteropServices;
using NodaTime;
using NodaTime.TimeZones;

namespace Latchwork.Domain.Grants;

/// <summary>
/// What the wall clocks of a zone have shown and will show, seen from one instant, in ticks since 0001-01-01 of local time. Away from a change of the
/// clocks both are the local time. In the doubled hour of autumn <see cref="Reached"/> stays at the latest time shown so far and <see cref="Coming"/>
/// is the earliest still to be shown; in spring both leap over the gap.
/// </summary>
/// <remarks>
/// This is AZ-6 without mapping any local time. A start has been reached once the clocks have shown it or something later: a gap's end, the earlier of
/// two. An end has not passed while the clocks have still to show it: a gap's end, the later of two. Hence the one tick on either side of a turn: the
/// time at which the clocks are turned back is not shown before it, and the one to which they are turned is shown again.
/// </remarks>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct WallClock(long Reached, long Coming)
{
    public int ReachedDay => (int)(Reached / TimeSpan.TicksPerDay);

    public int ComingDay => (int)(Coming / TimeSpan.TicksPerDay);

    public static WallClock At(DateTimeZone zone, DateTimeOffset instant)
    {
        var at = Instant.FromDateTimeOffset(instant);
        var interval = zone.GetZoneInterval(at);
        var local = instant.UtcTicks + interval.WallOffset.Ticks;
        return new WallClock(LatestSoFar(zone, interval, at, local), EarliestToCome(zone, interval, at, local));
    }

    // No change of the clocks anywhere turns them by more than a day.
    private static readonly Duration FarthestTurn = Duration.FromDays(1);

    private static long LatestSoFar(DateTimeZone zone, ZoneInterval interval, Instant at, long local)
    {
        if (!interval.HasStart || at - interval.Start > FarthestTurn)
        {
            return local;
        }

        var before = zone.GetZoneInterval(interval.Start - Duration.Epsilon);
        return Math.Max(local, TicksOf(interval.Start) + before.WallOffset.Ticks - 1);
    }

    private static long EarliestToCome(DateTimeZone zone, ZoneInterval interval, Instant at, long local)
    {
        if (!interval.HasEnd || interval.End - at > FarthestTurn)
        {
            return local;
        }

        var after = zone.GetZoneInterval(interval.End);
        return Math.Min(local, TicksOf(interval.End) + after.WallOffset.Ticks - 1);
    }

    private static long TicksOf(Instant instant) => instant.ToUnixTimeTicks() + DateTimeOffset.UnixEpoch.UtcTicks;
}
