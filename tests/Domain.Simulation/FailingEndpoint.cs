using Latchwork.Domain.Webhooks;

namespace Latchwork.Domain.Simulation;

/// <summary>
/// An endpoint, what is on its way there, and the nodes that bring it. What is claimed is what <see cref="DeliverySchedule.HoldsBack"/> lets through, as the
/// database does it.
/// </summary>
internal sealed class FailingEndpoint(Seed seed)
{
    private const int MostEvents = 150;
    private const int Doors = 4;
    private const int Places = 4;

    /// <summary>Of a claim.</summary>
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    /// <summary>Of a node, beyond its claim.</summary>
    private static readonly TimeSpan LongestFreeze = TimeSpan.FromMinutes(1);

    /// <summary>Of the Sifely wire (12.3).</summary>
    private static readonly RetrySchedule Schedule = new(
        [TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(10), TimeSpan.FromHours(1), TimeSpan.FromHours(6)],
        OrderedTries: 3
    );

    private readonly List<SimDelivery> all = [];
    private readonly List<Answer> underWay = [];
    private DateTimeOffset now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private EndpointHealth health;
    private bool isPaused;
    private bool isMended;
    private double faults;
    private int failuresInARow;
    private int claims;

    private readonly record struct Answer(SimDelivery Of, int Claim, bool IsAcknowledged, DateTimeOffset At);

    public Seed Seed => seed;

    public DeliveryReport Report { get; } = new();

    public void Chance()
    {
        if (seed.Chance(0.02))
        {
            faults = seed.Pick([0.0, 0.2, 0.9, 1.0]);
        }

        for (var told = seed.Next(3); told > 0 && all.Count < MostEvents && seed.Chance(0.4); told--)
        {
            all.Add(new SimDelivery(all.Count, seed.Next(Doors), now));
            Report.Told++;
        }

        if (seed.Chance(0.01) && all.Find(one => one.State.Phase == DeliveryPhase.Waiting) is { } lost)
        {
            lost.State = DeliverySchedule.Step(Schedule, lost.State, DeliveryEvent.Withdrawn, now);
            Report.Withdrawn++;
        }

        if (seed.Chance(0.05))
        {
            Resume();
        }

        if (seed.Chance(0.01))
        {
            Replay();
        }
    }

    /// <summary>From one instant at which something can happen to the next.</summary>
    public void Pass(TimeSpan time)
    {
        var until = now + time;
        while (true)
        {
            Hear();
            Try();
            if (NextAt() is not { } next || next > until)
            {
                now = until;
                return;
            }

            World.Require(next > now, "time stands still: something is due again at once, without end");
            now = next;
        }
    }

    /// <summary>Answers of nodes that froze still come, and may pause the endpoint: its owner resumes it after the last of them.</summary>
    public void Mend()
    {
        (faults, isMended) = (0, true);
        Pass(Lease + LongestFreeze);
        Resume();
    }

    public void Replay()
    {
        foreach (var parked in all.Where(one => one.State.Phase == DeliveryPhase.Parked))
        {
            parked.State = DeliverySchedule.Step(Schedule, parked.State, DeliveryEvent.Replayed, now);
            (parked.Failures, parked.NotBefore) = (0, null);
        }
    }

    public void CheckSettled() => World.Require(all.TrueForAll(one => one.State.Phase != DeliveryPhase.Waiting), "an event is in no end");

    public void CheckAllTold() =>
        World.Require(
            all.TrueForAll(one => one.State.Phase == DeliveryPhase.Withdrawn || (one.Arrivals > 0 && one.State.Phase == DeliveryPhase.Delivered)),
            "an event was lost"
        );

    private void Resume() => (isPaused, health, failuresInARow) = isPaused ? (false, default, 0) : (isPaused, health, failuresInARow);

    private DateTimeOffset? NextAt()
    {
        var waiting = all.Where(one => one.State.Phase == DeliveryPhase.Waiting);
        return underWay
            .Select(answer => (DateTimeOffset?)answer.At)
            .Concat(waiting.SelectMany(one => new[] { one.State.DueAt, one.ClaimedUntil }))
            .Append(health.RestsUntil)
            .Where(at => at > now)
            .Min();
    }

    private void Try()
    {
        while (underWay.Count < Places && !isPaused && !(health.RestsUntil > now) && all.Find(IsFree) is { } one)
        {
            Send(one);
        }
    }

