using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Grants;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Locks;

namespace Latchwork.Operations.Grants;

public sealed record GrantAccessRequest
{
    public required WireId Lock { get; init; }

    /// <summary>Login name of the receiver: e-mail, telephone or plain name.</summary>
    public required string Receiver { get; init; }

    public required string Name { get; init; }

    public string? Remarks { get; init; }

    public required TimeWindow Window { get; init; }

    public bool CanUnlockRemotely { get; init; }

    /// <summary>The receiver runs the lock as a deputy (AZ-7): may give common grants that end with their own.</summary>
    public bool IsDeputy { get; init; }

    /// <summary>Who has no account is invited to one, by e-mail or telephone.</summary>
    public bool InvitesUnknown { get; init; }

    public override string ToString() => $"grant to {Lock.Text}";
}

/// <param name="Number">Sifely's <c>keyId</c>.</param>
/// <param name="IsWaiting">The receiver was invited and has set no password yet.</param>
public sealed record GivenGrant(GrantId Id, int Number, bool IsWaiting);

/// <summary>
/// Gives somebody a grant. There is one for each person and lock, so giving again gives the same one new terms, and what derives from it follows. A
/// person without an account, or who was invited and has set no password, is unknown unless they are to be invited.
/// </summary>
public sealed class GrantAccess
{
    private static readonly AccessError ToOneself = new(AccessErrorCode.ToOneself, "You have it already.", Noun.Grant);
    private static readonly AccessError ToTheOwner = new(AccessErrorCode.Taken, "They own this lock.", Noun.Grant);

    private readonly CallerTurns turns;
    private readonly LockTurns locks;
    private readonly Receivers receivers;
    private readonly InvitePerson invite;
    private readonly WireIds ids;

    internal GrantAccess(CallerTurns turns, LockTurns locks, Receivers receivers, InvitePerson invite, WireIds ids) =>
        (this.turns, this.locks, this.receivers, this.invite, this.ids) = (turns, locks, receivers, invite, ids);

    public async Task<Outcome<GivenGrant>> RunAsync(Caller by, GrantAccessRequest request, CancellationToken cancel)
    {
        if (RefuseInput(request) is { } invalid)
        {
            return invalid;
        }

        LoginName? name = LoginName.Parse(request.Receiver) is { Error: null } parsed ? parsed.Value : null;
        return await turns.RunAsync(
            by,
            new TurnRules(AuditKind.GrantGiven, AccessError.NotFound(Noun.Lock), Busy),
            caller => LocateAsync(caller, request, name, cancel),
            (turn, ask) => GiveAsync(turn, ask, request, cancel),
            cancel
        );
    }

    private AccessError? RefuseInput(GrantAccessRequest request) =>
        request.Window.IsEmpty || request.Window.IsOver(turns.Now)
            ? AccessError.Invalid("The grant would end before it starts, or has ended.", Noun.Grant)
        : request.Name.Length > 200 ? AccessError.Invalid("A name has at most 200 characters.", Noun.Grant)
        : request.Remarks?.Length > 1000 ? AccessError.Invalid("Remarks have at most 1000 characters.", Noun.Grant)
        : null;

    /// <param name="Name">Null where it is none that anybody could have.</param>
    /// <param name="NewHome">Where the receiver is at home if they must be invited.</param>
    private sealed record Ask(LockId Lock, LoginName? Name, Receiver? Receiver, TenantId NewHome);

    private async ValueTask<Located<Ask>?> LocateAsync(Caller by, GrantAccessRequest request, LoginName? name, CancellationToken cancel)
    {
        if (await locks.LocateAsync(by, request.Lock, cancel) is not { } at)
        {
            return null;
        }

        var home = TenantId.New(turns.Now);
        var receiver = name is { } known ? await receivers.FindAsync(known, cancel) : null;
        return new Located<Ask>(at.Tenant, new Ask(at.What, name, receiver, home), at.What)
        {
            Also = receiver is null && request.InvitesUnknown ? [home] : null,
        };
    }

    private async Task<Outcome<GivenGrant>> GiveAsync(CallerTurn turn, Ask ask, GrantAccessRequest request, CancellationToken cancel)
    {
        if (await NamedLock.FindAsync(turn, ask.Lock, cancel) is not { } smartLock)
        {
            return AccessError.NotFound(Noun.Lock);
        }

        var live = ask.Receiver is { } known ? await LiveAsync(turn, ask.Lock, known.User, cancel) : null;
        if (Refuse(turn, smartLock, ask, live, request) is { } refusal)
        {
            return refusal;
        }

        if ((await ReceiveAsync(turn, ask, request, cancel)).IsRefused(out var unknown, out var receiver))
        {
            return unknown;
        }

        var origin = GrantGiver.Of(turn, smartLock).OriginOf(Standing(live, turn));
        return await SaveAsync(turn, new Gift(ask.Lock, receiver.User, TermsOf(request), origin, live), request, cancel);
    }

    private static AccessError? Refuse(CallerTurn turn, NamedLock smartLock, Ask ask, AccessGrant? live, GrantAccessRequest request)
    {
        var giver = GrantGiver.Of(turn, smartLock);
        var terms = TermsOf(request);
        return smartLock.Refuse(AccessAct.Share, turn)
            ?? (ask.Receiver is { } receiver && receiver.User == turn.By.User ? ToOneself : null)
            ?? (live?.Role == GrantRole.Owner ? ToTheOwner : null)
            ?? giver.RefuseGiving(terms, turn.Now)
            ?? (
                Standing(live, turn) is { } standing
                    ? giver.RefuseChanging(standing, new Gift(ask.Lock, standing.User, terms, null, standing).As(standing.Id), turn.Now)
                    : null
            );
    }

