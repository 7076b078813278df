using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Users;
using Latchwork.Operations.Audit;
using Latchwork.Operations.Grants;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Notifications.Mail;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Sessions;
using Latchwork.Operations.Sites;
using Latchwork.Operations.Storage;
using Latchwork.Operations.Tenants;

namespace Latchwork.Operations.Users;

/// <param name="DisplayName">Null: none.</param>
/// <param name="DiscardsInvitation">An invitation to this address that was not followed yet ends, with the grants that wait for it.</param>
public sealed record Registration(string Email, string Password, string? DisplayName, bool DiscardsInvitation)
{
    public override string ToString() => nameof(Registration);
}

/// <summary>
/// Makes an account for whoever asks, with a home tenant and a site, and logs it in. Its address is theirs by their own word only: a mail goes out to it, and
/// until its link is followed nobody finds them by it, and what is given to that address waits. Whether people may register at all is asked before.
/// </summary>
public sealed class RegisterPerson
{
    private const string HomeName = "Home";

    /// <summary>Nobody has said where their doors are; a site has a zone of its own.</summary>
    private const string Zone = "Etc/UTC";

    private readonly AccessDb db;
    private readonly NewTenant tenants;
    private readonly NewUser users;
    private readonly NewSite sites;
    private readonly Receivers people;
    private readonly PasswordHasher hasher;
    private readonly VerificationMail mail;
    private readonly PersonSessions sessions;
    private readonly TimeProvider clock;

    internal RegisterPerson(
        AccessDb db,
        NewTenant tenants,
        NewUser users,
        NewSite sites,
        Receivers people,
        PasswordHasher hasher,
        VerificationMail mail,
        PersonSessions sessions,
        TimeProvider clock
    )
    {
        (this.db, this.tenants, this.users, this.sites, this.people) = (db, tenants, users, sites, people);
        (this.hasher, this.mail, this.sessions, this.clock) = (hasher, mail, sessions, clock);
    }

    /// <returns><see cref="AccessErrorCode.Taken"/>: there is an account, or an invitation that is not to be discarded.</returns>
    public async Task<Outcome<SessionTokens>> RunAsync(Registration registration, RequestOrigin from, CancellationToken cancel)
    {
        if (Parse(registration).IsRefused(out var invalid, out var wanted))
        {
            return invalid;
        }

        if ((await FindInvitedAsync(wanted.Login, registration, cancel)).IsRefused(out var taken, out var invited))
        {
            return taken;
        }

        // The slow hash is made for names that are free.
        if ((await hasher.HashAsync(SifelyPasswordEncoding.Encode(registration.Password), cancel)).IsRefused(out var busy, out var hash))
        {
            return busy;
        }

        var now = clock.Now();
        var person = new NewPerson(UserId.New(now), wanted.Login, wanted.Name.Text, hash, TenantId.New(now)) { IsProven = false };
        if (await WriteAsync(person, invited, from, now, cancel) is { } refusal)
        {
            return refusal;
        }

        var known = new KnownPerson(person.Id, person.Home, registration.Email, now);
        return await sessions.IssueAsync(known, from, cancel) is { } issued ? issued : PasswordLogIn.WrongLogin;
    }

    private readonly record struct Wanted(LoginName Login, DisplayName Name);

    private static Outcome<Wanted> Parse(Registration registration)
    {
        if (ContactText.Email(registration.Email).IsRefused(out var noEmail, out var email))
        {
            return noEmail;
        }

        if (!MailAddresses.TryRead(email.Matched, out _))
        {
            return AccessError.Invalid("That is no e-mail address.", Noun.User);
        }

        return PasswordRules.Refuse(registration.Password, hasSecondFactor: false) is { } weak
            ? weak
            : DisplayName.Parse(registration.DisplayName).Then(name => new Wanted(new LoginName(LoginKind.Email, email), name));
    }

    /// <param name="Tenants">Those in which something is kept of them.</param>
    private sealed record Invited(UserId User, TenantId[] Tenants);

    /// <returns>Who is to be discarded; a null one where the name is free.</returns>
    private async Task<Outcome<Invited?>> FindInvitedAsync(LoginName name, Registration registration, CancellationToken cancel)
    {
        if (await people.FindAsync(name, cancel) is not { } there)
        {
            return (Invited?)null;
        }

        var invited = await db.FirstAsync(
            TenantSet.None,
            "select latchwork_traces_of(user_id) from app_user where user_id = $1 and password_hash is null",
            row => new Invited(there.User, Array.ConvertAll(row.GetFieldValue<Guid[]>(0), id => new TenantId(id))),
            [there.User.Value],
            cancel
        );
        return invited is not null && registration.DiscardsInvitation ? invited : NewUser.Taken;
    }

