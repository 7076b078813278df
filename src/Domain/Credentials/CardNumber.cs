using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;

namespace Latchwork.Domain.Credentials;

/// <summary>
/// The number of a card: what its reader reads, as one unsigned number. To a lock it goes in bytes, the most significant first, as readers and
/// Z-Wave locks give an identifier: four of them up to 32 bits, else as many as it needs. So leading zero bytes are no part of a longer number.
/// It shows nothing of itself to logs, errors or debuggers; only <see cref="Reveal"/> and <see cref="ToBytes"/> give it (KR-7).
/// </summary>
[DebuggerDisplay("{ToString()}")]
public readonly struct CardNumber : IEquatable<CardNumber>
{
    /// <summary>The longest identifier of a card (ISO/IEC 14443-3: 4, 7 or 10 bytes).</summary>
    public const int MostBytes = 10;

    private const int FewestBytes = sizeof(uint);

    private readonly UInt128 number;

    private CardNumber(UInt128 number) => this.number = number;

    /// <summary>In <see cref="ToBytes"/>.</summary>
    public int Length => Math.Max(FewestBytes, (128 - (int)UInt128.LeadingZeroCount(number) + 7) / 8);

    /// <summary>The same card read from the other end: its bytes in the opposite order. 1 is 16777216.</summary>
    public CardNumber Reversed
    {
        get
        {
            var bytes = ToBytes();
            Array.Reverse(bytes);
            return FromBytes(bytes)!.Value;
        }
    }

    /// <summary>Takes a decimal number from 1 up to ten bytes.</summary>
    public static Outcome<CardNumber> Parse(string? text) =>
        UInt128.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && IsOne(number)
            ? new CardNumber(number)
            : AccessError.Invalid($"A card has a decimal number of at most {MostBytes} bytes.", Noun.Card);

    /// <summary>Null where they are no number of a card: all zero, or too many.</summary>
    public static CardNumber? FromBytes(ReadOnlySpan<byte> bytes)
    {
        var own = bytes.TrimStart((byte)0);
        if (own.Length > MostBytes)
        {
            return null;
        }

        Span<byte> wide = stackalloc byte[16];
        wide.Clear();
        own.CopyTo(wide[^own.Length..]);
        var number = BinaryPrimitives.ReadUInt128BigEndian(wide);
        return IsOne(number) ? new CardNumber(number) : null;
    }

    /// <summary>For the wire to the lock, and for encryption.</summary>
    public byte[] ToBytes()
    {
        Span<byte> wide = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(wide, number);
        return wide[^Length..].ToArray();
    }

    /// <summary>In clear, in decimal: for a caller with the right to see it.</summary>
    public string Reveal() => number.ToString(CultureInfo.InvariantCulture);

    public bool Equals(CardNumber other) => number == other.number;

    public override bool Equals(object? obj) => obj is CardNumber other && Equals(other);

    public override int GetHashCode() => number.GetHashCode();

    public override string ToString() => "card ••••";

    public static bool operator ==(CardNumber left, CardNumber right) => left.Equals(right);

    public static bool operator !=(CardNumber left, CardNumber right) => !left.Equals(right);

    private static bool IsOne(UInt128 number) => number > 0 && number >> (8 * MostBytes) == 0;
}
