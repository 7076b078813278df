using Latchwork.Dialects.Native.Wire;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Lockers;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Lockers;

namespace Latchwork.Dialects.Native.Lockers;

/// <param name="Boxes">By number; absent in lists.</param>
internal sealed record LockerBody(
    string Id,
    string Name,
    string? SiteId,
    bool IsOnline,
    int BoxCount,
    DateTimeOffset CreatedAt,
    IReadOnlyList<BoxBody>? Boxes = null
)
{
    public static LockerBody Of(SeenLocker seen) => new(seen.Id, seen.Name, seen.SiteId, seen.IsOnline, seen.BoxCount, seen.CreatedAt);

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

/// <param name="Box">Absent for the free box with the lowest number, of the size where one is said.</param>
/// <param name="Reassigns">Where the box is somebody else's: another free one of its size.</param>
/// <param name="InUseNow">In use from now on, whenever the window begins.</param>
/// <param name="Digits">Absent for digits of the server's making.</param>
/// <param name="Card">The number of a card as its reader reads it, in hexadecimal: it opens the box too.</param>
internal sealed record NewLeaseBody(
    BoxLeaseKind Kind,
    DateTimeOffset StartsAt,
    DateTimeOffset EndsAt,
    string? Box = null,
    BoxSize? Size = null,
    bool Reassigns = false,
    bool InUseNow = false,
    string? Digits = null,
    string? Card = null,
    string? Name = null
)
{
    /// <summary>Null where a part of it is of another form.</summary>
    public LeaseBoxRequest? ToRequest(WireId locker)
    {
        var (number, digits) = (Box is null ? default : BoxNumber.Parse(Box), Digits is null ? default : PinDigits.Parse(Digits));
        var card = Card is null ? null : CardOf(Card);
        return
            number.Error is not null
            || digits.Error is not null
            || (Card is not null && card is null)
            || Name?.Contains('\0', StringComparison.Ordinal) == true
            ? null
            : new LeaseBoxRequest
            {
                Locker = locker,
                Number = Box is null ? null : number.Value,
                Size = Size,
                Reassigns = Reassigns,
                Kind = Kind,
                StartsAt = StartsAt,
                EndsAt = EndsAt,
                IsInUseNow = InUseNow,
                Digits = Digits is null ? null : digits.Value,
                Card = card,
                Name = Name,
            };
    }

    private static CardNumber? CardOf(string hex) =>
        hex.Length is > 0 and <= 2 * CardNumber.MostBytes && hex.Length % 2 == 0 && hex.All(char.IsAsciiHexDigit)
            ? CardNumber.FromBytes(Convert.FromHexString(hex))
            : null;

    public override string ToString() => nameof(NewLeaseBody);
}

/// <param name="Digits">Shown to who made it.</param>
/// <param name="Qr">What a QR says that opens the box too.</param>
internal sealed record LeasedBody(string Id, string Box, string Size, DateTimeOffset StartsAt, DateTimeOffset? EndsAt, string? Digits, string? Qr)
{
    public static LeasedBody Of(LeasedBox lease) =>
        new(
            lease.Uuid,
            $"{lease.Number}",
            NativeJson.Word(lease.Size),
            lease.Lease.StartsAt,
            lease.Lease.EndsAt,
            lease.Passcode?.Digits?.Reveal(),
            lease.Passcode?.Token?.QrText
        );

    public override string ToString() => nameof(LeasedBody);
}

/// <param name="Stage"><c>reserved</c>, <c>inUse</c>, <c>overdue</c> or <c>ended</c>.</param>
/// <param name="Because">Why it ended.</param>
internal sealed record LeaseBody(
    string Id,
    string Box,
    string Kind,
    string Stage,
    DateTimeOffset StartsAt,
    DateTimeOffset? EndsAt,
    string? Name,
    string? Because,
    DateTimeOffset CreatedAt
)
{
    public static LeaseBody Of(SeenLease seen) =>
        new(
            seen.Id,
            $"{seen.Number}",
            NativeJson.Word(seen.Lease.Kind),
            NativeJson.Word(seen.Lease.Stage),
            seen.Lease.StartsAt,
            seen.Lease.EndsAt,
            seen.Name,
            seen.Lease.Because is { } because ? NativeJson.Word(because) : null,
            seen.CreatedAt
        );
}
