namespace Latchwork.Domain.Devices;

public sealed partial class LinkQueue
{
    /// <summary>Sends what may go. A command holds its device and its place on the link from its choice until its end.</summary>
    private void Pump(Moment now, ICollection<LinkWish> wishes)
    {
        while (IsOnline && sendUntil > now && underWay.Count < limits.Concurrency && NextClass(now) is { } next)
        {
            Start(lines[(int)next].Take(now), next, now, wishes);
        }
    }

    private CommandClass? NextClass(Moment now)
    {
        var first = FirstWaiting(now);
        return first is null or CommandClass.Polling || first != lastSent ? first : StarvedBelow(first.Value, now) ?? first;
    }

    private CommandClass? FirstWaiting(Moment now) =>
        lines[(int)CommandClass.Motion].HasTurn(now) ? CommandClass.Motion
        : lines[(int)CommandClass.Sync].HasTurn(now) ? CommandClass.Sync
        : lines[(int)CommandClass.Polling].HasTurn(now) ? CommandClass.Polling
        : null;

    /// <summary>The lower class that starved longest. It is let in between two of a higher class only, so a door waits for one of them at most.</summary>
    private CommandClass? StarvedBelow(CommandClass first, Moment now)
    {
        CommandClass? starved = null;
        var since = now - limits.StarvesAfter;
        for (var of = first + 1; of <= CommandClass.Polling; of++)
        {
            var line = lines[(int)of];
            if (line.HasTurn(now) && line.ServedAt <= since)
            {
                (starved, since) = (of, line.ServedAt);
            }
        }

        return starved;
    }

    private void Start(DeviceLane lane, CommandClass of, Moment now, ICollection<LinkWish> wishes)
    {
        var entry = lane.Waiting(of).First!;
        lane.Waiting(of).Remove(entry);
        lane.UnderWay = entry;
        underWay.Add(entry);
        lastSent = of;
        var command = entry.Command;
        var decides = entry.MustDecide || (of == CommandClass.Motion && now - command.DecidedAt > LinkLimits.DecisionHolds);
        if (entry.IsClaimed && !decides)
        {
            Send(entry, now, wishes);
            return;
        }

        Confirm(entry, decides, now, wishes);
    }

    private static void Confirm(QueueEntry entry, bool decides, Moment now, ICollection<LinkWish> wishes)
    {
        (entry.State, entry.AskedAt) = (EntryState.Confirming, now);
        wishes.Add(new(LinkWishKind.Confirm, entry.Command, !entry.IsClaimed, decides));
    }

    private static void Send(QueueEntry entry, Moment now, ICollection<LinkWish> wishes)
    {
        (entry.State, entry.SentAt) = (EntryState.Sent, now);
        wishes.Add(new(LinkWishKind.Send, entry.Command));
    }

    /// <summary>The link may have gone offline while the confirmation was awaited, or much time have passed. (The lease cannot have ended: then it was given back.)</summary>
    private void SendOrPutBack(QueueEntry entry, Moment now, ICollection<LinkWish> wishes)
    {
        if (!IsOnline)
        {
            PutBack(entry, now);
        }
        else if (entry.Command.Class == CommandClass.Motion && now - entry.AskedAt > LinkLimits.ConfirmationHolds)
        {
            Confirm(entry, decides: true, now, wishes);
        }
        else
        {
            Send(entry, now, wishes);
        }
    }

    private void PauseDevice(QueueEntry entry, Moment now, ICollection<LinkWish> wishes)
    {
        var pause = limits.FirstPause * (1 << Math.Min(entry.BusyTimes++, 10));
        entry.MustDecide = entry.Command.Class == CommandClass.Motion;
        entry.Lane.PausedUntil = now + (pause < limits.LongestPause ? pause : limits.LongestPause);
        timers.Enqueue(new(null, 0, entry.Lane), entry.Lane.PausedUntil.Ticks);
        PutBack(entry, now);
        if (!IsOnline && entry.Command.EndsOffline)
        {
            wishes.Add(new(LinkWishKind.Refuse, entry.Command));
            Drop(entry, now);
        }
        else if (sendUntil is null)
        {
            GiveBack(entry, now, wishes);
        }
    }

    private void PutBack(QueueEntry entry, Moment now)
    {
        entry.State = EntryState.Waiting;
        Leave(entry);
        entry.Lane.Waiting(entry.Command.Class).AddFirst(entry);
        StandInLine(entry.Lane, now);
        WatchWait(entry);
    }

    private void Leave(QueueEntry entry)
    {
        underWay.Remove(entry);
        entry.Lane.UnderWay = null;
    }

    /// <summary>Puts the device into every line in which it can take something; one that cannot yet comes back when that changes.</summary>
    private void StandInLine(DeviceLane lane, Moment now)
    {
        for (var of = CommandClass.Motion; of <= CommandClass.Polling; of++)
        {
            if (lane.CanTake(of, now))
            {
                lines[(int)of].Add(lane, now);
            }
        }
    }
}
