namespace Latchwork.Domain.Devices;

public sealed partial class LinkQueue
{
    /// <summary>When <see cref="Tick"/> is due. Null while nothing depends on time.</summary>
    public Moment? WakeAt
    {
        get
        {
            var at = sendUntil;
            foreach (var entry in underWay)
            {
                at = entry.State == EntryState.Sent ? Sooner(at, AnswerDue(entry)) : at;
            }

            return timers.TryPeek(out _, out var ticks) ? Sooner(at, new Moment(ticks)) : at;
        }
    }

    /// <summary>
    /// How long it will probably be until the command ends, by what is ahead of it and how long such acts took lately. What is ahead makes it
    /// longer, never shorter, and passing time shorter; commands of a higher class that come later are not foreseen. Null: not held, or the link is offline.
    /// </summary>
    public TimeSpan? Estimate(CommandId id, Moment now)
    {
        if (!IsOnline || sendUntil is null || !entries.TryGetValue(id, out var wanted))
        {
            return null;
        }

        if (wanted.State == EntryState.Sent)
        {
            return Remaining(wanted, now);
        }

        var (onLink, onDevice) = (TimeSpan.Zero, TimeSpan.Zero);
        foreach (var entry in entries.Values)
        {
            var takes = IsAhead(entry, wanted) ? Remaining(entry, now) : TimeSpan.Zero;
            onLink += takes;
            onDevice += entry.Lane == wanted.Lane ? takes : TimeSpan.Zero;
        }

        var pause = wanted.Lane.PausedUntil > now ? wanted.Lane.PausedUntil - now : TimeSpan.Zero;
        var ahead = Longer(onLink / limits.Concurrency, onDevice);
        return Longer(ahead, pause) + durations.Of(wanted.Command.Act);
    }

    /// <summary>What it holds, and how long it will probably be until it holds nothing, if nothing else comes.</summary>
    public QueueDepth Depth(Moment now)
    {
        var (all, longestLane) = (TimeSpan.Zero, TimeSpan.Zero);
        foreach (var lane in entries.Values.GroupBy(entry => entry.Lane))
        {
            var takes = lane.Aggregate(TimeSpan.Zero, (sum, entry) => sum + Remaining(entry, now));
            (all, longestLane) = (all + takes, Longer(takes, longestLane));
        }

        var works = IsOnline && sendUntil is not null;
        return new QueueDepth(Count - UnderWay, UnderWay)
        {
            EmptyIn = works ? Longer(all / limits.Concurrency, longestLane) : null,
            EditTakes = works ? durations.OfEdit / limits.Concurrency : null,
        };
    }

    private static bool IsAhead(QueueEntry entry, QueueEntry of) =>
        entry != of
        && (
            entry.State != EntryState.Waiting
            || entry.Command.Class < of.Command.Class
            || (entry.Command.Class == of.Command.Class && entry.Number < of.Number)
        );

    private TimeSpan Remaining(QueueEntry entry, Moment now)
    {
        var takes = durations.Of(entry.Command.Act);
        return entry.State == EntryState.Sent ? Longer(takes - (now - entry.SentAt), TimeSpan.Zero) : takes;
    }

    /// <summary>Brings the queue to the present before an event: leases that ended, answers that did not come, waits and pauses that are over.</summary>
    private void Advance(Moment now, ICollection<LinkWish> wishes)
    {
        if (sendUntil <= now)
        {
            GiveBack(now, wishes);
        }

        for (var i = underWay.Count - 1; i >= 0; i--)
        {
            var entry = underWay[i];
            if (entry.State == EntryState.Sent && AnswerDue(entry) <= now)
            {
                wishes.Add(new(LinkWishKind.MarkUnknown, entry.Command));
                Drop(entry, now);
            }
        }

        while (timers.TryPeek(out var timer, out var ticks) && ticks <= now.Ticks)
        {
            timers.Dequeue();
            Ring(timer, now, wishes);
        }
    }

    private void Ring(QueueTimer timer, Moment now, ICollection<LinkWish> wishes)
    {
        if (timer.Lane is not null)
        {
            StandInLine(timer.Lane, now);
        }
        else if (timer.Entry is { State: not EntryState.Sent } entry && entry.Use == timer.Use)
        {
            wishes.Add(new(LinkWishKind.Withdraw, entry.Command));
            Drop(entry, now);
        }
    }

    private void GiveBack(Moment now, ICollection<LinkWish> wishes)
    {
        sendUntil = null;
        End(entry => entry.State != EntryState.Sent, WhenGivenBack, now, wishes);
    }

    private void GiveBack(QueueEntry entry, Moment now, ICollection<LinkWish> wishes)
    {
        wishes.Add(new(WhenGivenBack(entry), entry.Command));
        Drop(entry, now);
    }

    private static LinkWishKind WhenGivenBack(QueueEntry entry) =>
        entry.Command.Class == CommandClass.Motion ? LinkWishKind.Withdraw : LinkWishKind.Release;

    private void End(Func<QueueEntry, bool> which, Func<QueueEntry, LinkWishKind> how, Moment now, ICollection<LinkWish> wishes)
    {
        foreach (var entry in entries.Values.Where(which).OrderBy(entry => entry.Number).ToList())
        {
            wishes.Add(new(how(entry), entry.Command));
            Drop(entry, now);
        }
    }

    private void Drop(QueueEntry entry, Moment now)
    {
        if (entry.State == EntryState.Waiting)
        {
            entry.Lane.Waiting(entry.Command.Class).Remove(entry);
        }
        else
        {
            Leave(entry);
        }

        StandInLine(entry.Lane, now);
        Forget(entry);
    }

    private void Forget(QueueEntry entry)
    {
        entries.Remove(entry.Command.Id);
        held[(int)entry.Command.Class]--;
        if (entry.Command.Slot is { } slot && lastEdits.TryGetValue(slot, out var last) && last == entry)
        {
            lastEdits.Remove(slot);
        }

        entry.Use++;
        entry.State = EntryState.Waiting;
        (entry.Command, entry.Lane) = (null!, null!);
        spare.Push(entry);
    }

    /// <summary>Only a command that has to wait gets a timer: one that goes at once costs none.</summary>
    private void WatchWait(QueueEntry entry)
    {
        if (entry.Command.WaitsUntil is { } until)
        {
            timers.Enqueue(new(entry, entry.Use, null), until.Ticks);
        }
    }

    private Moment AnswerDue(QueueEntry entry) => entry.SentAt + limits.AnswerWithin + LinkLimits.Grace;

    private static Moment Sooner(Moment? a, Moment b) => a is { } other ? Moment.Earlier(other, b) : b;

    private static TimeSpan Longer(TimeSpan a, TimeSpan b) => a > b ? a : b;
}
