using System.Numerics;
using Latchwork.Domain.Devices;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Locks;

namespace Latchwork.Domain.Simulation;

/// <summary>What the runs did, so that a run in which nothing happened is not taken for a proof.</summary>
public sealed record RelockReport : IAdditionOperators<RelockReport, RelockReport, RelockReport>
{
    public int Locked { get; set; }

    /// <summary>Of those, after a time that was asked for with the opening.</summary>
    public int LockedAsAsked { get; set; }
    public int Opened { get; set; }
    public int Unknown { get; set; }
    public int Told { get; set; }
    public int Read { get; set; }

    public static RelockReport operator +(RelockReport a, RelockReport b) =>
        new()
        {
            Locked = a.Locked + b.Locked,
            LockedAsAsked = a.LockedAsAsked + b.LockedAsAsked,
            Opened = a.Opened + b.Opened,
            Unknown = a.Unknown + b.Unknown,
            Told = a.Told + b.Told,
            Read = a.Read + b.Read,
        };
}

/// <summary>One door that locks again and keeps hours, a server that dies, a lock that lies, and people. Everything follows from the seed.</summary>
public static class RelockSimulation
{
    /// <summary>When the faults have stopped, a door is where it belongs within this time.</summary>
    private static readonly TimeSpan SettlesWithin = TimeSpan.FromMinutes(10);

    public static RelockReport Run(ulong seed, int steps)
    {
        var door = new RelockedDoor(new Seed(seed));
        var step = 0;
        try
        {
            for (; step < steps; step++)
            {
                door.Chance();
                door.Pass(TimeSpan.FromSeconds(1 + door.Seed.Next(door.Seed.Chance(0.15) ? 7200 : 12)));
            }

            door.Mend();
            door.Pass(SettlesWithin);
            door.CheckSettled();
            return door.Report;
        }
        catch (RuleBrokenException broken)
        {
            throw new SimulationRuleException(seed, step, broken.Message);
        }
    }
}

/// <summary>The truth of a door, and what the server has of it.</summary>
internal sealed class RelockedDoor
{
    private static readonly string[] Hours =
    [
        "Europe/London 12345@08:00-18:00",
        "America/New_York 1234567@22:00-02:00",
        "UTC 1234567@09:00-09:30 1234567@09:40-10:00",
    ];

    private readonly RelockRules rules;
    private readonly bool canRead;
    private DateTimeOffset now;

    // What is so.
    private BoltState truth = BoltState.Locked;
    private bool isLinkUp = true;
    private bool isFrozen;
    private Lie lie;
    private DateTimeOffset? locksItselfAt;

    // What the last opening that was told of was asked to last, until the bolt is known to be locked.
    private TimeSpan? asked;
    private DateTimeOffset? mayLockAt;

    // What the database holds.
    private BoltState known = BoltState.Locked;
    private RelockState? row;
    private DateTimeOffset? due;
    private CommandState? ended;

    private bool wasUnknown;
    private bool wasTold;

    public RelockedDoor(Seed seed)
    {
        Seed = seed;
        now = new DateTimeOffset(2026, 3, 25 + seed.Next(5), seed.Next(24), 0, 0, TimeSpan.Zero);
        TimeSpan? after = seed.Chance(0.8) ? TimeSpan.FromSeconds(5 + seed.Next(60)) : null;
        var hours = after is null || seed.Chance(0.5) ? WeeklyHours.Parse(seed.Pick(Hours)).Value : null;
        rules = new RelockRules(after, hours is null ? null : new OpenSchedule(hours, seed.Chance(0.5)), seed.Chance(0.3));
        canRead = seed.Chance(0.8);
        if (hours is not null)
        {
            (row, due) = (new RelockState { SettledAt = now }, now);
        }
    }

    /// <summary>How the next motions of the server end.</summary>
    private enum Lie
    {
        None,
        AckLost,
        Deaf,
        SaysYes,
        Jams,
        NeverEnds,
    }

    public Seed Seed { get; }

    public RelockReport Report { get; } = new();

    private bool IsInHours => rules.Schedule?.Hours.Contains(now) == true;

    public void Chance()
    {
        switch (Seed.Next(14))
        {
            case 0 or 1 or 2:
                ComeIn(isTold: Seed.Chance(0.9));
                break;
            case 3:
                Turn(BoltState.Locked, isTold: Seed.Chance(0.9));
                break;
            case 4 or 5:
                lie = (Lie)Seed.Next(6);
                break;
            case 6:
                isLinkUp = !isLinkUp;
                Heard();
                break;
            case 7:
                isFrozen = Seed.Chance(0.2);
                break;
            case 8:
                Know(isLinkUp ? truth : known);
                break;
            case 9:
                // An unlock of a caller that nobody knows the end of.
                truth = Seed.Chance(0.5) ? BoltState.Unlocked : truth;
                known = BoltState.Unknown;
                wasUnknown = false;
                Open(AnyTime());
                break;
            case 10 when isLinkUp:
                ComeIn(isTold: true, AnyTime());
                break;
        }
    }

    public void Pass(TimeSpan time)
    {
        for (var until = now + time; now < until; )
        {
            var next = locksItselfAt < due || due is null ? locksItselfAt : due;
            now = next is { } at && at < until ? (at > now ? at : now) : until;
            if (locksItselfAt <= now)
            {
                locksItselfAt = null;
                Turn(BoltState.Locked, isTold: true);
            }

            if (due <= now)
            {
                Look();
            }
        }
    }

