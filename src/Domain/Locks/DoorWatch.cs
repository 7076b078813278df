using System.Runtime.InteropServices;

namespace Latchwork.Domain.Locks;

/// <summary>What is known of a lock when its door is told to have moved.</summary>
/// <param name="Bolt">As it was told last.</param>
/// <param name="BoltAt">When that was heard.</param>
/// <param name="ReachedSince">Since when both the lock and its link have been heard without a break; null while one is lost.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct BoltSight(BoltState Bolt, DateTimeOffset? BoltAt, DateTimeOffset? ReachedSince)
{
    /// <summary>What happened while nobody could hear it is not known: only what was heard since counts.</summary>
    public bool IsKnownThrown => Bolt == BoltState.Locked && BoltAt >= ReachedSince;
}

/// <summary>How a door stands when it is looked at.</summary>
/// <param name="AjarAfter">How long it may stand open before that is told; zero for ever.</param>
/// <param name="Bolt">As it was told last; so is the door.</param>
/// <param name="IsOpening">A command that may open it has not ended.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct AjarSight(TimeSpan AjarAfter, BoltState Bolt, DoorState Door, bool IsOpening);

public enum DoorNews
{
    /// <summary>It was opened although its bolt was thrown.</summary>
    Forced = 1,

    /// <summary>It has stood open longer than it may.</summary>
    Ajar = 2,

    /// <summary>What was told of it is over: it is closed.</summary>
    ClosedAgain = 3,
}

/// <param name="DueAt">When to look; null for not before it moves again.</param>
public sealed record DoorStep(DoorWatch Watch, DateTimeOffset? DueAt, DoorNews? News = null)
{
    /// <summary>Of <see cref="DoorNews.Ajar"/> and <see cref="DoorNews.ClosedAgain"/>: how long it has stood open.</summary>
    public TimeSpan? OpenFor { get; init; }
}

/// <summary>
/// Watches a door leaf that is sensed: held open too long, or opened by force. Nobody is accused by a guess: a door counts as forced only where its lock is
/// known to tell of the thumb turn, the bolt was known to be thrown, and nothing that opens it is heard of or under way around that time.
/// </summary>
public sealed record DoorWatch
{
    /// <summary>So long what opened a door may be told after the door itself, or a sensor may bounce after it has closed.</summary>
    public static TimeSpan Settles { get; } = TimeSpan.FromSeconds(5);

    public static DoorWatch Closed { get; } = new();

    /// <summary>Since when it stands open; null while it does not, or nobody knows.</summary>
    public DateTimeOffset? OpenedAt { get; init; }

    /// <summary>It opened then with its bolt thrown, and whether something opened it is to be seen.</summary>
    public DateTimeOffset? SuspectAt { get; init; }

    public bool IsForcedTold { get; init; }

    public bool IsAjarTold { get; init; }

    /// <summary>The device's own time of what it told of the door last, where it has one: what it tells later of a time before changes nothing.</summary>
    public DateTimeOffset? ToldAt { get; init; }

    /// <summary>The lock has told of an opening by hand once, so one that it does not tell of was none.</summary>
    public bool TellsByHand { get; init; }

    /// <param name="at">When it happened.</param>
    /// <param name="isNews">It is told as it happens, and the door was known to be closed for a while.</param>
    public DoorStep Opened(DateTimeOffset at, bool isNews, BoltSight bolt, TimeSpan ajarAfter, DateTimeOffset now)
    {
        if (OpenedAt is not null)
        {
            return new DoorStep(this, DueAt(ajarAfter, now));
        }

        var isSuspect = isNews && TellsByHand && bolt.IsKnownThrown;
        var opened = this with { OpenedAt = at, SuspectAt = isSuspect ? now : SuspectAt, IsAjarTold = false };
        return new DoorStep(opened, opened.DueAt(ajarAfter, now));
    }

    public DoorStep Shut(DateTimeOffset at, DateTimeOffset now)
    {
        var isTold = IsForcedTold || IsAjarTold;
        var openFor = at > OpenedAt ? at - OpenedAt : null;
        // Whoever broke in and closed the door behind them is not missed.
        var shut = this with
        {
            OpenedAt = null,
            IsForcedTold = false,
            IsAjarTold = false,
        };
        return new DoorStep(shut, shut.DueAt(TimeSpan.Zero, now), isTold ? DoorNews.ClosedAgain : null) { OpenFor = isTold ? openFor : null };
    }

    /// <summary>Its bolt was moved aside: whoever opens the door now does it in the proper way.</summary>
    public DoorWatch Unbolted(bool byHand) => this with { SuspectAt = null, TellsByHand = TellsByHand || byHand };

    /// <summary>One thing is told at a time; another is due at once.</summary>
    public DoorStep Look(AjarSight sight, DateTimeOffset now)
    {
        if (SuspectAt is { } suspectAt && now >= suspectAt + Settles)
        {
            if (sight.IsOpening && sight.Bolt == BoltState.Locked)
            {
                return new DoorStep(this, now + Settles);
            }

            var isForced = sight.Bolt == BoltState.Locked;
            var settled = this with { SuspectAt = null, IsForcedTold = IsForcedTold || (isForced && OpenedAt is not null) };
            return new DoorStep(settled, settled.DueAt(sight.AjarAfter, now), isForced ? DoorNews.Forced : null);
        }

        if (OpenedAt is not null && sight.Door == DoorState.Closed)
        {
            return Shut(now, now);
        }

        if (OpenedAt is { } openedAt && !IsAjarTold && sight.AjarAfter > TimeSpan.Zero && now >= openedAt + sight.AjarAfter)
        {
            var told = this with { IsAjarTold = true };
            return new DoorStep(told, told.DueAt(sight.AjarAfter, now), DoorNews.Ajar) { OpenFor = now - openedAt };
        }

        return new DoorStep(this, DueAt(sight.AjarAfter, now));
    }

    /// <summary>What was kept comes in a row: that a door stood open once is not told before it could be heard to have closed.</summary>
    private DateTimeOffset? DueAt(TimeSpan ajarAfter, DateTimeOffset now)
    {
        DateTimeOffset? suspect = SuspectAt + Settles;
        DateTimeOffset? ajar =
            OpenedAt is { } openedAt && !IsAjarTold && ajarAfter > TimeSpan.Zero ? Later(openedAt + ajarAfter, now + Settles) : null;
        return suspect < ajar || ajar is null ? suspect : ajar;
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
