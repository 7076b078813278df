using System.Runtime.InteropServices;
using Latchwork.Domain.Credentials;

namespace Latchwork.Domain.Devices;

internal enum EntryState
{
    Waiting,
    Confirming,
    Sent,
}

/// <summary>One command in a queue. Entries are used again: <see cref="Use"/> tells an old reference from a new one.</summary>
internal sealed class QueueEntry
{
    public QueuedCommand Command = null!;
    public DeviceLane Lane = null!;
    public QueueEntry? Before;
    public QueueEntry? After;
    public EntryState State;
    public Moment AskedAt;
    public Moment SentAt;
    public long Number;
    public int BusyTimes;
    public bool IsClaimed;
    public bool MustDecide;
    public int Use;
}

/// <summary>Entries of one device and class in their order; any can be taken out at once.</summary>
internal struct EntryList
{
    public QueueEntry? First;
    private QueueEntry? last;

    public void AddLast(QueueEntry entry)
    {
        (entry.Before, entry.After) = (last, null);
        if (last is null)
        {
            First = entry;
        }
        else
        {
            last.After = entry;
        }

        last = entry;
    }

    public void AddFirst(QueueEntry entry)
    {
        (entry.Before, entry.After) = (null, First);
        if (First is null)
        {
            last = entry;
        }
        else
        {
            First.Before = entry;
        }

        First = entry;
    }

    /// <summary>Puts <paramref name="entry"/> where <paramref name="old"/> stood.</summary>
    public void Replace(QueueEntry old, QueueEntry entry)
    {
        (entry.Before, entry.After) = (old, old.After);
        if (old.After is null)
        {
            last = entry;
        }
        else
        {
            old.After.Before = entry;
        }

        old.After = entry;
        Remove(old);
    }

    public void Remove(QueueEntry entry)
    {
        if (entry.Before is null)
        {
            First = entry.After;
        }
        else
        {
            entry.Before.After = entry.After;
        }

        if (entry.After is null)
        {
            last = entry.Before;
        }
        else
        {
            entry.After.Before = entry.Before;
        }

        (entry.Before, entry.After) = (null, null);
    }
}

/// <summary>One device behind the link: what waits for it, by class, and whether it can take something now.</summary>
internal sealed class DeviceLane(TenantId tenant)
{
    private readonly EntryList[] waiting = new EntryList[Classes.Count];

    public TenantId Tenant => tenant;
    public QueueEntry? UnderWay { get; set; }
    public Moment PausedUntil { get; set; }

    /// <summary>By class: whether it stands in the class's line.</summary>
    public bool[] InLine { get; } = new bool[Classes.Count];

    public ref EntryList Waiting(CommandClass of) => ref waiting[(int)of];

    public bool CanTake(CommandClass of, Moment now) => UnderWay is null && PausedUntil <= now && waiting[(int)of].First is not null;
}

/// <summary>
/// The devices that can take a command of one class, tenant after tenant and within a tenant device after device. A device that became
/// unable in the meantime is dropped when it is met, so every step is constant time.
/// </summary>
internal sealed class FairLine(CommandClass of)
{
    private readonly Dictionary<TenantId, Queue<DeviceLane>> tenants = [];
    private readonly Queue<Queue<DeviceLane>> turns = new();

    /// <summary>When this class last had its turn, or began to wait for it.</summary>
    public Moment ServedAt { get; private set; }

    public void Add(DeviceLane lane, Moment now)
    {
        if (lane.InLine[(int)of])
        {
            return;
        }

        lane.InLine[(int)of] = true;
        ref var turn = ref CollectionsMarshal.GetValueRefOrAddDefault(tenants, lane.Tenant, out _);
        turn ??= new Queue<DeviceLane>();
        if (turns.Count == 0)
        {
            ServedAt = now;
        }

        if (turn.Count == 0)
        {
            turns.Enqueue(turn);
        }

        turn.Enqueue(lane);
    }

    public bool HasTurn(Moment now)
    {
        while (turns.TryPeek(out var turn))
        {
            while (turn.TryPeek(out var lane))
            {
                if (lane.CanTake(of, now))
                {
                    return true;
                }

                turn.Dequeue();
                lane.InLine[(int)of] = false;
            }

            turns.Dequeue();
        }

        return false;
    }

    /// <summary>The next device. Only after <see cref="HasTurn"/> said that there is one.</summary>
    public DeviceLane Take(Moment now)
    {
        var turn = turns.Dequeue();
        var lane = turn.Dequeue();
        lane.InLine[(int)of] = false;
        if (turn.Count > 0)
        {
            turns.Enqueue(turn);
        }

        ServedAt = now;
        return lane;
    }
}

internal static class Classes
{
    public const int Count = 3;
}

/// <summary>A place in a keypad's memory, for merging edits.</summary>
internal readonly record struct SlotKey(string DeviceAddress, CredentialKind Kind, int Slot);

/// <summary>A point in time at which the queue must look again: the end of a wait, or of a device's pause.</summary>
internal readonly record struct QueueTimer(QueueEntry? Entry, int Use, DeviceLane? Lane);
