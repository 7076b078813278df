using Latchwork.Domain.Grants;

namespace Latchwork.Domain.Locks;

/// <summary>What a lock was told to do by itself, whoever does it in the end.</summary>
/// <param name="After">It locks so long after it was opened, where no other time was asked for with the opening; null for never.</param>
/// <param name="Schedule">It stays open in these hours.</param>
/// <param name="LocksByItself">The lock keeps <paramref name="After"/> by its own clock; then the server only watches that it did.</param>
public sealed record RelockRules(TimeSpan? After, OpenSchedule? Schedule, bool LocksByItself)
{
    /// <summary>For a lock's own report that it locked itself to arrive.</summary>
    public static TimeSpan Grace { get; } = TimeSpan.FromSeconds(3);

    /// <summary>Hours repeat every week, so a door that nobody looked after for longer is not wound forward change by change.</summary>
    private static readonly TimeSpan LongestPast = TimeSpan.FromDays(30);

    /// <summary>How long an opening now is to last, where the lock itself can count that; null where the hours have a say, or it never locks.</summary>
    /// <param name="asked">The time of this one opening; null for the lock's own.</param>
    public TimeSpan? OwnTime(DateTimeOffset now, TimeSpan? asked = null) =>
        LocksByItself && (asked ?? After) is { } after && (Schedule is null || Schedule.RelockAt(now, after) == now + after) ? after : null;

    /// <summary>The latest change of the hours that nobody has dealt with decides; before it an opening has its own time.</summary>
    internal BoltAim AimAt(RelockState state, DateTimeOffset now)
    {
        var change = Schedule?.Hours.LastChange(state.SettledAt > now - LongestPast ? state.SettledAt : now - LongestPast, now);
        var act = change is { } at ? Schedule!.ActAt(at) : null;
        var lockAt = LockAt(state);
        return act == AccessAct.Unlock ? BoltAim.Open
            : state.LockAt <= now || lockAt <= now ? BoltAim.Locked
            // Opened in the last second of the hours: it gets its own time first.
            : act == AccessAct.Lock && lockAt is null ? BoltAim.Locked
            : BoltAim.None;
    }

    /// <summary>When something changes next without anybody's doing.</summary>
    internal DateTimeOffset? NextAt(RelockState state, DateTimeOffset now) =>
        Earliest(Schedule?.Hours.NextChange(now), Earliest(LockAt(state), state.LockAt));

    /// <summary>When a door that was opened is to be found locked; null where that has no time.</summary>
    private DateTimeOffset? LockAt(RelockState state)
    {
        if (state.OpenedAt is not { } openedAt || (state.OpenedFor ?? After) is not { } after)
        {
            return null;
        }

        var at = Schedule is null ? openedAt + after : Schedule.RelockAt(openedAt, after);
        return LocksByItself && at == openedAt + after ? at + Grace : at;
    }

    private static DateTimeOffset? Earliest(DateTimeOffset? one, DateTimeOffset? two) => one is null || two < one ? two : one;
}
