namespace Latchwork.Domain.Locks;

/// <summary>
/// A door that locks again, and keeps its hours, with no help but the server's: one look at a time. Whoever runs it loads, calls, saves, and only then
/// does what is wished. A motion whose end is not known is never repeated: the bolt is read first, and then decided anew (DV-7). Open hours that begin
/// while the lock is frozen or out of reach open it when that is over, if they still last; their end always locks, however late.
/// </summary>
public static class RelockPlan
{
    /// <summary>So often the end of a motion is looked for.</summary>
    public static TimeSpan LookEvery { get; } = TimeSpan.FromSeconds(2);

    /// <summary>The first pause after a try; each is twice as long as the one before.</summary>
    public static TimeSpan FirstPause { get; } = TimeSpan.FromSeconds(2);

    /// <summary>So many tries; then it is told, once, that the door was left unlocked, and nothing moves until the lock is heard of again.</summary>
    public const int MostAttempts = 5;

    /// <summary>A door that cannot be helped, or may not be opened now, is looked at so often: somebody may have locked it.</summary>
    public static TimeSpan SlowLook { get; } = TimeSpan.FromMinutes(1);

    public static RelockStep Look(this RelockRules rules, RelockState state, DoorSight sight, DateTimeOffset now)
    {
        if (state.IsAsked && sight.Ended is null)
        {
            return new RelockStep(state, now + LookEvery);
        }

        var aim = rules.AimAt(state, now);
        if (aim == BoltAim.None || IsThere(aim, sight.Bolt) || !sight.MayLock)
        {
            return Rest(rules, aim, state, sight, now);
        }

        var wasAsked = state.IsAsked;
        state = wasAsked ? Ended(state, sight) : state;
        state = state.Aim == aim ? state : Begin(state, aim);
        return state.Attempts >= MostAttempts ? GiveUp(state, sight, now)
            : wasAsked && state.Attempts > 0 ? Pause(state, now)
            : Try(state, sight, now);
    }

    private static bool IsThere(BoltAim aim, BoltState bolt) => bolt == (aim == BoltAim.Locked ? BoltState.Locked : BoltState.Unlocked);

    /// <summary>Another aim is another act, with tries of its own.</summary>
    private static RelockState Begin(RelockState state, BoltAim aim) => state with { Aim = aim, Attempts = 0, IsInDoubt = false, IsTold = false };

    private static RelockState Ended(RelockState state, DoorSight sight) =>
        state with
        {
            IsAsked = false,
            IsInDoubt = sight.Ended == Devices.CommandState.Unknown,
            Attempts = state.Attempts + 1,
        };

    private static RelockStep Try(RelockState state, DoorSight sight, DateTimeOffset now)
    {
        if (state.Aim == BoltAim.Open && !sight.MayOpen)
        {
            return new RelockStep(state, now + SlowLook);
        }

        var isToBeRead = sight.Bolt == BoltState.Unknown && sight.CanRead;
        if (!sight.IsReached || isToBeRead || (state.IsInDoubt && sight.Bolt == BoltState.Unknown))
        {
            state = state with { Attempts = state.Attempts + 1 };
            return state.Attempts >= MostAttempts
                ? GiveUp(state, sight, now)
                : Pause(state, now) with
                {
                    Wish = sight.IsReached && isToBeRead ? RelockWish.Read : null,
                };
        }

        var wish = state.Aim == BoltAim.Locked ? RelockWish.Lock : RelockWish.Unlock;
        return new RelockStep(state with { IsAsked = true, IsInDoubt = false }, now + LookEvery, wish);
    }

    private static RelockStep Pause(RelockState state, DateTimeOffset now) => new(state, now + (FirstPause * (1 << (state.Attempts - 1))));

    private static RelockStep GiveUp(RelockState state, DoorSight sight, DateTimeOffset now)
    {
        DateTimeOffset? lookAt = sight.IsLast ? null : now + SlowLook;
        return state.Aim == BoltAim.Locked && !state.IsTold
            ? new RelockStep(state with { IsTold = true }, lookAt, RelockWish.Tell)
            : new RelockStep(state, lookAt);
    }

    /// <summary>It is as it should be, or cannot be otherwise: what has happened up to now is dealt with.</summary>
    private static RelockStep Rest(RelockRules rules, BoltAim aim, RelockState state, DoorSight sight, DateTimeOffset now)
    {
        var rest = new RelockState
        {
            SettledAt = now,
            OpenedAt = aim == BoltAim.None ? state.OpenedAt : null,
            OpenedFor = aim == BoltAim.None ? state.OpenedFor : null,
            LockAt = aim == BoltAim.None ? state.LockAt : null,
        };
        return new RelockStep(rest, sight.MayLock ? rules.NextAt(rest, now) : null);
    }
}
