using Latchwork.Dialects.Native.Sites;
using Latchwork.Dialects.Native.Wire;
using Latchwork.Domain.Lockers;
using Latchwork.Operations.Lockers;

namespace Latchwork.Dialects.Native.Lockers;

/// <param name="Place">On the plan of its site; absent: nowhere.</param>
/// <param name="Boxes">By number; absent in lists.</param>
internal sealed record LockerBody(
    string Id,
    string Name,
    string? SiteId,
    bool IsOnline,
    int BoxCount,
    DateTimeOffset CreatedAt,
    PlaceBody? Place = null,
    IReadOnlyList<BoxBody>? Boxes = null
)
{
    public static LockerBody Of(SeenLocker seen) =>
        new(seen.Id, seen.Name, seen.SiteId, seen.IsOnline, seen.BoxCount, seen.CreatedAt, PlaceBody.Of(seen.Place));

    public static LockerBody Of((SeenLocker Locker, IReadOnlyList<SeenBox> Boxes) seen) =>
        Of(seen.Locker) with
        {
            Boxes = [.. seen.Boxes.Select(BoxBody.Of)],
        };
}

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
