using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Users;
using Latchwork.Operations.Grants;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Notifications;
using Latchwork.Operations.Notifications.Messages;

namespace Latchwork.Operations.Members;

/// <param name="IsWaiting">They were invited, and become a member when they accept.</param>
public sealed record InvitedMember(UserId User, bool IsWaiting);

/// <summary>
/// Makes somebody a member of a tenant. Who has an account that is known to be theirs is one at once, and is told; anybody else is invited by mail and becomes one with
/// the password that they set by its link, whoever else may have registered under that address.
/// </summary>
public sealed class InviteMember
{
    private static readonly AccessError There = new(AccessErrorCode.Taken, "They are a member of this tenant.", Noun.User);
    private static readonly AccessError Busy = new(AccessErrorCode.Taken, "That account is being made.", Noun.User);
    private static readonly AccessError NoMail = AccessError.Invalid("Whoever has no account is invited by e-mail.", Noun.User);

    private readonly CallerTurns turns;
    private readonly Receivers receivers;
    private readonly NewGuest guests;
    private readonly NotificationOutbox outbox;

    internal InviteMember(CallerTurns turns, Receivers receivers, NewGuest guests, NotificationOutbox outbox) =>
        (this.turns, this.receivers, this.guests, this.outbox) = (turns, receivers, guests, outbox);

    /// <param name="login">E-mail address; of somebody with an account, any name that they log in with.</param>
    public async Task<Outcome<InvitedMember>> RunAsync(Caller by, TenantId tenant, string login, TenantRole role, CancellationToken cancel) =>
        LoginName.Parse(login).IsRefused(out var invalid, out var name)
            ? invalid
            : await turns.RunAsync(
                by,
                new TurnRules(AuditKind.MembershipChanged, MemberTurns.Missing, Busy),
                _ => LocateAsync(tenant, name, cancel),
                (turn, ask) => InviteAsync(turn, ask, role, cancel),
                cancel
            );

    /// <param name="NewHome">Where they are at home if they have no account.</param>
    internal sealed record Ask(LoginName Name, Receiver? Known, TenantId NewHome);

    /// <summary>Before a turn: who is meant, as far as they are known.</summary>
    internal async Task<Ask> AskAsync(LoginName name, CancellationToken cancel) =>
        new(name, await receivers.FindAsync(name, cancel), TenantId.New(turns.Now));

    private async ValueTask<Located<Ask>?> LocateAsync(TenantId tenant, LoginName name, CancellationToken cancel)
    {
        var ask = await AskAsync(name, cancel);
        return new Located<Ask>(tenant, ask) { Also = ask.Known is null ? [ask.NewHome] : null };
    }

    /// <summary>In a turn under way.</summary>
    internal async Task<Outcome<InvitedMember>> InviteAsync(CallerTurn turn, Ask ask, TenantRole role, CancellationToken cancel) =>
        MemberTurns.RefuseDealing(turn, role) is { } weak ? weak : await AdmitAsync(turn, turn, ask, role, cancel);

    /// <summary>After it was decided that the caller may.</summary>
    /// <param name="post">By whose keys the mail is sealed: a tenant that is only being made has none yet.</param>
    internal async Task<Outcome<InvitedMember>> AdmitAsync(CallerTurn turn, CallerTurn post, Ask ask, TenantRole role, CancellationToken cancel)
    {
        if (ask.Known is not { IsRegistered: true } && ask.Name.Kind != LoginKind.Email)
        {
            return NoMail;
        }

        var place = (await turn.Work.FirstAsync(PlaceSql, Place.Read, [turn.Tenant.Value, turn.By.User?.Value, ask.Known?.User.Value], cancel))!;
        var person = ask.Known ?? new Receiver(UserId.New(turn.Now), ask.NewHome, IsRegistered: false);
        var refusal =
            place.IsMember ? There
            : ask.Known is null ? await guests.WriteAsync(turn, person.User, person.Home, ask.Name, place.Zone, cancel)
            : await Receivers.HoldAsync(turn, person.User, cancel) ? null
            : Receivers.Unknown;
        if (refusal is not null)
        {
            return refusal;
        }

        if (person.IsRegistered)
        {
            await JoinAsync(turn, post, ask, person, role, place, cancel);
        }
        else if (await MailAsync(turn, post, ask, person, role, place, cancel) is { } tooMany)
        {
            return tooMany;
        }

        MemberTurns.Tell(turn, person.User, former: null, role, isWaiting: !person.IsRegistered);
        turn.Made = person.User.Value;
        return new InvitedMember(person.User, !person.IsRegistered);
    }

    private async Task JoinAsync(CallerTurn turn, CallerTurn post, Ask ask, Receiver person, TenantRole role, Place place, CancellationToken cancel)
    {
        await NewUser.JoinAsync(turn.Work, turn.Tenant, person.User, role, turn.Now, cancel);
        if (ask.Name.Kind == LoginKind.Email)
        {
            var news = new MembershipNews(place.Tenant, place.By, null, null, turn.Now + MembershipNews.Life);
            _ = await outbox.WriteUnlessTooManyAsync(post, MessageTo(person, ask, place, news), cancel);
        }
    }

    /// <summary>Without its mail an invitation is none: where that would be one too many it is refused, and an earlier link stays good.</summary>
    private async Task<AccessError?> MailAsync(
        CallerTurn turn,
        CallerTurn post,
        Ask ask,
        Receiver person,
        TenantRole role,
        Place place,
        CancellationToken cancel
    )
    {
        var token = MailedToken.New(InvitationPurpose.Membership, turn.Now + InvitePerson.Life);
        var news = new MembershipNews(place.Tenant, place.By, token.Text, await UuidAsync(turn, person, cancel), token.ExpiresAt);
        // An earlier invitation gives no other role.
        await turn.Work.DoAsync(
            "update invitation set used_at = $3 where tenant_id = $1 and user_id = $2 and purpose = $4 and used_at is null",
            [turn.Tenant.Value, person.User.Value, turn.Now, (short)InvitationPurpose.Membership],
            cancel
        );
        await token.WriteAsync(turn.Work, turn.Tenant, person.User, login: null, turn.By.User, turn.Now, cancel, role);
        return (await outbox.WriteAsync(turn.Work, post.Tenant, MessageTo(person, ask, place, news), turn.Operation, turn.Now, cancel)).Error;
    }

    private static Task<string> UuidAsync(CallerTurn turn, Receiver person, CancellationToken cancel) =>
        Ids.WireIds.TextAsync(turn.Work, person.Home, person.User.Value, Ids.WireIdKind.UserUuid, cancel);

    private static OutgoingMessage MessageTo(Receiver person, Ask ask, Place place, MembershipNews news) =>
        new(NotificationChannel.Mail, person.User, ask.Name.Text, place.Locale, news);

    /// <summary>What the tenant is called, who invites, and what whoever is new begins with.</summary>
    private sealed record Place(string Tenant, string Zone, string? By, string Locale, bool IsMember)
    {
        public static Place Read(Npgsql.NpgsqlDataReader row) =>
            new(row.GetString(0), row.GetString(1), row.IsDBNull(2) ? null : row.GetString(2), row.GetString(3), row.GetBoolean(4));
    }

    private const string PlaceSql = """
        select t.name, t.zone, (select display_name from app_user where user_id = $2::uuid),
            coalesce((select locale from app_user where user_id = $3::uuid),
                (select locale from site where tenant_id = $1 order by created_at, site_id limit 1), 'en'),
            exists (select from membership where tenant_id = $1 and user_id = $3::uuid)
        from tenant t where t.tenant_id = $1
        """;
}
