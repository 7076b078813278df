using System.Globalization;

namespace Latchwork.Domain.Credentials;

/// <summary>
/// What a lock calls a fingerprint that it keeps. The finger itself never leaves the lock. Where the lock says how many it keeps, the number is that of
/// its slot.
/// </summary>
public readonly record struct FingerprintNumber
{
    private FingerprintNumber(ulong value) => Value = value;

    /// <summary>From 1.</summary>
    public ulong Value { get; }

    public static Outcome<FingerprintNumber> Parse(string? text) =>
        ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && From(value) is { } number
            ? number
            : AccessError.Invalid("A fingerprint has a decimal number of at most 64 bits.", Noun.Fingerprint);

    /// <summary>Null for zero, which is no fingerprint's.</summary>
    public static FingerprintNumber? From(ulong value) => value > 0 ? new FingerprintNumber(value) : null;

    /// <summary>In clear, in decimal: for a caller with the right to see it.</summary>
    public string Reveal() => Value.ToString(CultureInfo.InvariantCulture);

    public override string ToString() => "fingerprint ••••";
}
