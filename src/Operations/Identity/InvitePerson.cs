using System.Text.Json;
using System.Text.Json.Serialization;
using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Users;
using Latchwork.Operations.Grants;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Sites;
using Latchwork.Operations.Tenants;

namespace Latchwork.Operations.Identity;

/// <summary>
/// Invites somebody to an account, in the turn of whoever gives them something: a user without a password in a home tenant of their own, an
/// invitation of which only the hash of its token is kept, and the message that carries the token, waiting to be sent.
/// </summary>
internal sealed class InvitePerson(NewTenant tenants, NewUser users, NewSite sites, KeyRing ring)
{
    public static readonly TimeSpan Life = TimeSpan.FromDays(14);

    public const string Template = "welcome";

    private const string HomeName = "Home";
    private const string GuestName = "Guest";
    private const int TokenLength = 32;

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
        if (invited is null && await MakeAsync(turn, receiver, name, place, cancel) is { } taken)
        {
            return taken;
        }

        await InviteAsync(turn, receiver.User, name, place, cancel);
        return receiver;
    }

    private async Task<AccessError?> MakeAsync(CallerTurn turn, Receiver person, LoginName name, Place place, CancellationToken cancel)
    {
        await tenants.WriteAsync(turn.Work, person.Home, HomeName, place.Zone, turn.Now, cancel);
        if (await users.WriteAsync(turn.Work, new NewPerson(person.User, name, GuestName, null, person.Home), turn.Now, cancel) is { } taken)
        {
            return taken;
        }

        await NewUser.JoinAsync(turn.Work, person.Home, person.User, TenantRole.Owner, turn.Now, cancel);
        await sites.WriteAsync(turn.Work, person.Home, HomeName, place.Zone, turn.Now, cancel);
        await turn.HoldNewAsync(person.Home, cancel);
        var there = turn.In(person.Home);
        there.Tell(there.Event(AuditKind.TenantCreated, null));
        there.Tell(there.Event(AuditKind.UserCreated, null) with { On = new AuditObject(Noun.User, person.User.Value) });
        return null;
    }

    private async Task InviteAsync(CallerTurn turn, UserId user, LoginName name, Place place, CancellationToken cancel)
    {
        var token = SecretMaker.Base62(TokenLength);
        var expiresAt = turn.Now + Life;
        await turn.Work.DoAsync(
            """
            insert into invitation (tenant_id, invitation_id, user_id, token_hash, purpose, invited_by, created_at, expires_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8)
            """,
            [
                turn.Tenant.Value,
                Guid.CreateVersion7(turn.Now),
                user.Value,
                TokenHash.Of(token),
                (short)InvitationPurpose.Welcome,
                turn.By.User?.Value,
                turn.Now,
                expiresAt,
            ],
            cancel
        );
        await NotifyAsync(turn, name, place.Locale, new WelcomeValues(token, expiresAt), cancel);
    }

    private async Task NotifyAsync(CallerTurn turn, LoginName name, string locale, WelcomeValues values, CancellationToken cancel)
    {
        using var keys = await ring.RentAsync(turn.Tenant, cancel);
        var id = Guid.CreateVersion7(turn.Now);
        await turn.Work.DoAsync(
            """
            insert into notification (tenant_id, notification_id, channel, template, locale, recipient_sealed, values_sealed, operation_id, state, due_at,
                created_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, 0, $9, $9)
            """,
            [
                turn.Tenant.Value,
                id,
                (short)(name.Kind == LoginKind.Email ? NotificationChannel.Mail : NotificationChannel.Sms),
                Template,
                locale,
                keys.SealText(new SecretPlace("notification", "recipient_sealed", id), name.Text.Matched),
                keys.Seal(new SecretPlace("notification", "values_sealed", id), values.ToBytes()),
                turn.Operation.Value,
                turn.Now,
            ],
            cancel
        );
    }

    /// <summary>What a guest of this lock begins with.</summary>
    private sealed record Place(string Zone, string Locale);

    private const string PlaceSql = """
        select s.zone, s.locale from smart_lock l join site s on s.tenant_id = l.tenant_id and s.site_id = l.site_id
        where l.tenant_id = $1 and l.lock_id = $2
        """;
}

/// <summary>What an invitation is for. The numbers are stored: only add.</summary>
internal enum InvitationPurpose
{
    /// <summary>To set the first password.</summary>
    Welcome = 1,
    PasswordReset = 2,
    Membership = 3,
}

/// <summary>The numbers are stored: only add.</summary>
internal enum NotificationChannel
{
    Mail = 1,
    Sms = 2,
}

/// <summary>What the message says besides its text.</summary>
internal sealed record WelcomeValues(string Token, DateTimeOffset ExpiresAt)
{
    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, NotificationJson.Default.WelcomeValues);

    public override string ToString() => nameof(WelcomeValues);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(WelcomeValues))]
internal sealed partial class NotificationJson : JsonSerializerContext;
