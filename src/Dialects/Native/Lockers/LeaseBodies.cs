using Latchwork.Dialects.Native.Wire;
using Latchwork.Domain;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Lockers;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Lockers;

namespace Latchwork.Dialects.Native.Lockers;

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

/// <summary>What is absent stays.</summary>
/// <param name="Digits">Its QR and its card stay what they are.</param>
internal sealed record LeaseChangeBody(string? Digits = null, DateTimeOffset? StartsAt = null, DateTimeOffset? EndsAt = null, string? Name = null)
{
    public Outcome<LeaseChanges> Read() =>
        Digits is null ? new LeaseChanges(null, StartsAt, EndsAt, Name)
        : PinDigits.Parse(Digits).IsRefused(out var invalid, out var digits) ? invalid
        : new LeaseChanges(digits, StartsAt, EndsAt, Name);

    public override string ToString() => nameof(LeaseChangeBody);
}

/// <param name="Digits">Absent where the same request was answered before, and after erasure.</param>
/// <param name="Qr">What a QR says that opens the box too.</param>
internal sealed record RevealedLeaseBody(string Id, string? Digits, string? Qr)
{
    public static RevealedLeaseBody Of(LeasedBox lease) => new(lease.Uuid, lease.Passcode?.Digits?.Reveal(), lease.Passcode?.Token?.QrText);

    public override string ToString() => nameof(RevealedLeaseBody);
}

/// <summary>An e-mail address, a telephone number, or both.</summary>
/// <param name="Telephone">Such as <c>+442071838750</c>.</param>
/// <param name="Locale">The guest's language, such as <c>ja</c>; absent: the site's.</param>
internal sealed record SendLeaseBody(string? Email = null, string? Telephone = null, string? Locale = null)
{
    public override string ToString() => nameof(SendLeaseBody);
}
