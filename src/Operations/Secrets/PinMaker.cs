using System.Globalization;
using System.Security.Cryptography;
using Latchwork.Domain;
using Latchwork.Domain.Credentials;

namespace Latchwork.Operations.Secrets;

/// <summary>Makes PINs (KR-4): every one that is not weak and not taken is equally likely, and none follows from anything else.</summary>
internal static class PinMaker
{
    public const int MinLength = 4;
    public const int MaxLength = 8;
    public const int UsualLength = 6;

    /// <summary>With one free PIN in a thousand, one call in twenty thousand ends without finding it.</summary>
    private const int Tries = 10_000;

    /// <param name="taken">What the lock holds or will hold while this PIN lives, and 24 h around (KR-4).</param>
    /// <returns>The refusal <see cref="AccessErrorCode.LimitReached"/> where hardly any PIN of that length is free.</returns>
    public static Outcome<PinDigits> Make(IReadOnlySet<PinDigits> taken, int length = UsualLength) => Make(taken.Contains, length);

    /// <inheritdoc cref="Make(IReadOnlySet{PinDigits}, int)"/>
    public static Outcome<PinDigits> Make(Func<PinDigits, bool> isTaken, int length = UsualLength)
    {
        if (length is < MinLength or > MaxLength)
        {
            return AccessError.Invalid($"A generated passcode has {MinLength} to {MaxLength} digits.", Noun.Passcode);
        }

        for (var attempt = 0; attempt < Tries; attempt++)
        {
            var digits = Draw(length);
            if (!WeakPins.Contains(digits) && PinDigits.Parse(digits).Value is var pin && !isTaken(pin))
            {
                return pin;
            }
        }

        return new AccessError(AccessErrorCode.LimitReached, $"No passcode of {length} digits is free on this lock.", Noun.Passcode);
    }

    private static string Draw(int length)
    {
        var below = (int)Math.Pow(10, length);
        return RandomNumberGenerator.GetInt32(below).ToString(CultureInfo.InvariantCulture).PadLeft(length, '0');
    }
}
