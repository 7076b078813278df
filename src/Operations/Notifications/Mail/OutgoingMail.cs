using System.Net.Mail;
using Latchwork.Domain;
using Latchwork.Operations.Notifications.Messages;

namespace Latchwork.Operations.Notifications.Mail;

/// <summary>One mail to one person, as text.</summary>
/// <param name="To">One that <see cref="MailAddresses.TryRead"/> has read.</param>
internal sealed record OutgoingMail(NotificationId Id, MailAddress To, MailText Text, DateTimeOffset SentAt)
{
    private const int LettersFromDigits = 'a';

    /// <summary>
    /// The id in letters alone, one for each half byte, so in the order of their making: nothing before the code in a mail may look like one.
    /// </summary>
    public string Name => string.Concat(Id.Value.ToByteArray(bigEndian: true).SelectMany(both => new[] { Letter(both >> 4), Letter(both & 15) }));

    /// <summary>The same whenever this mail is sent again: the receiver's side can tell (RFC 5322, 3.6.4).</summary>
    public string MessageId(MailAddress from) => $"<{Name}@{MailAddresses.AsciiHost(from)}>";

    public override string ToString() => Name;

    private static char Letter(int half) => (char)(LettersFromDigits + half);
}

/// <summary>Addresses as mail servers know them.</summary>
internal static class MailAddresses
{
    private static readonly System.Globalization.IdnMapping Idn = new();

    /// <summary>Exactly one address and nothing beside it: no name, no list, no line break.</summary>
    public static bool TryRead(string text, out MailAddress address) =>
        MailAddress.TryCreate(text, out address!) && address.Address == text && !text.Any(char.IsControl) && HasHost(address);

    /// <summary>Names of other scripts as the name system holds them (RFC 5891).</summary>
    public static string AsciiHost(MailAddress address) => Idn.GetAscii(address.Host);

    private static bool HasHost(MailAddress address)
    {
        try
        {
            return address.Host.StartsWith('[') || AsciiHost(address).Length > 0;
        }
        catch (ArgumentException)
        {
            // No name of a host.
            return false;
        }
    }
}
