using System.Globalization;
using Latchwork.Domain.Grants;
using NodaTime;

namespace Latchwork.Domain.Reservations;

/// <summary>
/// Wall time at a site as instants, by the rules of AZ-6: a time inside a spring gap moves to the gap's end; one that an autumn shows twice is the earlier as
/// a start and the later as an end.
/// </summary>
public static class SiteTime
{
    // Beyond these an offset would lead out of what an instant can be.
    private const int FirstYear = 1900;
    private const int LastYear = 9000;

    private static readonly string[] Forms = ["yyyy-MM-ddTHH:mm", "yyyy-MM-ddTHH:mm:ss"];

    /// <param name="zone">IANA name.</param>
    public static Outcome<DateTimeOffset> StartOf(string zone, DateTime local) => At(zone, local, isEnd: false);

    /// <inheritdoc cref="StartOf"/>
    public static Outcome<DateTimeOffset> EndOf(string zone, DateTime local) => At(zone, local, isEnd: true);

    /// <summary>Wall time such as <c>2026-11-22T15:00</c>, or null.</summary>
    public static DateTime? Parse(string text) =>
        DateTime.TryParseExact(text, Forms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local)
        && local.Year is >= FirstYear and <= LastYear
            ? local
            : null;

    public static string Show(string zone, DateTimeOffset instant) =>
        (Of(zone, instant) ?? instant).ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture);

    public static TimeSpan OffsetAt(string zone, DateTimeOffset instant) => Of(zone, instant)?.Offset ?? TimeSpan.Zero;

    /// <summary>Nights by the local dates of start and end, and at least one day.</summary>
    public static int LivedDays(string zone, Period stay) => Math.Max(1, DateOf(zone, stay.EndsAt).DayNumber - DateOf(zone, stay.StartsAt).DayNumber);

    public static DateOnly DateOf(string zone, DateTimeOffset instant) => DateOnly.FromDateTime((Of(zone, instant) ?? instant).DateTime);

    private static Outcome<DateTimeOffset> At(string zone, DateTime local, bool isEnd)
    {
        if (!ZoneDatabase.TryFind(zone, out var found))
        {
            return AccessError.Invalid("The site's time zone is not known.", Noun.Site);
        }

        var mapped = found.MapLocal(LocalDateTime.FromDateTime(local));
        var instant =
            mapped.Count == 0 ? mapped.LateInterval.Start
            : isEnd ? mapped.Last().ToInstant()
            : mapped.First().ToInstant();
        return instant.ToDateTimeOffset();
    }

    private static DateTimeOffset? Of(string zone, DateTimeOffset instant) =>
        ZoneDatabase.TryFind(zone, out var found) ? Instant.FromDateTimeOffset(instant).InZone(found).ToDateTimeOffset() : null;
}
