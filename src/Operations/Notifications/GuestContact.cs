using Latchwork.Domain;
using Latchwork.Operations.Notifications.Mail;
using Latchwork.Operations.Secrets;

namespace Latchwork.Operations.Notifications;

/// <summary>Where a guest is to be told, as a caller gave it: an e-mail address, a telephone number, or both. It shows nothing of itself.</summary>
public sealed class GuestContact
{
    private const int LongestLocale = 35;

    private GuestContact(ContactText? email, ContactText? telephone, string? locale) => (Email, Telephone, Locale) = (email, telephone, locale);

    internal ContactText? Email { get; }

    internal ContactText? Telephone { get; }

    internal string? Locale { get; }

    /// <summary>Refused as invalid, before anything is issued for them (keyvox.md 11).</summary>
    /// <param name="telephone">E.164.</param>
    /// <param name="locale">The guest's language (RFC 5646); null: the site's.</param>
    public static Outcome<GuestContact> Read(string? email, string? telephone, string? locale = null)
    {
        ContactText? mail = null;
        ContactText? phone = null;
        if (email is not null)
        {
            if (ContactText.Email(email).IsRefused(out var refusal, out var read))
            {
                return refusal;
            }

            if (!MailAddresses.TryRead(read.Matched, out _))
            {
                return AccessError.Invalid("That is no e-mail address.");
            }

            mail = read;
        }

        if (telephone is not null)
        {
            if (ContactText.Telephone(telephone).IsRefused(out var refusal, out var read))
            {
                return refusal;
            }

            phone = read;
        }

        return mail is null && phone is null ? AccessError.Invalid("There is nowhere to send it: give an e-mail address or a telephone number.")
            : locale?.Length > LongestLocale ? AccessError.Invalid("That is no language.")
            : new GuestContact(mail, phone, locale);
    }

    /// <summary>What of a contact that was written down can be reached; null for none.</summary>
    internal static GuestContact? Reachable(string? email, string? telephone)
    {
        var mail = Read(email, telephone: null) is { Error: null } byMail ? byMail.Value.Email : null;
        var phone = Read(email: null, telephone) is { Error: null } bySms ? bySms.Value.Telephone : null;
        return mail is null && phone is null ? null : new GuestContact(mail, phone, locale: null);
    }

    /// <summary>The same by these ways alone; null where it has none of them.</summary>
    internal GuestContact? By(IReadOnlyCollection<NotificationChannel> ways)
    {
        var mail = ways.Contains(NotificationChannel.Mail) ? Email : null;
        var phone = ways.Contains(NotificationChannel.Sms) ? Telephone : null;
        return mail is null && phone is null ? null : new GuestContact(mail, phone, Locale);
    }

    public override string ToString() => nameof(GuestContact);
}
