using System.Globalization;
using System.Net.Mail;
using System.Text;

namespace Latchwork.Operations.Notifications.Mail;

/// <summary>Values of header lines: what is not plain ASCII becomes encoded words (RFC 2047, the Q encoding, which leaves digits as they are).</summary>
internal static class MailHeader
{
    /// <summary>Of an encoded word in all (RFC 2047, 2).</summary>
    private const int LongestWord = 75;

    private const string Opening = "=?utf-8?Q?";
    private const string Closing = "?=";

    public static StringBuilder AppendHeader(this StringBuilder to, string name, string value) =>
        to.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");

    public static string Text(string text) => text.All(IsPlain) && !text.Contains("=?", StringComparison.Ordinal) ? text : Encoded(text);

    /// <summary>A name before an address.</summary>
    public static string Phrase(string name) =>
        name.All(IsPlain) && !name.Contains("=?", StringComparison.Ordinal)
            ? $"\"{name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\""
            : Encoded(name);

    public static string Address(MailAddress address) => $"{address.User}@{MailAddresses.AsciiHost(address)}";

    /// <summary>RFC 5322, 3.3; in UTC.</summary>
    public static string Date(DateTimeOffset at) => at.UtcDateTime.ToString("ddd, dd MMM yyyy HH:mm:ss '+0000'", CultureInfo.InvariantCulture);

    private static bool IsPlain(char c) => c is >= ' ' and <= '~';

    private static string Encoded(string text)
    {
        var words = new List<StringBuilder> { new(Opening) };
        foreach (var letter in text.EnumerateRunes().Select(Encoded))
        {
            if (words[^1].Length + letter.Length + Closing.Length > LongestWord)
            {
                words.Add(new StringBuilder(Opening));
            }

            words[^1].Append(letter);
        }

        return string.Join("\r\n ", words.Select(word => $"{word}{Closing}"));
    }

    private static string Encoded(Rune letter) =>
        letter.IsAscii && char.IsAsciiLetterOrDigit((char)letter.Value) ? letter.ToString()
        : letter.Value == ' ' ? "_"
        : string.Concat(Encoding.UTF8.GetBytes(letter.ToString()).Select(one => $"={one:X2}"));
}
