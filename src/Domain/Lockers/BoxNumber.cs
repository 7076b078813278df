using System.Globalization;
using System.Runtime.InteropServices;

namespace Latchwork.Domain.Lockers;

/// <summary>
/// The number of a box as it stands on the door and on the wire: <c>CC-BB</c>, sub-cabinet and box, both from 00 (keyvox.md 3.3). The cabinet's own
/// number of it, from 1, is its position.
/// </summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct BoxNumber : IComparable<BoxNumber>
{
    /// <summary>Of sub-cabinets, and of boxes in one.</summary>
    public const int Most = 100;

    private BoxNumber(int cabinet, int box) => (Cabinet, Box) = (cabinet, box);

    public int Cabinet { get; }

    public int Box { get; }

    /// <exception cref="ArgumentOutOfRangeException">Not from 0 to 99.</exception>
    public static BoxNumber Of(int cabinet, int box)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(cabinet);
        ArgumentOutOfRangeException.ThrowIfNegative(box);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(cabinet, Most);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(box, Most);
        return new BoxNumber(cabinet, box);
    }

    /// <summary>Exactly five characters; anything else is no number of a box.</summary>
    public static Outcome<BoxNumber> Parse(string? text) =>
        text is [var a, var b, '-', var c, var d] && AreDigits(a, b) && AreDigits(c, d)
            ? new BoxNumber(Two(a, b), Two(c, d))
            : AccessError.Invalid("The number of a box is CC-BB, such as 00-07.", Noun.Box);

    public int CompareTo(BoxNumber other) => (Cabinet, Box).CompareTo((other.Cabinet, other.Box));

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Cabinet:00}-{Box:00}");

    private static bool AreDigits(char tens, char ones) => char.IsAsciiDigit(tens) && char.IsAsciiDigit(ones);

    private static int Two(char tens, char ones) => ((tens - '0') * 10) + (ones - '0');

    public static bool operator <(BoxNumber left, BoxNumber right) => left.CompareTo(right) < 0;

    public static bool operator >(BoxNumber left, BoxNumber right) => left.CompareTo(right) > 0;

    public static bool operator <=(BoxNumber left, BoxNumber right) => left.CompareTo(right) <= 0;

    public static bool operator >=(BoxNumber left, BoxNumber right) => left.CompareTo(right) >= 0;
}
