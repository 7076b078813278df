using System.Runtime.InteropServices;
using Latchwork.Domain.Drivers;

namespace Latchwork.Domain.Devices;

/// <summary>
/// The commands for one link, and which of them may go now. It does nothing itself: every event adds what must be done to a list of wishes,
/// and <see cref="WakeAt"/> says when to call <see cref="Tick"/>. One owner calls it, one call at a time; moments never go back.
/// <list type="bullet">
/// <item>Motions before syncs before polling; within a class tenants take turns, and a tenant's devices. Per device and class the order is kept.</item>
/// <item>A motion gets one <see cref="LinkWishKind.Send"/>, ever. Only if the device refused it as busy before acting may it get another (DV-7).</item>
/// <item>A motion that is next waits for one command of a lower class at most: the one under way, or one that starved.</item>
/// <item>Every accepted command ends: by a final answer, a wish that ends or releases it, or a denied confirmation.</item>
/// <item>Nothing is sent unless the link is online, nor from the end of <see cref="LeaseHeld"/> on.</item>
/// <item>Before a link has first said how it is, motions wait for it; while it is offline they are refused.</item>
/// </list>
/// </summary>
public sealed partial class LinkQueue(LinkLimits limits)
{
    private readonly Dictionary<CommandId, QueueEntry> entries = [];
    private readonly Dictionary<string, DeviceLane> lanes = new(StringComparer.Ordinal);
    private readonly Dictionary<SlotKey, QueueEntry> lastEdits = [];
    private readonly FairLine[] lines = [new(CommandClass.Motion), new(CommandClass.Sync), new(CommandClass.Polling)];
    private readonly int[] held = new int[Classes.Count];
    private readonly List<QueueEntry> underWay = [];
    private readonly PriorityQueue<QueueTimer, long> timers = new();
    private readonly Stack<QueueEntry> spare = new();
    private readonly ActDurations durations = new(limits.AnswerWithin);
    private CommandClass lastSent = CommandClass.Polling;
    private Moment? sendUntil;
    private bool? isOnline;
    private long numbers;

    /// <summary>False too until the link has first said how it is.</summary>
    public bool IsOnline => isOnline == true;

    /// <summary>Commands held, under way or not.</summary>
    public int Count => entries.Count;

    /// <summary>Commands that were sent, or are about to be.</summary>
    public int UnderWay => underWay.Count;

    /// <summary>
    /// Takes a saved command; those of one device in the order in which they were saved, what a former holder left first. A refusal means that nothing was kept; a command it already holds is taken as success.
    /// </summary>
    public AccessError? Submit(QueuedCommand command, Moment now, ICollection<LinkWish> wishes)
    {
        if (command.Act.IsMotion != (command.Class == CommandClass.Motion))
        {
            throw new ArgumentException("A motion has the class of motions, and nothing else has.", nameof(command));
        }

        Advance(now, wishes);
        var isNew = !entries.ContainsKey(command.Id);
        var refusal = isNew ? Refusal(command) : null;
        if (isNew && refusal is null)
        {
            Enter(command, now, wishes);
        }

        Pump(now, wishes);
        return refusal;
    }

    /// <summary>The caller's wait has ended, or what it asked for was revoked.</summary>
    /// <returns>True if it was unsent: it is gone and the caller says that nothing will happen. False if it may happen.</returns>
    public bool Withdraw(CommandId id, Moment now, ICollection<LinkWish> wishes)
    {
        Advance(now, wishes);
        var isUnsent = entries.TryGetValue(id, out var entry) && entry.State != EntryState.Sent;
        if (isUnsent)
        {
            Drop(entry!, now);
        }

        Pump(now, wishes);
        return isUnsent;
    }

    /// <summary>The answer to <see cref="LinkWishKind.Confirm"/>. False also if the claim found the command withdrawn.</summary>
    /// <returns>False if nothing waits for it any more: what was claimed meanwhile will not be sent, and is to be given back.</returns>
    public bool Confirmed(CommandId id, bool maySend, Moment now, ICollection<LinkWish> wishes)
    {
        Advance(now, wishes);
        if (!entries.TryGetValue(id, out var entry) || entry.State != EntryState.Confirming)
        {
            return false;
        }

        if (!maySend)
        {
            Drop(entry, now);
        }
        else
        {
            (entry.IsClaimed, entry.MustDecide) = (true, false);
            SendOrPutBack(entry, now, wishes);
        }

        Pump(now, wishes);
        return true;
    }

    /// <summary>The driver answered a command that was sent.</summary>
    public AnswerFate Answered(CommandId id, DeviceAnswer answer, Moment now, ICollection<LinkWish> wishes)
    {
        Advance(now, wishes);
        if (!entries.TryGetValue(id, out var entry) || entry.State != EntryState.Sent)
        {
            return AnswerFate.Late;
        }

        var isBusy = answer is { End: CommandEnd.Failed, Error.Code: AccessErrorCode.DeviceBusy };
        if (isBusy)
        {
            PauseDevice(entry, now, wishes);
        }
        else
        {
            durations.Observe(entry.Command.Act, now - entry.SentAt);
            Drop(entry, now);
        }

        Pump(now, wishes);
        return isBusy ? AnswerFate.PutBack : AnswerFate.Final;
    }

