using Latchwork.Domain.Credentials;

namespace Latchwork.Dialects.Keyvox.Cards;

/// <summary>
/// A card's number as this wire writes it: hexadecimal digits, the first byte first, in capitals (8). Ten bytes are the longest identifier that a card has (ISO/IEC
/// 14443-3), so longer codes are refused; leading zeros are no part of it.
/// </summary>
internal static class CardHex
{
    private const int FewestDigits = 8;
    private const int MostDigits = 32;

    /// <summary>Null for what is no code.</summary>
    public static CardNumber? Parse(string text) =>
        text.Length is >= FewestDigits and <= MostDigits && text.Length % 2 == 0 && text.All(char.IsAsciiHexDigit)
            ? CardNumber.FromBytes(Convert.FromHexString(text))
            : null;

    /// <summary>For a caller with the right to see it.</summary>
    public static string Reveal(CardNumber card) => Convert.ToHexString(card.ToBytes());
}
