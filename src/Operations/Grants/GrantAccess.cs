using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Grants;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Locks;
using Latchwork.Operations.Locks.Settings;

namespace Latchwork.Operations.Grants;

public sealed record GrantAccessRequest
{
    public required WireId Lock { get; init; }

    /// <summary>Login name of the receiver: e-mail, telephone or plain name. Null where <see cref="ReceiverId"/> says who it is.</summary>
    public string? Receiver { get; init; }

    /// <summary>Somebody whom the tenant of the lock knows: a member of it, or who has held a grant there. Anybody else does not exist by an id.</summary>
    public WireId? ReceiverId { get; init; }

    /// <summary>What its giver calls it; null: as it was called, or not at all.</summary>
    public required string? Name { get; init; }

    public string? Remarks { get; init; }

    public required TimeWindow Window { get; init; }

    /// <summary>Inside the window; null for all of it.</summary>
    public WantedWeeklyHours? Hours { get; init; }

    public bool CanUnlockRemotely { get; init; }

    public GrantRole Role { get; init; } = GrantRole.Holder;

    /// <summary>The receiver runs the lock as a deputy (AZ-7): may give common grants that end with their own.</summary>
    public bool IsDeputy { get; init; }

    /// <summary>Who has no account is invited to one, by e-mail or telephone.</summary>
    public bool InvitesUnknown { get; init; }

    public override string ToString() => $"grant to {Lock.Text}";
}

/// <param name="Number">Sifely's <c>keyId</c>.</param>
/// <param name="IsWaiting">The receiver was invited and has set no password yet.</param>
public sealed record GivenGrant(GrantId Id, int Number, bool IsWaiting)
{
    internal UserId Holder { get; init; }
}

/// <summary>
/// Gives somebody a grant. There is one for each person and lock, so giving again gives the same one new terms, and what derives from it follows. A
/// person without an account, or who was invited and has set no password, is unknown unless they are to be invited.
/// </summary>
public sealed class GrantAccess
{
    private readonly CallerTurns turns;
    private readonly LockTurns locks;
    private readonly Receivers receivers;
    private readonly InvitePerson invite;
    private readonly GiveGrant give;

    internal GrantAccess(CallerTurns turns, LockTurns locks, Receivers receivers, InvitePerson invite, GiveGrant give) =>
        (this.turns, this.locks, this.receivers, this.invite, this.give) = (turns, locks, receivers, invite, give);

    public async Task<Outcome<GivenGrant>> RunAsync(Caller by, GrantAccessRequest request, CancellationToken cancel)
    {
        if (RefuseInput(request) is { } invalid)
        {
            return invalid;
        }

        LoginName? name = request.Receiver is { } login && LoginName.Parse(login) is { Error: null } parsed ? parsed.Value : null;
        return await turns.RunAsync(
            by,
            new TurnRules(AuditKind.GrantGiven, AccessError.NotFound(Noun.Lock), Busy),
            caller => LocateAsync(caller, request, name, cancel),
            (turn, ask) => GiveAsync(turn, ask, request, cancel),
            cancel
        );
    }

    internal AccessError? RefuseInput(GrantAccessRequest request) =>
        (request.Receiver is null) == (request.ReceiverId is null)
            ? AccessError.Invalid("A grant is given to somebody by their login or by their id.", Noun.User)
        : request.Window.IsEmpty || request.Window.IsOver(turns.Now)
            ? AccessError.Invalid("The grant would end before it starts, or has ended.", Noun.Grant)
        : request.Name?.Length > 200 ? AccessError.Invalid("A name has at most 200 characters.", Noun.Grant)
        : request.Remarks?.Length > 1000 ? AccessError.Invalid("Remarks have at most 1000 characters.", Noun.Grant)
        : null;

    /// <param name="Name">Null where it is none that anybody could have.</param>
    /// <param name="NewHome">Where the receiver is at home if they must be invited.</param>
    /// <param name="ByName">Else they are somebody whom the tenant knows.</param>
    internal sealed record Ask(LockId Lock, LoginName? Name, Receiver? Receiver, TenantId NewHome, bool ByName);

    private async ValueTask<Located<Ask>?> LocateAsync(Caller by, GrantAccessRequest request, LoginName? name, CancellationToken cancel)
    {
        if (await locks.LocateAsync(by, request.Lock, cancel) is not { } at)
        {
            return null;
        }

        var home = TenantId.New(turns.Now);
        var receiver =
            name is { } known ? await receivers.FindAsync(known, cancel)
            : request.ReceiverId is { } id ? (await receivers.FindAsync([id.Text], cancel)).GetValueOrDefault(id.Text)?.Receiver
            : null;
        return new Located<Ask>(at.Tenant, new Ask(at.What, name, receiver, home, request.ReceiverId is null), at.What)
        {
            Also = receiver is null && name is not null && request.InvitesUnknown ? [home] : null,
        };
    }

    /// <summary>In a turn under way, whose tenant the lock is of.</summary>
    internal async Task<Outcome<GivenGrant>> GiveAsync(CallerTurn turn, Ask ask, GrantAccessRequest request, CancellationToken cancel)
    {
        if (await NamedLock.FindAsync(turn, ask.Lock, cancel) is not { } smartLock)
        {
            return AccessError.NotFound(Noun.Lock);
        }

        if ((await HoursAtLock.ReadAsync(turn, ask.Lock, request.Hours, cancel)).IsRefused(out var invalid, out var hours))
        {
            return invalid;
        }

        var live = ask.Receiver is { } known ? await GiveGrant.LiveAsync(turn, ask.Lock, known.User, cancel) : null;
        var terms = TermsOf(request, hours);
        if (GiveGrant.Refuse(turn, smartLock, ask.Receiver?.User, live, terms) is { } refusal)
        {
            return refusal;
        }

        if ((await ReceiveAsync(turn, ask, request, cancel)).IsRefused(out var unknown, out var receiver))
        {
            return unknown;
        }

        var given = await give.SaveAsync(turn, smartLock, live, new Gift(receiver.User, terms, request.Name, request.Remarks), cancel);
        turn.Made = given.Error is null ? given.Value.Id.Value : null;
        return given;
    }

    internal static GrantTerms TermsOf(GrantAccessRequest request, WeeklyHours? hours) =>
        new(
            request.IsDeputy ? GrantRole.Manager : request.Role,
            new TimeWindow(request.Window.StartsAt?.Cut(), request.Window.EndsAt?.Cut()),
            hours,
            request.CanUnlockRemotely,
            request.IsDeputy
        );

    /// <summary>Who gets it: somebody registered, or else somebody to be invited. What somebody known gets waits for them as it always does.</summary>
    private async Task<Outcome<Receiver>> ReceiveAsync(CallerTurn turn, Ask ask, GrantAccessRequest request, CancellationToken cancel)
    {
        if (ask.Receiver is { IsRegistered: true } registered && ask.ByName)
        {
            return registered;
        }

        if (!ask.ByName)
        {
            return ask.Receiver is { } named && await Receivers.AreKnownAsync(turn, named.User, cancel) ? named : Receivers.Unknown;
        }

        return request.InvitesUnknown && ask.Name is { Kind: LoginKind.Email or LoginKind.Telephone } name
            ? await invite.RunAsync(turn, ask.Receiver, ask.NewHome, name, ask.Lock, cancel)
            : Receivers.Unknown;
    }

    /// <summary>Somebody else is inviting the same person at this moment.</summary>
    private static readonly AccessError Busy = new(AccessErrorCode.Taken, "That account is being made.", Noun.User);
}
