using Latchwork.Domain;
using Latchwork.Operations.Grants;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Notifications;
using Latchwork.Operations.Notifications.Messages;

namespace Latchwork.Operations.Identity;

/// <summary>
/// Invites somebody to an account, in the turn of whoever gives them something: a user without a password in a home tenant of their own, an
/// invitation of which only the hash of its token is kept, and the message that carries the token, waiting to be sent. Whoever has had enough messages for
/// now is invited without one: an earlier one lets them in, or a password by mail, which is counted apart.
/// </summary>
internal sealed class InvitePerson(NewGuest guests, NotificationOutbox outbox)
{
    public static readonly TimeSpan Life = TimeSpan.FromDays(14);

    /// <param name="invited">Whose account is there and not known to be theirs: they get another invitation. It is held from here on.</param>
    /// <param name="home">Of a new person; one of the turn's tenants.</param>
    public async Task<Outcome<Receiver>> RunAsync(
        CallerTurn turn,
        Receiver? invited,
        TenantId home,
        LoginName name,
        LockId to,
        CancellationToken cancel
    )
    {
        if (invited is not null && !await Receivers.HoldAsync(turn, invited.User, cancel))
        {
            return Receivers.Unknown;
        }

        var place = (
            await turn.Work.FirstAsync(PlaceSql, row => new Place(row.GetString(0), row.GetString(1)), [turn.Tenant.Value, to.Value], cancel)
        )!;
        var receiver = invited ?? new Receiver(UserId.New(turn.Now), home, IsRegistered: false);
        if (invited is null && await guests.WriteAsync(turn, receiver.User, receiver.Home, name, place.Zone, cancel) is { } taken)
        {
            return taken;
        }

        await InviteAsync(turn, receiver, name, place, cancel);
        return receiver;
    }

    private async Task InviteAsync(CallerTurn turn, Receiver person, LoginName name, Place place, CancellationToken cancel)
    {
        var token = MailedToken.New(InvitationPurpose.Welcome, turn.Now + Life);
        var uuid = await WireIds.TextAsync(turn.Work, person.Home, person.User.Value, WireIdKind.UserUuid, cancel);
        var welcome = new Welcome(token.Text, uuid, token.ExpiresAt);
        var channel = name.Kind == LoginKind.Email ? NotificationChannel.Mail : NotificationChannel.Sms;
        var message = new OutgoingMessage(channel, person.User, name.Text, place.Locale, welcome);
        if (await outbox.WriteUnlessTooManyAsync(turn, message, cancel))
        {
            await token.WriteAsync(turn.Work, turn.Tenant, person.User, login: null, turn.By.User, turn.Now, cancel);
        }
    }

    /// <summary>What a guest of this lock begins with.</summary>
    private sealed record Place(string Zone, string Locale);

    private const string PlaceSql = """
        select s.zone, s.locale from smart_lock l join site s on s.tenant_id = l.tenant_id and s.site_id = l.site_id
        where l.tenant_id = $1 and l.lock_id = $2
        """;
}