    private async Task<AccessError?> WriteAsync(NewPerson person, Invited? invited, RequestOrigin from, DateTimeOffset now, CancellationToken cancel)
    {
        TenantId[] also = invited?.Tenants ?? [];
        await using var work = await db.BeginAsync(new TenantSet([person.Home, TenantId.Installation, .. also]), cancel);
        var chain = await work.HoldChainsAsync(cancel, also);
        var turn = new CallerTurn(work, CallerOf(person, from), person.Home, OperationId.New(now), now, [], []) { Chain = chain };
        if (invited is not null && !await DiscardAsync(turn, invited, cancel))
        {
            return NewUser.Taken;
        }

        await tenants.WriteHomeAsync(work, person.Home, HomeName, Zone, now, cancel);
        if (await users.WriteAsync(work, person, now, cancel) is { } taken)
        {
            return taken;
        }

        await NewUser.JoinAsync(work, person.Home, person.Id, TenantRole.Owner, now, cancel);
        await sites.WriteAsync(work, person.Home, HomeName, Zone, now, cancel);
        return await FinishAsync(turn, person, cancel);
    }

    private async Task<AccessError?> FinishAsync(CallerTurn turn, NewPerson person, CancellationToken cancel)
    {
        var email = (await PersonEmail.FindAsync(turn.Work, person.Id, cancel))!;
        var to = new UnprovenEmail(person.Home, person.Id, email.Login, person.Login.Text, email.Locale);
        if (await mail.WriteAsync(turn.Work, TenantId.Installation, to, turn.Operation, turn.Now, cancel) is { } tooMany)
        {
            return tooMany;
        }

        await CallerTurns.RaiseVersionsAsync(turn, cancel);
        await turn.HoldNewAsync(person.Home, cancel);
        turn.Tell(turn.Event(AuditKind.TenantCreated, smartLock: null));
        turn.Tell(turn.Event(AuditKind.UserCreated, smartLock: null) with { On = new AuditObject(Noun.User, person.Id.Value) });
        await turn.Work.CommitAsync(turn.Chain, cancel);
        return null;
    }

    /// <summary>
    /// No more than invited: they have no password, so they never logged in, have shown no name to be theirs, hold nothing, own nothing, and are a member
    /// nowhere but at home.
    /// </summary>
    private const string WaitingSql = """
        select true from app_user u
        where u.user_id = $1 and u.pool = $2 and u.password_hash is null and u.disabled_at is null
            and not exists (select from login l where l.user_id = u.user_id and l.verified_at is not null)
            and not exists (
                select from access_grant g where g.user_id = u.user_id and g.tenant_id = any ($3) and g.revoked_at is null
                    and (g.accepted_at is not null or g.role = $4))
            and not exists (select from membership m where m.user_id = u.user_id and m.tenant_id = any ($3) and m.tenant_id <> u.home_tenant_id)
        for update of u
        """;

    /// <returns>False where they are more than invited, were given something elsewhere meanwhile, or alone own an application.</returns>
    private static async Task<bool> DiscardAsync(CallerTurn turn, Invited invited, CancellationToken cancel)
    {
        var isWaiting = await turn.Work.FirstAsync(
            WaitingSql,
            row => row.GetBoolean(0),
            [invited.User.Value, Guid.Empty, invited.Tenants.Select(tenant => tenant.Value).ToArray(), (short)GrantRole.Owner],
            cancel
        );
        if (!isWaiting || !await PersonTenants.AreAllWithTracesAsync(turn.Work, invited.User, invited.Tenants, cancel))
        {
            return false;
        }

        return await ErasePerson.RunAsync(turn, invited.User, invited.Tenants, cancel) is null;
    }

    /// <summary>As the audit knows who registers: by themselves.</summary>
    private static Caller CallerOf(NewPerson person, RequestOrigin from) =>
        new()
        {
            Principal = new Principal(PrincipalKind.User, person.Id.Value),
            Home = person.Home,
            Tenants = TenantSet.Of(person.Home),
            CredentialHash = [],
            Session = default,
            SessionKind = default,
            Version = 0,
            Surface = Surface.Doordeck,
            Address = from.Address,
            UserAgent = from.UserAgent,
        };
}
