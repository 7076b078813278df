using Latchwork.Dialects.Sifely.Wire;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Grants;

namespace Latchwork.Dialects.Sifely.Credentials;

/// <summary>What callers say of a custom passcode: digits, kind and window (4.2).</summary>
internal static class PasscodeGiven
{
    public const int Permanent = 2;
    public const int Timed = 3;

    private const int ShortestOfWire = 4;
    private const int LongestOfWire = 9;

    public static readonly SifelyError WrongLength = new(400, -3006, "Invalid Passcode. Passcode should be between 4 - 9 Digits in length");

    private static readonly SifelyError TooSimple = new(400, -2032, "Passcode is too simple");

    /// <summary>Digits that a caller chose; null where none were given, or bad ones, which are then refused.</summary>
    public static PinDigits? Digits(this SifelyParameters given, string name)
    {
        if (given.Text(name) is not { } text)
        {
            return null;
        }

        if (text.Length is < ShortestOfWire or > LongestOfWire || PinDigits.Parse(text).IsRefused(out _, out var digits))
        {
            given.Refuse(WrongLength);
            return null;
        }

        if (IsTooSimple(text))
        {
            given.Refuse(TooSimple);
        }

        return digits;
    }

    /// <summary>Digits to look for: any that a code may have.</summary>
    public static PinDigits? AnyDigits(this SifelyParameters given, string name)
    {
        if (given.Text(name) is not { } text)
        {
            return null;
        }

        if (PinDigits.Parse(text).IsRefused(out _, out var digits))
        {
            given.Refuse(WrongLength);
        }

        return digits;
    }

    /// <summary>All digits alike, or each one more, or each one less, than the one before. Verified on live locks: 1212, 1123 and 8901 are taken (21).</summary>
    public static bool IsTooSimple(string digits)
    {
        var step = digits[1] - digits[0];
        return step is >= -1 and <= 1 && Enumerable.Range(1, digits.Length - 1).All(i => digits[i] - digits[i - 1] == step);
    }

    /// <summary>
    /// The window of a new passcode, and with it its kind: whatever kind is said, one with an end is timed and one without is permanent. Timed ones need
    /// both dates; 0 is no end.
    /// </summary>
    public static (int Type, TimeWindow Window) WindowOfNew(this SifelyParameters given)
    {
        var type = given.Whole("keyboardPwdType") ?? Timed;
        var (start, end) = (given.Whole("startDate"), given.Whole("endDate"));
        var window = new TimeWindow(given.Instant("startDate"), given.Instant("endDate"));
        if (type is not (Permanent or Timed))
        {
            given.Refuse(SifelyError.Invalid("'keyboardPwdType' of a custom passcode is 2 or 3."));
        }

        if (end == 0 || (type == Permanent && end is null))
        {
            return (Permanent, window);
        }

        if (start is null)
        {
            given.Refuse(SifelyError.Absent("startDate", JavaType.Long));
        }

        if (end is null)
        {
            given.Refuse(SifelyError.Absent("endDate", JavaType.Long));
        }

        return (Timed, window);
    }
}