    /// <summary>One that is over stands in nobody's way: what is given in its place is a gift like the first.</summary>
    private static AccessGrant? Standing(AccessGrant? live, CallerTurn turn) => live?.HasEnded(turn.Now) == true ? null : live;

    private static GrantTerms TermsOf(GrantAccessRequest request) =>
        new(
            request.IsDeputy ? GrantRole.Manager : GrantRole.Holder,
            new TimeWindow(request.Window.StartsAt?.Cut(), request.Window.EndsAt?.Cut()),
            Hours: null,
            request.CanUnlockRemotely,
            request.IsDeputy
        );

    /// <summary>Who gets it: somebody registered, or else somebody to be invited.</summary>
    private async Task<Outcome<Receiver>> ReceiveAsync(CallerTurn turn, Ask ask, GrantAccessRequest request, CancellationToken cancel)
    {
        if (ask.Receiver is { IsRegistered: true } registered)
        {
            return registered;
        }

        return request.InvitesUnknown && ask.Name is { Kind: LoginKind.Email or LoginKind.Telephone } name
            ? await invite.RunAsync(turn, ask.Receiver, ask.NewHome, name, ask.Lock, cancel)
            : Receivers.Unknown;
    }

    private static Task<AccessGrant?> LiveAsync(CallerTurn turn, LockId smartLock, UserId user, CancellationToken cancel) =>
        turn.Work.FirstAsync(
            $"select {GrantRow.Columns} from access_grant g where g.tenant_id = $1 and g.lock_id = $2 and g.user_id = $3 and g.revoked_at is null",
            row => GrantRow.ReadOptional(row, 0),
            [turn.Tenant.Value, smartLock.Value, user.Value],
            cancel
        );

    /// <param name="Live">The receiver's grant to the lock, which gets these terms.</param>
    private sealed record Gift(LockId Lock, UserId User, GrantTerms Terms, GrantId? Origin, AccessGrant? Live)
    {
        public AccessGrant As(GrantId id) =>
            new()
            {
                Id = id,
                Lock = Lock,
                User = User,
                Role = Terms.Role,
                IsDeputy = Terms.IsDeputy,
                Window = Terms.Window,
                CanUnlockRemotely = Terms.CanUnlockRemotely,
                DerivedFrom = Origin,
            };
    }

    private async Task<Outcome<GivenGrant>> SaveAsync(CallerTurn turn, Gift gift, GrantAccessRequest request, CancellationToken cancel)
    {
        var given = gift.As(gift.Live?.Id ?? GrantId.New(turn.Now));
        turn.Raised.Add(given.User);
        if (!await Receivers.HoldAsync(turn, given.User, cancel))
        {
            return Receivers.Unknown;
        }

        var isWaiting = await WriteAsync(turn, given, request, cancel);
        if (gift.Live is null)
        {
            await ids.IssueAsync(turn.Work, turn.Tenant, given.Id.Value, cancel, WireIdKind.GrantNumber, WireIdKind.GrantUuid);
        }
        else
        {
            await GrantChanges.FollowAsync(turn, given, cancel);
        }

        turn.Tell(
            turn.Event(AuditKind.GrantGiven, gift.Lock) with
            {
                On = new AuditObject(Noun.Grant, given.Id.Value),
                Changed = GrantChanges.Told(gift.Live, given),
            }
        );
        var number = await WireIds.NumberAsync(turn.Work, turn.Tenant, given.Id.Value, WireIdKind.GrantNumber, cancel);
        return new GivenGrant(given.Id, number, isWaiting);
    }

    /// <returns>Whether it waits for their first password.</returns>
    private static Task<bool> WriteAsync(CallerTurn turn, AccessGrant given, GrantAccessRequest request, CancellationToken cancel) =>
        turn.Work.FirstAsync(
            """
            insert into access_grant (tenant_id, grant_id, lock_id, user_id, role, is_deputy, name, remarks, starts_at, ends_at, opens_remotely, given_by,
                derived_from, accepted_at, created_at, updated_at)
            select $1, $2, $3, u.user_id, $5, $6, $7, $8, $9::timestamptz, $10::timestamptz, $11, $12::uuid, $13::uuid,
                case when u.password_hash is not null then $14::timestamptz end, $14, $14
            from app_user u where u.user_id = $4
            on conflict (tenant_id, grant_id) do update set role = excluded.role, is_deputy = excluded.is_deputy, name = excluded.name,
                remarks = excluded.remarks, starts_at = excluded.starts_at, ends_at = excluded.ends_at, hours = null,
                opens_remotely = excluded.opens_remotely, given_by = excluded.given_by, derived_from = excluded.derived_from,
                accepted_at = excluded.accepted_at, frozen_at = null, created_at = excluded.created_at, updated_at = excluded.updated_at
            returning accepted_at is null
            """,
            row => row.GetBoolean(0),
            [
                turn.Tenant.Value,
                given.Id.Value,
                given.Lock.Value,
                given.User.Value,
                (short)given.Role,
                given.IsDeputy,
                request.Name,
                request.Remarks,
                given.Window.StartsAt,
                given.Window.EndsAt,
                given.CanUnlockRemotely,
                turn.By.User?.Value,
                given.DerivedFrom?.Value,
                turn.Now,
            ],
            cancel
        );

    /// <summary>Somebody else is inviting the same person at this moment.</summary>
    private static readonly AccessError Busy = new(AccessErrorCode.Taken, "That account is being made.", Noun.User);
}
