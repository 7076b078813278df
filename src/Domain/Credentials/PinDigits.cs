using System.Diagnostics;

namespace Latchwork.Domain.Credentials;

/// <summary>The digits of a passcode. They show nothing of themselves to logs, errors or debuggers; only <see cref="Reveal"/> gives them (LG-1).</summary>
[DebuggerDisplay("{ToString()}")]
public readonly struct PinDigits : IEquatable<PinDigits>
{
    private readonly string? digits;

    private PinDigits(string digits) => this.digits = digits;

    public int Length => digits?.Length ?? 0;

    /// <summary>Takes 4 to 10 ASCII digits; leading zeros count. Whether a lock takes that length is another question.</summary>
    public static Outcome<PinDigits> Parse(string? text) =>
        text is { Length: >= 4 and <= 10 } && text.All(char.IsAsciiDigit)
            ? new PinDigits(text)
            : AccessError.Invalid("A passcode has 4 to 10 digits.", Noun.Passcode);

    /// <summary>The digits in clear: for the wire to the lock, for encryption, and for a caller with the right to see them.</summary>
    public string Reveal() => digits ?? throw new InvalidOperationException("No digits.");

    public bool Equals(PinDigits other) => string.Equals(digits, other.digits, StringComparison.Ordinal);

    public override bool Equals(object? obj) => obj is PinDigits other && Equals(other);

    public override int GetHashCode() => digits?.GetHashCode(StringComparison.Ordinal) ?? 0;

    public override string ToString() => new('•', Length);

    public static bool operator ==(PinDigits left, PinDigits right) => left.Equals(right);

    public static bool operator !=(PinDigits left, PinDigits right) => !left.Equals(right);
}
