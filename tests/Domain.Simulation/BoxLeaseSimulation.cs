using System.Numerics;
using Latchwork.Domain.Lockers;

namespace Latchwork.Domain.Simulation;

/// <summary>What the runs did, so that a run in which nothing happened is not taken for a proof.</summary>
public sealed record BoxLeaseReport : IAdditionOperators<BoxLeaseReport, BoxLeaseReport, BoxLeaseReport>
{
    public int Leased { get; set; }
    public int Opened { get; set; }
    public int Refused { get; set; }
    public int Untold { get; set; }
    public int Overdue { get; set; }
    public int Emptied { get; set; }
    public int Used { get; set; }
    public int Moved { get; set; }

    public static BoxLeaseReport operator +(BoxLeaseReport a, BoxLeaseReport b) =>
        new()
        {
            Leased = a.Leased + b.Leased,
            Opened = a.Opened + b.Opened,
            Refused = a.Refused + b.Refused,
            Untold = a.Untold + b.Untold,
            Overdue = a.Overdue + b.Overdue,
            Emptied = a.Emptied + b.Emptied,
            Used = a.Used + b.Used,
            Moved = a.Moved + b.Moved,
        };
}

/// <summary>
/// One box, those who lease it one after another, a cabinet that senses what is in it or does not, ends that nobody tells, and a clock that oversleeps.
/// Everything follows from the seed.
/// </summary>
public static class BoxLeaseSimulation
{
    public static BoxLeaseReport Run(ulong seed, int steps)
    {
        var box = new LeasedBox(new Seed(seed));
        var step = 0;
        try
        {
            for (; step < steps; step++)
            {
                box.Chance();
                box.Pass(TimeSpan.FromSeconds(1 + box.Seed.Next(box.Seed.Chance(0.2) ? 5000 : 40)));
            }

            box.CheckSettled();
            return box.Report;
        }
        catch (RuleBrokenException broken)
        {
            throw new SimulationRuleException(seed, step, broken.Message);
        }
    }
}

/// <summary>The truth of a box, and the leases that the database holds of it.</summary>
internal sealed class LeasedBox(Seed seed)
{
    private static readonly BoxLeaseKind[] Kinds = Enum.GetValues<BoxLeaseKind>();

    private readonly bool senses = seed.Chance(0.6);
    private readonly List<Held> leases = [];
    private DateTimeOffset now = new(2026, 3, 29, 0, 30, 0, TimeSpan.Zero);

    // What is so.
    private bool isFull;
    private bool isOpen;

    public Seed Seed { get; } = seed;

    public BoxLeaseReport Report { get; } = new();

    private BoxContent Sensed =>
        !senses ? BoxContent.Unknown
        : isFull ? BoxContent.Full
        : BoxContent.Empty;

    public void Chance()
    {
        switch (Seed.Next(12))
        {
            case 0 or 1:
                Lease();
                break;
            case 2 or 3 or 4 or 5 when Any() is { } held:
                Show(held);
                break;
            case 6:
                isFull = isOpen ? Seed.Chance(0.5) : isFull;
                break;
            case 7 or 8:
                Shut();
                break;
            case 9 when Any() is { } held:
                Move(held);
                break;
            case 10 when Any() is { } held:
                Take(held, new BoxLeaseEvent.Ended(BoxLeaseEnd.Revoked));
                break;
            case 11 when Any() is { } held:
                Take(held, Seed.Chance(0.5) ? new BoxLeaseEvent.CheckedIn() : new BoxLeaseEvent.Expired());
                break;
        }
    }

    /// <summary>The clock wakes when something is due, or late.</summary>
    public void Pass(TimeSpan time)
    {
        now += time;
        if (Seed.Chance(0.2))
        {
            return;
        }

        foreach (var held in leases.Where(held => held.DueAt <= now).ToList())
        {
            Take(held, new BoxLeaseEvent.Looked());
            World.Require(held.DueAt is null || held.DueAt > now, $"time stands still: {held.Lease}");
        }
    }

    /// <summary>A day later nobody who had an end is in use.</summary>
    public void CheckSettled()
    {
        now += TimeSpan.FromDays(2);
        leases.ForEach(held => Take(held, new BoxLeaseEvent.Looked()));
        leases.ForEach(held => Take(held, new BoxLeaseEvent.Looked()));
        World.Require(
            leases.All(held => held.Lease.EndsAt is null || held.Lease.Stage is BoxLeaseStage.Overdue or BoxLeaseStage.Ended),
            "in use after its end"
        );
    }

    /// <summary>As the database does: whoever comes second is refused.</summary>
    private void Lease()
    {
        var starts = now + TimeSpan.FromSeconds(Seed.Next(4000) - 500);
        var lease = new BoxLease(Seed.Pick(Kinds), starts, starts + TimeSpan.FromSeconds(1 + Seed.Next(9000))) { Inside = Sensed };
        if (lease.EndsAt <= now || leases.Any(held => held.Lease.IsLive && Overlap(held.Lease, lease)))
        {
            return;
        }

        Report.Leased++;
        leases.Add(new Held(lease, now));
    }

