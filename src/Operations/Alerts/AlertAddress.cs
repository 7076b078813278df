using Latchwork.Domain;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Notifications;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Storage;

namespace Latchwork.Operations.Alerts;

/// <summary>Where a person is reached, by an address that they have proven to be theirs.</summary>
internal sealed record AlertAddress(ContactText To, string? Locale)
{
    /// <param name="installation">The keys of the installation, which hold log-in names.</param>
    /// <returns>Null where they have none, or may not log in any more.</returns>
    public static async Task<AlertAddress?> FindAsync(
        Work work,
        TenantKeys installation,
        UserId person,
        NotificationChannel channel,
        CancellationToken cancel
    )
    {
        var kind = channel == NotificationChannel.Mail ? LoginKind.Email : LoginKind.Telephone;
        var found = await work.ListAsync(
            """
            select l.login_id, l.name_sealed, u.locale from login l join app_user u on u.user_id = l.user_id
            where l.user_id = $1 and l.kind = $2 and l.verified_at is not null and u.disabled_at is null order by l.created_at limit 1
            """,
            row => (Login: row.GetGuid(0), Sealed: row.GetFieldValue<byte[]>(1), Locale: row.GetText(2)),
            [person.Value, (short)kind],
            cancel
        );
        if (found is not [var login])
        {
            return null;
        }

        var name = installation.OpenText(PersonName.PlaceOf(login.Login), login.Sealed);
        return new AlertAddress((kind == LoginKind.Email ? ContactText.Email(name) : ContactText.Telephone(name)).Value, login.Locale);
    }

    public override string ToString() => nameof(AlertAddress);
}
