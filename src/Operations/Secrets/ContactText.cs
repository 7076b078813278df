using System.Diagnostics;
using System.Text;
using Latchwork.Domain;

namespace Latchwork.Operations.Secrets;

/// <summary>The contact fields that are encrypted and matched exactly (KR-2). The numbers are hashed: never renumber.</summary>
internal enum ContactField
{
    Email = 1,
    Telephone = 2,
    PostalAddress = 3,
    DocumentNumber = 4,
    LoginName = 5,

    /// <summary>What an application calls one of its people.</summary>
    ForeignKey = 6,
}

/// <summary>A contact field in the form in which two spellings of it are the same. It shows nothing of itself to logs (LG-1).</summary>
[DebuggerDisplay("{ToString()}")]
internal readonly record struct ContactText
{
    private const int MinTelephoneDigits = 7;
    private const int MaxTelephoneDigits = 15;
    private const int LongestEmail = 254;
    private const int ShortestLoginName = 3;
    private const int LongestLoginName = 100;
    private const int LongestForeignKey = 1024;

    private ContactText(ContactField field, string matched) => (Field, Matched) = (field, matched);

    public ContactField Field { get; }

    /// <summary>In clear: for the index, and for encryption.</summary>
    public string Matched { get; }

    /// <summary>Trimmed and in lower case: nobody's mailbox depends on case.</summary>
    public static Outcome<ContactText> Email(string text)
    {
        var trimmed = text.Trim().ToLowerInvariant();
        var at = trimmed.LastIndexOf('@');
        return at > 0 && at < trimmed.Length - 1 && trimmed.Length <= LongestEmail && !trimmed.Any(char.IsWhiteSpace)
            ? new ContactText(ContactField.Email, trimmed)
            : AccessError.Invalid("That is no e-mail address.");
    }

    /// <summary>E.164: a plus, a country code and at most 15 digits in all; <c>00</c> stands for the plus, and usual separators fall away.</summary>
    public static Outcome<ContactText> Telephone(string text)
    {
        var compact = string.Concat(text.Where(c => c is not (' ' or '\u00A0' or '-' or '.' or '(' or ')' or '/')));
        var digits =
            compact.StartsWith('+') ? compact[1..]
            : compact.StartsWith("00", StringComparison.Ordinal) ? compact[2..]
            : "";
        return digits.Length is >= MinTelephoneDigits and <= MaxTelephoneDigits && digits[0] != '0' && digits.All(char.IsAsciiDigit)
            ? new ContactText(ContactField.Telephone, "+" + digits)
            : AccessError.Invalid("A telephone number has a plus, a country code and at most 15 digits.");
    }

    /// <summary>A number as a guest leaves it: in full where it is, else by its digits alone. Null for none in it.</summary>
    public static ContactText? TypedTelephone(string text)
    {
        var digits = string.Concat(text.Where(char.IsAsciiDigit));
        return Telephone(text) is { Error: null } full ? full.Value
            : digits.Length >= MinTelephoneDigits ? new ContactText(ContactField.Telephone, digits)
            : null;
    }

    /// <summary>A name that is neither e-mail nor telephone: 3 to 100 visible characters, without regard to case.</summary>
    public static Outcome<ContactText> LoginName(string text)
    {
        var folded = text.Trim().ToLowerInvariant();
        return folded.Length is >= ShortestLoginName and <= LongestLoginName && !folded.Any(c => char.IsControl(c) || char.IsWhiteSpace(c))
            ? new ContactText(ContactField.LoginName, folded)
            : AccessError.Invalid("A login name has 3 to 100 characters and no blanks.");
    }

    /// <summary>Byte for byte: 1 to 1024 bytes of UTF-8 (doordeck.md 5.2).</summary>
    public static Outcome<ContactText> ForeignKey(string text) =>
        Encoding.UTF8.GetByteCount(text) is >= 1 and <= LongestForeignKey
            ? new ContactText(ContactField.ForeignKey, text)
            : AccessError.Invalid("A foreign key has 1 to 1024 bytes.");

    /// <summary>White space as single blanks, upper case.</summary>
    public static ContactText PostalAddress(string text) => new(ContactField.PostalAddress, Blanks(text, " "));

    /// <summary>Without blanks and hyphens, upper case.</summary>
    public static ContactText DocumentNumber(string text) =>
        new(ContactField.DocumentNumber, Blanks(text, "").Replace("-", "", StringComparison.Ordinal));

    public override string ToString() => Field.ToString();

    private static string Blanks(string text, string blank)
    {
        var words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return string.Join(blank, words).ToUpperInvariant();
    }
}
