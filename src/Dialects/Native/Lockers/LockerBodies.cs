using Latchwork.Dialects.Native.Sites;
using Latchwork.Dialects.Native.Wire;
using Latchwork.Domain.Lockers;
using Latchwork.Operations.Lockers;

namespace Latchwork.Dialects.Native.Lockers;

/// <param name="Place">On the plan of its site; absent: nowhere.</param>
/// <param name="Boxes">By number; absent in lists.</param>
/// <param name="Counts">How many of them stand how; where a list is asked for that.</param>
internal sealed record LockerBody(
    string Id,
    string Name,
    string? SiteId,
    bool IsOnline,
    int BoxCount,
    DateTimeOffset CreatedAt,
    PlaceBody? Place = null,
    IReadOnlyList<BoxBody>? Boxes = null,
    BoxCountsBody? Counts = null
)
{
    public static LockerBody Of(SeenLocker seen) =>
        new(seen.Id, seen.Name, seen.SiteId, seen.IsOnline, seen.BoxCount, seen.CreatedAt, PlaceBody.Of(seen.Place))
        {
            Counts = BoxCountsBody.Of(seen.Counts),
        };

    public static LockerBody Of((SeenLocker Locker, IReadOnlyList<SeenBox> Boxes) seen) =>
        Of(seen.Locker) with
        {
            Boxes = [.. seen.Boxes.Select(BoxBody.Of)],
        };
}

internal sealed record BoxCountsBody(int Free, int InUse, int Overdue, int Broken)
{
    public static BoxCountsBody? Of(IReadOnlyDictionary<BoxStatus, int>? counts) =>
        counts is null
            ? null
            : new(
                counts.GetValueOrDefault(BoxStatus.Free),
                counts.GetValueOrDefault(BoxStatus.InUse),
                counts.GetValueOrDefault(BoxStatus.Overdue),
                counts.GetValueOrDefault(BoxStatus.Broken)
            );
}

/// <param name="TimeZone">Of its site: its clocks say where a day begins.</param>
/// <param name="Boxes">How many it has now.</param>
/// <param name="Days">The oldest first, today last.</param>
internal sealed record LockerUsageBody(string TimeZone, int Boxes, IReadOnlyList<UsedDayBody> Days)
{
    public static LockerUsageBody Of(UsedLocker seen) =>
        new(seen.Zone, seen.Boxes, [.. seen.Days.Select(day => new UsedDayBody($"{day.Day:uuuu-MM-dd}", day.Begun, day.Used))]);
}

/// <param name="Day">Such as <c>2026-11-22</c>.</param>
/// <param name="Begun">Leases that began on it.</param>
/// <param name="Used">Boxes that somebody had at some time of it.</param>
internal sealed record UsedDayBody(string Day, int Begun, int Used);

/// <param name="Number">As it stands on the door: <c>00-07</c>.</param>
/// <param name="Status"><c>free</c>, <c>inUse</c>, <c>overdue</c> or <c>broken</c>.</param>
/// <param name="Light">A name or <c>#RRGGBB</c>; <c>off</c> for dark.</param>
internal sealed record BoxBody(
    string Number,
    string? Name,
    string Size,
    string Status,
    bool IsJammed,
    string Door,
    string Inside,
    string Light,
    bool LightBlinks
)
{
    public static BoxBody Of(SeenBox seen) =>
        new(
            $"{seen.Number}",
            seen.Name,
            NativeJson.Word(seen.Size),
            NativeJson.Word(seen.Status),
            seen.IsJammed,
            NativeJson.Word(seen.Door),
            NativeJson.Word(seen.Inside),
            $"{seen.Light}",
            seen.LightBlinks
        );
}

/// <summary>What is absent stays.</summary>
internal sealed record LockerChangeBody(string? Name = null, IReadOnlyList<BoxChangeBody>? Boxes = null);

/// <param name="Name">An empty one takes it away.</param>
internal sealed record BoxChangeBody(string Number, string? Name = null, BoxSize? Size = null);
