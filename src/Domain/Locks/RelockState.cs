using Latchwork.Domain.Devices;

namespace Latchwork.Domain.Locks;

/// <summary>Where the server wants a bolt to be. The numbers are stored: never renumber.</summary>
public enum BoltAim
{
    None = 0,
    Locked = 1,
    Open = 2,
}

/// <summary>What is remembered of a door that is to lock, or to open, without anybody asking.</summary>
public sealed record RelockState
{
    /// <summary>Since when it has stood open; null where nothing opened it that a time counts from.</summary>
    public DateTimeOffset? OpenedAt { get; init; }

    /// <summary>How long that opening was asked to last, instead of the lock's own time; null for that one.</summary>
    public TimeSpan? OpenedFor { get; init; }

    /// <summary>It is to be locked at this instant whatever else holds: the hours that kept it open were taken away.</summary>
    public DateTimeOffset? LockAt { get; init; }

    /// <summary>The changes of its open hours up to this instant, included, are dealt with.</summary>
    public required DateTimeOffset SettledAt { get; init; }

    /// <summary>What is being tried.</summary>
    public BoltAim Aim { get; init; }

    /// <summary>Tries of <see cref="Aim"/> that came to nothing.</summary>
    public int Attempts { get; init; }

    /// <summary>A motion was asked of the lock, and its end has not been taken in.</summary>
    public bool IsAsked { get; init; }

    /// <summary>The last motion ended as unknown.</summary>
    public bool IsInDoubt { get; init; }

    /// <summary>That the door was left unlocked has been told.</summary>
    public bool IsTold { get; init; }

    /// <summary>Somebody opened it: whatever was tried before is over, and its time begins anew.</summary>
    /// <param name="asked">How long this one opening is to last; null for the lock's own time.</param>
    public RelockState Opened(DateTimeOffset at, TimeSpan? asked = null) =>
        new()
        {
            OpenedAt = at,
            OpenedFor = asked,
            SettledAt = SettledAt,
        };

    /// <summary>The lock, or its link, is heard again after it was lost: there is a new reason to try.</summary>
    public RelockState Heard() => this with { Attempts = 0 };
}

/// <summary>How a door stands when it is looked at.</summary>
/// <param name="Bolt">As the lock told it last.</param>
/// <param name="Ended">How the motion that was asked for ended; null while it has not.</param>
public readonly record struct DoorSight(BoltState Bolt, CommandState? Ended = null)
{
    /// <summary>Its link is up.</summary>
    public bool IsReached { get; init; }

    /// <summary>It answers where its bolt is.</summary>
    public bool CanRead { get; init; }

    /// <summary>The server may lock it: it can, and nothing forbids it.</summary>
    public bool MayLock { get; init; }

    /// <summary>The server may open it now.</summary>
    public bool MayOpen { get; init; }

    /// <summary>The lock was taken out of use: what was begun is ended, and then nothing of the door is remembered.</summary>
    public bool IsLast { get; init; }
}

public enum RelockWish
{
    /// <summary>Send a motion that locks it.</summary>
    Lock = 1,

    /// <summary>Send a motion that opens it.</summary>
    Unlock = 2,

    /// <summary>Ask where its bolt is.</summary>
    Read = 3,

    /// <summary>Tell that the door was left unlocked.</summary>
    Tell = 4,
}

/// <param name="DueAt">When to look again; null where nothing is left to do, and nothing to remember.</param>
public sealed record RelockStep(RelockState State, DateTimeOffset? DueAt, RelockWish? Wish = null);