    private void Send(SimDelivery one)
    {
        CheckOrder(one);
        World.Require(!(one.NotBefore > now), "a try came before its pause was over");
        (one.Claim, one.ClaimedUntil) = (++claims, now + Lease);
        Report.Tries++;
        var arrives = !seed.Chance(faults);
        if (arrives)
        {
            Report.Repeats += one.Arrivals++ > 0 ? 1 : 0;
        }

        if (!isMended && seed.Chance(0.08))
        {
            // The node dies: nobody hears the answer, and the claim runs out.
            Report.Unheard++;
            return;
        }

        // A receiver that took it and says that it did not; a node that froze, and writes its end down when others have given it up.
        var isAcknowledged = arrives && (isMended || !seed.Chance(0.05));
        var takes = !isMended && seed.Chance(0.05) ? Lease + (LongestFreeze * seed.Fraction()) : TimeSpan.FromMilliseconds(1 + seed.Next(10_000));
        underWay.Add(new Answer(one, claims, isAcknowledged, now + takes));
    }

    private void Hear()
    {
        foreach (var answer in underWay.FindAll(answer => answer.At <= now))
        {
            underWay.Remove(answer);
            Hear(answer.Of, answer.Claim, answer.IsAcknowledged);
        }
    }

    /// <summary>A failure under a claim that is no more is dropped; an acknowledgement is true whoever heard it.</summary>
    private void Hear(SimDelivery one, int claim, bool isAcknowledged)
    {
        if (one.Claim != claim && !isAcknowledged)
        {
            return;
        }

        var before = one.State;
        one.State = DeliverySchedule.Step(Schedule, before, isAcknowledged ? DeliveryEvent.Acknowledged : DeliveryEvent.Failed, now);
        (one.Claim, one.ClaimedUntil) = (null, null);
        if (!isAcknowledged && before.Phase == DeliveryPhase.Waiting)
        {
            one.NotBefore = one.Failures < Schedule.Pauses.Count ? now + Schedule.Pauses[one.Failures] : null;
            one.Failures++;
        }

        CheckParked(one, before);
        Fare(isAcknowledged);
    }

    private void Fare(bool isAcknowledged)
    {
        health = health.After(isAcknowledged, now);
        failuresInARow = isAcknowledged ? 0 : failuresInARow + 1;
        var isToBePaused = PauseRule.Usual.IsMet(health, now);
        World.Require(isToBePaused == failuresInARow >= 100, "a pause came at the wrong time");
        Report.Pauses += isToBePaused && !isPaused ? 1 : 0;
        isPaused |= isToBePaused;
    }

    private void CheckParked(SimDelivery one, DeliveryState before)
    {
        if (before.Phase == DeliveryPhase.Waiting && one.State.Phase == DeliveryPhase.Parked)
        {
            World.Require(one.Failures == Schedule.Pauses.Count + 1, $"parked after {one.Failures} tries");
            Report.Parked++;
        }
    }

    private bool IsFree(SimDelivery one) =>
        one.State.Phase == DeliveryPhase.Waiting
        && one.State.DueAt <= now
        && !(one.ClaimedUntil > now)
        && !all.Exists(o => o.Door == one.Door && o.Number < one.Number && DeliverySchedule.HoldsBack(Schedule, o.State, now));

    /// <summary>Whoever is overtaken had been told, or had failed its quick retries, or is told no more.</summary>
    private void CheckOrder(SimDelivery one)
    {
        var overtaken = all.FindAll(o => o.Door == one.Door && o.Number < one.Number && o.Arrivals == 0 && o.State.Phase != DeliveryPhase.Withdrawn);
        World.Require(
            overtaken.TrueForAll(earlier => earlier.Failures >= Schedule.OrderedTries),
            $"{one.Number} overtook an earlier event of its lock"
        );
        Report.Overtaken += overtaken.Count > 0 ? 1 : 0;
    }
}

/// <summary>One event on its way.</summary>
internal sealed class SimDelivery(int number, int door, DateTimeOffset dueAt)
{
    public int Number => number;

    public int Door => door;

    public DeliveryState State { get; set; } = DeliveryState.New(dueAt);

    public int? Claim { get; set; }

    public DateTimeOffset? ClaimedUntil { get; set; }

    /// <summary>How often the receiver got it.</summary>
    public int Arrivals { get; set; }

    /// <summary>Counted here too, since it was made or replayed.</summary>
    public int Failures { get; set; }

    /// <summary>The pause after the last of them ends then.</summary>
    public DateTimeOffset? NotBefore { get; set; }
}
