using Latchwork.Domain;

namespace Latchwork.Operations.Secrets;

/// <summary>Which passwords may be set (KR-5, AK-5): long enough and not among the first guesses. No rules of composition, no forced change.</summary>
internal static class PasswordRules
{
    public const int MinLength = 15;
    public const int MinLengthWithSecondFactor = 8;

    /// <summary>Far above the 64 that must be allowed; it only bounds the work.</summary>
    public const int MaxLength = 1024;

    /// <param name="password">Its length is counted in Unicode code points.</param>
    /// <returns>The refusal, or null.</returns>
    public static AccessError? Refuse(string password, bool hasSecondFactor)
    {
        if (password.Length > MaxLength)
        {
            return AccessError.Invalid($"A password has at most {MaxLength} characters.");
        }

        var least = hasSecondFactor ? MinLengthWithSecondFactor : MinLength;
        if (password.EnumerateRunes().Count() < least)
        {
            return AccessError.Invalid($"The password needs at least {least} characters.");
        }

        return PasswordBlocklist.Contains(password) ? Common : null;
    }

    /// <summary>For registrations that bring only the encoding: its length cannot be known.</summary>
    public static AccessError? Refuse(EncodedPassword password) => PasswordBlocklist.Contains(password) ? Common : null;

    private static AccessError Common => AccessError.Invalid("That password is among those that are guessed first.");
}