    private void Show(Held held)
    {
        var refusal = Take(held, new BoxLeaseEvent.Shown());
        Report.Refused += refusal is null ? 0 : 1;
    }

    private void Move(Held held)
    {
        var (starts, ends) = (held.Lease.StartsAt.AddSeconds(Seed.Next(600) - 300), held.Lease.EndsAt?.AddSeconds(Seed.Next(4000) - 1000));
        if (leases.Any(other => other != held && other.Lease.IsLive && Overlap(other.Lease, held.Lease with { StartsAt = starts, EndsAt = ends })))
        {
            return;
        }

        Report.Moved += Take(held, new BoxLeaseEvent.Moved(starts, ends)) is null ? 1 : 0;
    }

    private void Shut()
    {
        isOpen = false;
        foreach (var held in leases.Where(held => held.Lease.IsLive && held.Lease.StartsAt <= now).ToList())
        {
            Take(held, new BoxLeaseEvent.Closed(Sensed));
        }
    }

    private AccessError? Take(Held held, BoxLeaseEvent told)
    {
        var before = held.Lease;
        var step = before.Take(told, now);
        (held.Lease, held.DueAt) = (step.Lease, step.Lease.DueAfter(now));
        Check(held, before, told, step);
        if (step.Wishes.Contains(BoxLeaseWish.Open))
        {
            Open(held, before);
        }

        return step.Refusal;
    }

    private void Check(Held held, BoxLease before, BoxLeaseEvent told, BoxLeaseStep step)
    {
        var after = step.Lease;
        World.Require(before.IsLive || !after.IsLive, "an ended lease lives again");
        World.Require(before.IsLive || step.Wishes.Count == 0, "an ended lease wishes something");
        World.Require(!(before.IsLive && !after.IsLive) || step.Wishes.Contains(BoxLeaseWish.TellEnded), $"its end is not told: {told}");
        World.Require(after.IsLive || after.Because is not null, "nobody knows why it ended");
        if (after.Stage == BoxLeaseStage.Overdue)
        {
            World.Require(now >= after.EndsAt, "overdue before its end");
            World.Require(before.Stage == BoxLeaseStage.Overdue || step.Wishes.Contains(BoxLeaseWish.TellOverdue), "overdue, and not told");
        }

        World.Require(
            after.Stage != BoxLeaseStage.InUse || before.Stage != BoxLeaseStage.Overdue || told is BoxLeaseEvent.Moved,
            "in use again by itself"
        );
        var live = leases.Where(other => other != held && other.Lease.IsLive).ToList();
        World.Require(!after.IsLive || !live.Exists(other => Overlap(other.Lease, after)), "two leases of one box at one time");
        Report.Overdue += step.Wishes.Contains(BoxLeaseWish.TellOverdue) ? 1 : 0;
        Report.Emptied += before.IsLive && after.Because == BoxLeaseEnd.Emptied ? 1 : 0;
        Report.Used += before.IsLive && after.Because == BoxLeaseEnd.Opened ? 1 : 0;
    }

    /// <summary>The opening is done, or not, and that is told, or not.</summary>
    private void Open(Held held, BoxLease before)
    {
        var lease = held.Lease;
        World.Require(now >= lease.StartsAt && !(now >= lease.EndsAt), "opened outside its window");
        World.Require(before.IsLive && lease.Stage == BoxLeaseStage.InUse, $"opened while it is {lease.Stage}");
        World.Require(lease.Kind != BoxLeaseKind.Hold, "opened for nobody");
        World.Require(
            lease.Kind != BoxLeaseKind.Deposit || !senses || Sensed == BoxContent.Empty || isOpen || held.Seen != BoxContent.Full,
            "a deposit into a full box"
        );
        var opens = Seed.Chance(0.8);
        if (opens)
        {
            isOpen = true;
            held.Openings++;
            Report.Opened++;
            World.Require(held.Openings == 1 || lease.Kind != BoxLeaseKind.OneOpening, "one opening opened twice");
            World.Require(held.Openings == 1 || lease.Kind != BoxLeaseKind.Deposit || senses, "a deposit that nobody senses opened twice");
        }

        if (Seed.Chance(0.8))
        {
            Take(held, opens || Seed.Chance(0.1) ? new BoxLeaseEvent.Opened() : new BoxLeaseEvent.StayedShut());
        }
        else
        {
            Report.Untold++;
        }
    }

    private Held? Any() => leases.Count == 0 ? null : leases[Math.Max(0, leases.Count - 1 - Seed.Next(4))];

    private static bool Overlap(BoxLease one, BoxLease two) => !(one.EndsAt <= two.StartsAt) && !(two.EndsAt <= one.StartsAt);

    private sealed class Held(BoxLease lease, DateTimeOffset now)
    {
        public BoxLease Lease { get; set; } = lease;

        public DateTimeOffset? DueAt { get; set; } = lease.DueAfter(now);

        public BoxContent Seen => Lease.Inside;

        public int Openings { get; set; }
    }
}