    public void Mend()
    {
        (lie, isLinkUp, isFrozen) = (Lie.None, true, false);
        Know(truth);
        Heard();
        if (truth != BoltState.Locked && row?.OpenedAt is null && rules.After is not null)
        {
            Open(forTime: null);
        }
    }

    public void CheckSettled()
    {
        var mayBeOpen = (asked ?? rules.After) is null || rules.Schedule?.Hours.Contains(now - TimeSpan.FromMinutes(1)) == true || IsInHours;
        World.Require(truth == BoltState.Locked || mayBeOpen, $"the door is {truth}, {row}");
        World.Require(known != BoltState.Unknown || !canRead || row is null || row.Aim == BoltAim.None, "nobody asked where the bolt is");
    }

    /// <summary>For one opening, shorter or longer than the lock's own; null for that.</summary>
    private TimeSpan? AnyTime() => Seed.Chance(0.6) ? TimeSpan.FromSeconds(1 + Seed.Next(60)) : null;

    private void ComeIn(bool isTold, TimeSpan? forTime = null)
    {
        truth = BoltState.Unlocked;
        locksItselfAt = now + rules.OwnTime(now, forTime);
        if (isTold && isLinkUp)
        {
            known = BoltState.Unlocked;
            wasUnknown = false;
            Open(forTime);
        }
    }

    private void Turn(BoltState to, bool isTold)
    {
        truth = to;
        if (isTold && isLinkUp)
        {
            Know(to);
            wasUnknown = false;
        }
    }

    private void Know(BoltState bolt)
    {
        known = bolt;
        asked = bolt == BoltState.Locked ? null : asked;
    }

    /// <summary>As the statement does that writes how an unlock ended, or what the lock told.</summary>
    private void Open(TimeSpan? forTime)
    {
        (asked, mayLockAt) = (forTime, now + (forTime ?? rules.After));
        if ((forTime ?? rules.After ?? (row?.OpenedFor is null ? null : TimeSpan.Zero)) is not { } after)
        {
            return;
        }

        row = (row ?? new RelockState { SettledAt = now }).Opened(now, forTime);
        due = due is { } before && before < now + after ? before : now + after;
        (ended, wasTold) = (null, false);
    }

    private void Heard()
    {
        if (isLinkUp && row is { Aim: not BoltAim.None })
        {
            (row, due) = (row.Heard(), now);
        }
    }

    private void Look()
    {
        var sight = new DoorSight(known, ended)
        {
            IsReached = isLinkUp,
            CanRead = canRead,
            MayLock = true,
            MayOpen = !isFrozen,
        };
        var before = row!;
        var step = rules.Look(before, sight, now);
        World.Require(step.DueAt is null || step.DueAt > now, $"time stands still: {before} -> {step}");
        (row, due) = (step.DueAt is null ? null : step.State, step.DueAt);
        // Another aim, or the next change of the hours, is another act.
        wasTold &= step.State.Aim == before.Aim;
        wasUnknown &= step.State.Aim == before.Aim;
        ended = step.State.IsAsked ? ended : null;
        Do(step.Wish);
    }

    private void Do(RelockWish? wish)
    {
        switch (wish)
        {
            case RelockWish.Lock:
                World.Require(!(IsInHours && row!.OpenedAt is null && row.LockAt is null), "locked in the hours that keep it open");
                World.Require(row!.OpenedAt is null || !(now < mayLockAt), "locked before its time was over");
                Move(BoltState.Locked);
                break;
            case RelockWish.Unlock:
                World.Require(IsInHours && rules.Schedule!.OpensByItself, "opened outside the hours");
                World.Require(!isFrozen, "opened while it is frozen");
                Report.Opened++;
                Move(BoltState.Unlocked);
                break;
            case RelockWish.Read:
                Report.Read++;
                World.Require(canRead && isLinkUp, "asked a lock that cannot answer");
                Know(lie == Lie.Deaf ? known : truth);
                break;
            case RelockWish.Tell:
                World.Require(!wasTold, "told twice");
                wasTold = true;
                Report.Told++;
                break;
        }
    }

    private void Move(BoltState to)
    {
        World.Require(isLinkUp, "sent over a link that is down");
        World.Require(!(wasUnknown && known == BoltState.Unknown), "a motion of unknown end was repeated without a look at the bolt (DV-7)");
        Report.Locked += to == BoltState.Locked ? 1 : 0;
        Report.LockedAsAsked += to == BoltState.Locked && row!.OpenedFor is not null ? 1 : 0;
        wasUnknown = lie is Lie.AckLost or Lie.Deaf or Lie.NeverEnds;
        Report.Unknown += wasUnknown ? 1 : 0;
        truth =
            lie is Lie.None or Lie.AckLost ? to
            : lie == Lie.Jams ? BoltState.Jammed
            : truth;
        locksItselfAt = null;
        (var bolt, ended) = lie switch
        {
            Lie.None or Lie.SaysYes => (to, CommandState.Done),
            Lie.Jams => (BoltState.Jammed, CommandState.Failed),
            _ => (BoltState.Unknown, CommandState.Unknown),
        };
        Know(bolt);
        lie = Seed.Chance(0.5) ? lie : Lie.None;
    }
}
