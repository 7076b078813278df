namespace Latchwork.Domain.Lockers;

/// <summary>What somebody may do with a box. The numbers are stored: only add.</summary>
public enum BoxLeaseKind
{
    /// <summary>Opens it once.</summary>
    OneOpening = 1,

    /// <summary>Opens it as often as they like.</summary>
    Rental = 2,

    /// <summary>Puts something in: opens it while it is empty, until it is not; once where nothing senses that.</summary>
    Deposit = 3,

    /// <summary>Takes something out: opens it until it is empty.</summary>
    PickUp = 4,

    /// <summary>Nobody's: the operator says that it is in use. Opens nothing.</summary>
    Hold = 5,
}

/// <summary>The numbers are stored: only add.</summary>
public enum BoxLeaseStage
{
    Reserved = 1,
    InUse = 2,

    /// <summary>Its time is over and the box was not emptied, as far as is known.</summary>
    Overdue = 3,
    Ended = 4,
}

/// <summary>Why it ended. The numbers are stored: only add.</summary>
public enum BoxLeaseEnd
{
    /// <summary>Somebody ended it.</summary>
    Revoked = 1,

    /// <summary>The one opening was had.</summary>
    Opened = 2,
    Emptied = 3,

    /// <summary>Its time was over, and nothing was left in the box.</summary>
    TimeOver = 4,

    /// <summary>Another has the box from now on.</summary>
    Followed = 5,
}

/// <summary>
/// A box for somebody, for [<paramref name="StartsAt"/>, <paramref name="EndsAt"/>): reserved, in use, overdue, ended. Pure: (lease, event, now) → (lease, wishes).
/// That no two live ones of a box overlap is the database's to hold; this never looks for others.
/// </summary>
/// <param name="EndsAt">Null: until it is ended.</param>
public sealed record BoxLease(BoxLeaseKind Kind, DateTimeOffset StartsAt, DateTimeOffset? EndsAt)
{
    /// <summary>An opening whose end nobody has told by then counts as one: the box may have opened (DV-7).</summary>
    public static readonly TimeSpan ToldWithin = TimeSpan.FromMinutes(1);

    private static readonly BoxLeaseWish[] Nothing = [];

    public BoxLeaseStage Stage { get; init; } = BoxLeaseStage.Reserved;

    /// <summary>What is in the box.</summary>
    public BoxContent Inside { get; init; }

    /// <summary>When an opening was wished whose end is not known yet.</summary>
    public DateTimeOffset? AskedAt { get; init; }

    public bool WasOpened { get; init; }

    /// <summary>It opens nothing any more, though it has the box: what was to be deposited is in it.</summary>
    public bool IsSpent { get; init; }

    public BoxLeaseEnd? Because { get; init; }

    public bool IsLive => Stage != BoxLeaseStage.Ended;

    /// <summary>When the clock is to look at it after <paramref name="now"/>, at which it is so; null for never. One in use before its time is looked at when that begins.</summary>
    public DateTimeOffset? DueAfter(DateTimeOffset now) =>
        Stage switch
        {
            BoxLeaseStage.Reserved => StartsAt,
            BoxLeaseStage.InUse when AskedAt is null => now < StartsAt ? StartsAt : EndsAt,
            BoxLeaseStage.InUse or BoxLeaseStage.Overdue => AskedAt + ToldWithin,
            BoxLeaseStage.Ended => null,
        };

    /// <summary>Its time has begun by this step, or by one of those before: it may have been in use already, and nobody may have looked.</summary>
    /// <param name="before">The same lease before the step.</param>
    public bool HasBegunSince(BoxLease before, DateTimeOffset now) =>
        Stage != BoxLeaseStage.Reserved && StartsAt <= now && before.Stage is (BoxLeaseStage.Reserved or BoxLeaseStage.InUse);

    /// <summary>Why its code does not open the box now; null where it does.</summary>
    public AccessError? RefuseOpening(DateTimeOffset now) =>
        Stage == BoxLeaseStage.Ended || Kind == BoxLeaseKind.Hold || now >= EndsAt ? Over
        : now < StartsAt ? Later
        : IsSpent ? Used
        : Kind switch
        {
            BoxLeaseKind.OneOpening => AskedAt is not null || WasOpened ? Used : null,
            BoxLeaseKind.Deposit when Inside == BoxContent.Full => Occupied,
            BoxLeaseKind.Deposit when Inside == BoxContent.Unknown => AskedAt is not null || WasOpened ? Used : null,
            BoxLeaseKind.Deposit or BoxLeaseKind.Rental or BoxLeaseKind.PickUp or BoxLeaseKind.Hold => null,
        };

    /// <summary>Whether an opening that was decided before may still be sent (AZ-5).</summary>
    public AccessError? RefuseSending(DateTimeOffset now) => (this with { AskedAt = null }).RefuseOpening(now);

    public BoxLeaseStep Take(BoxLeaseEvent told, DateTimeOffset now)
    {
        var (at, wishes) = PassTo(now);
        var step = at.Act(told, now);
        return step with { Wishes = [.. wishes, .. step.Wishes] };
    }

