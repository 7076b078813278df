using Latchwork.Domain;
using Latchwork.Operations.Grants;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Notifications;
using Latchwork.Operations.Notifications.Messages;

namespace Latchwork.Operations.Identity;

/// <summary>
/// Invites somebody to an account, in the turn of whoever gives them something: a user without a password in a home tenant of their own, an
/// invitation of which only the hash of its token is kept, and the message that carries the token, waiting to be sent.
/// </summary>
internal sealed class InvitePerson(NewGuest guests, NotificationOutbox outbox)
{
    public static readonly TimeSpan Life = TimeSpan.FromDays(14);

    /// <param name="invited">Who was invited before and has set no password: they get another invitation.</param>
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
        var place = (
            await turn.Work.FirstAsync(PlaceSql, row => new Place(row.GetString(0), row.GetString(1)), [turn.Tenant.Value, to.Value], cancel)
        )!;
        var receiver = invited ?? new Receiver(UserId.New(turn.Now), home, IsRegistered: false);
        if (invited is null && await guests.WriteAsync(turn, receiver.User, receiver.Home, name, place.Zone, cancel) is { } taken)
        {
            return taken;
        }

        var refusal = await InviteAsync(turn, receiver, name, place, cancel);
        return refusal is null || (invited is not null && await IsInvitedAsync(turn, receiver.User, cancel)) ? receiver : refusal;
    }

    private async Task<AccessError?> InviteAsync(CallerTurn turn, Receiver person, LoginName name, Place place, CancellationToken cancel)
    {
        var token = MailedToken.New(InvitationPurpose.Welcome, turn.Now + Life);
        var uuid = await WireIds.TextAsync(turn.Work, person.Home, person.User.Value, WireIdKind.UserUuid, cancel);
        var welcome = new Welcome(token.Text, uuid, token.ExpiresAt);
        var channel = name.Kind == LoginKind.Email ? NotificationChannel.Mail : NotificationChannel.Sms;
        var message = new OutgoingMessage(channel, name.Text, place.Locale, welcome);
        if ((await outbox.WriteAsync(turn.Work, turn.Tenant, message, turn.Operation, turn.Now, cancel)).Error is { } tooMany)
        {
            return tooMany;
        }

        await token.WriteAsync(turn.Work, turn.Tenant, person.User, login: null, turn.By.User, turn.Now, cancel);
        return null;
    }

    /// <summary>Whoever has had enough messages for now still has one of ours that is good: what they are given waits for it.</summary>
    private static Task<bool> IsInvitedAsync(CallerTurn turn, UserId person, CancellationToken cancel) =>
        turn.Work.FirstAsync(
            "select true from invitation where tenant_id = $1 and user_id = $2 and purpose = $3 and used_at is null and expires_at > $4",
            row => row.GetBoolean(0),
            [turn.Tenant.Value, person.Value, (short)InvitationPurpose.Welcome, turn.Now],
            cancel
        );

    /// <summary>What a guest of this lock begins with.</summary>
    private sealed record Place(string Zone, string Locale);

    private const string PlaceSql = """
        select s.zone, s.locale from smart_lock l join site s on s.tenant_id = l.tenant_id and s.site_id = l.site_id
        where l.tenant_id = $1 and l.lock_id = $2
        """;
}