    public void LinkOnline(Moment now, ICollection<LinkWish> wishes)
    {
        Advance(now, wishes);
        isOnline = true;
        Pump(now, wishes);
    }

    /// <summary>Unsent motions and credentials are refused; all else waits. What is under way is still answered by the driver.</summary>
    public void LinkOffline(Moment now, ICollection<LinkWish> wishes)
    {
        Advance(now, wishes);
        isOnline = false;
        End(entry => entry.State != EntryState.Sent && entry.Command.EndsOffline, _ => LinkWishKind.Refuse, now, wishes);
    }

    /// <summary>The lease was taken or renewed. From <paramref name="until"/> on nothing is sent and what is unsent is given back.</summary>
    public void LeaseHeld(Moment until, Moment now, ICollection<LinkWish> wishes)
    {
        Advance(now, wishes);
        sendUntil = until > now ? until : null;
        Pump(now, wishes);
    }

    /// <summary>A clean stop, or handing the link over: gives back what is unsent; what is under way may still be answered.</summary>
    public void StopSending(Moment now, ICollection<LinkWish> wishes)
    {
        Advance(now, wishes);
        GiveBack(now, wishes);
    }

    /// <summary>Another node may hold the link now: what was sent and not answered is unknown.</summary>
    public void LeaseLost(Moment now, ICollection<LinkWish> wishes)
    {
        StopSending(now, wishes);
        End(_ => true, _ => LinkWishKind.MarkUnknown, now, wishes);
    }

    /// <summary>Call at <see cref="WakeAt"/>; earlier or later calls do no harm.</summary>
    public void Tick(Moment now, ICollection<LinkWish> wishes)
    {
        Advance(now, wishes);
        Pump(now, wishes);
    }

    private AccessError? Refusal(QueuedCommand command) =>
        sendUntil is null ? new AccessError(AccessErrorCode.LinkOffline, "Nothing serves this link at the moment.", Noun.Link)
        : !IsOnline && command.EndsOffline && !AwaitsNews(command)
            ? new AccessError(AccessErrorCode.LinkOffline, "The link is offline. Nothing was sent.", Noun.Link)
        : held[(int)command.Class] >= limits.Room(command.Class)
            ? new AccessError(AccessErrorCode.LimitReached, "Too many commands wait for this link.", Noun.Link)
        : null;

    /// <summary>A link that was just taken over is about to say whether it is online, and somebody stands at the door.</summary>
    private bool AwaitsNews(QueuedCommand command) => isOnline is null && command.Act.IsMotion;

    private void Enter(QueuedCommand command, Moment now, ICollection<LinkWish> wishes)
    {
        var entry = spare.TryPop(out var used) ? used : new QueueEntry();
        entry.Command = command;
        entry.State = EntryState.Waiting;
        entry.IsClaimed = command.IsClaimed;
        entry.MustDecide = command.Class == CommandClass.Motion && !command.IsClaimed;
        entry.BusyTimes = 0;
        entries.Add(command.Id, entry);
        held[(int)command.Class]++;
        if (!Replaces(entry, wishes))
        {
            entry.Number = numbers++;
            entry.Lane = LaneOf(command);
            entry.Lane.Waiting(command.Class).AddLast(entry);
        }

        StandInLine(entry.Lane, now);
        Pump(now, wishes);
        if (entry.State != EntryState.Sent)
        {
            WatchWait(entry);
        }
    }

    private DeviceLane LaneOf(QueuedCommand command)
    {
        ref var lane = ref CollectionsMarshal.GetValueRefOrAddDefault(lanes, command.DeviceAddress, out _);
        return lane ??= new DeviceLane(command.Tenant);
    }

    /// <summary>A later edit of a slot takes the place of an earlier one that is still unsent, unless the slot is read in between.</summary>
    private bool Replaces(QueueEntry entry, ICollection<LinkWish> wishes)
    {
        var command = entry.Command;
        if (command.Slot is not { } slot)
        {
            return false;
        }

        lastEdits.TryGetValue(slot, out var earlier);
        if (command.Act is DeviceAct.ReadSlot)
        {
            lastEdits.Remove(slot);
            return false;
        }

        lastEdits[slot] = entry;
        if (earlier is not { State: EntryState.Waiting } || earlier.Command.Class != command.Class)
        {
            return false;
        }

        (entry.Number, entry.Lane) = (earlier.Number, earlier.Lane);
        entry.Lane.Waiting(command.Class).Replace(earlier, entry);
        wishes.Add(new(LinkWishKind.Supersede, earlier.Command));
        Forget(earlier);
        return true;
    }
}