    /// <summary>What time alone does.</summary>
    private (BoxLease Lease, BoxLeaseWish[] Wishes) PassTo(DateTimeOffset now)
    {
        var lease = AskedAt + ToldWithin <= now && IsLive ? AfterOpening() : this;
        lease = lease.Stage == BoxLeaseStage.Reserved && now >= StartsAt ? lease with { Stage = BoxLeaseStage.InUse } : lease;
        if (lease.Stage == BoxLeaseStage.InUse && now >= EndsAt && lease.AskedAt is null)
        {
            return lease.NothingIsLeft
                ? (lease.End(BoxLeaseEnd.TimeOver), [BoxLeaseWish.TellEnded])
                : (lease with { Stage = BoxLeaseStage.Overdue }, [BoxLeaseWish.TellOverdue]);
        }

        return (lease, lease.IsLive == IsLive ? Nothing : [BoxLeaseWish.TellEnded]);
    }

    /// <summary>As far as is known. Where nothing senses it, a pick-up that was opened has taken it, and a deposit that was not has brought nothing.</summary>
    private bool NothingIsLeft =>
        Inside == BoxContent.Empty
        || (Kind == BoxLeaseKind.Deposit && !WasOpened)
        || (Kind == BoxLeaseKind.PickUp && WasOpened && Inside == BoxContent.Unknown);

    private BoxLeaseStep Act(BoxLeaseEvent told, DateTimeOffset now) =>
        told switch
        {
            BoxLeaseEvent.Shown => RefuseOpening(now) is { } refusal
                ? new(this, Nothing, refusal)
                : new(this with { AskedAt = now }, [BoxLeaseWish.Open]),
            _ when !IsLive => new(this, Nothing, IsWanted(told) ? Over : null),
            BoxLeaseEvent.CheckedIn => new(Stage == BoxLeaseStage.Reserved ? this with { Stage = BoxLeaseStage.InUse } : this, Nothing),
            BoxLeaseEvent.Opened => Said(AskedAt is null ? this : AfterOpening()),
            BoxLeaseEvent.StayedShut => new(this with { AskedAt = null }, Nothing),
            BoxLeaseEvent.Closed closed => Said((this with { Inside = closed.Inside }).AfterClosing()),
            BoxLeaseEvent.Moved moved => Move(moved.StartsAt, moved.EndsAt, now),
            BoxLeaseEvent.Expired when Stage == BoxLeaseStage.Overdue => new(this, Nothing),
            BoxLeaseEvent.Expired when now <= StartsAt => new(this, Nothing, NotBegun),
            BoxLeaseEvent.Expired => new(
                this with
                {
                    Stage = BoxLeaseStage.Overdue,
                    EndsAt = EndsAt < now ? EndsAt : now,
                },
                [BoxLeaseWish.TellOverdue]
            ),
            BoxLeaseEvent.Ended ended => new(End(ended.Because), [BoxLeaseWish.TellEnded]),
            _ => new(this, Nothing),
        };

    /// <summary>Somebody wants it so; the others are news of what is.</summary>
    private static bool IsWanted(BoxLeaseEvent told) =>
        told is BoxLeaseEvent.CheckedIn or BoxLeaseEvent.Moved or BoxLeaseEvent.Expired or BoxLeaseEvent.Ended;

    private BoxLease AfterOpening()
    {
        var opened = this with { AskedAt = null, WasOpened = true };
        return Kind switch
        {
            BoxLeaseKind.OneOpening => opened.End(BoxLeaseEnd.Opened),
            BoxLeaseKind.Deposit => opened with { IsSpent = IsSpent || Inside == BoxContent.Unknown },
            _ => opened,
        };
    }

    private BoxLease AfterClosing() =>
        Kind == BoxLeaseKind.Deposit && MayHaveOpened && Inside == BoxContent.Full ? this with { IsSpent = true }
        : Inside == BoxContent.Empty && (Stage == BoxLeaseStage.Overdue || (Kind == BoxLeaseKind.PickUp && MayHaveOpened)) ? End(BoxLeaseEnd.Emptied)
        : this;

    private bool MayHaveOpened => WasOpened || AskedAt is not null;

    /// <summary>One that is overdue may get more time: then it is in use again.</summary>
    private BoxLeaseStep Move(DateTimeOffset startsAt, DateTimeOffset? endsAt, DateTimeOffset now) =>
        endsAt <= startsAt || endsAt <= now ? new(this, Nothing, NoTime)
        : Kind == BoxLeaseKind.Hold ? new(this, Nothing, Over)
        : new(
            this with
            {
                StartsAt = startsAt,
                EndsAt = endsAt,
                Stage = Stage == BoxLeaseStage.Reserved && startsAt > now ? BoxLeaseStage.Reserved : BoxLeaseStage.InUse,
            },
            Nothing
        );

    private static BoxLeaseStep Said(BoxLease after) => new(after, after.IsLive ? Nothing : [BoxLeaseWish.TellEnded]);

    private BoxLease End(BoxLeaseEnd because) => this with { Stage = BoxLeaseStage.Ended, Because = because, AskedAt = null };

    private static readonly AccessError Over = new(AccessErrorCode.Ended, "The box is not this one's any more.", Noun.Box);
    private static readonly AccessError Later = new(AccessErrorCode.NotYet, "The box is this one's later.", Noun.Box);
    private static readonly AccessError Used = new(AccessErrorCode.Ended, "It was used: it opens no more.", Noun.Box);
    private static readonly AccessError Occupied = new(AccessErrorCode.Conflict, "Something is in the box already.", Noun.Box);
    private static readonly AccessError NotBegun = new(AccessErrorCode.Conflict, "Its time has not begun.", Noun.Box);
    private static readonly AccessError NoTime = AccessError.Invalid("It would end before it starts, or has ended.", Noun.Box);
}
