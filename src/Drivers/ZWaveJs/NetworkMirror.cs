using System.Text.Json;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Drivers;
using Latchwork.Domain.Locks;

namespace Latchwork.Drivers.ZWaveJs;

/// <summary>The locks of one network as the server tells of them. One gate keeps the order of the reports; raising one never blocks.</summary>
internal sealed class NetworkMirror(ILinkEvents events, TimeProvider clock, ZWaveJsOptions options)
{
    private readonly Lock gate = new();
    private readonly Dictionary<int, LockMirror> locks = [];
    private List<DeviceReport>? untilOnline;
    private bool isQuiet;
    private bool isKnown;

    /// <summary>The whole state after connecting. What changed meanwhile is told after <see cref="CameOnline"/>.</summary>
    public IReadOnlyList<LockMirror> Replace(JsonElement state)
    {
        lock (gate)
        {
            untilOnline = [];
            var nodes = state.Items("nodes").ToList();
            var ids = nodes.Select(node => node.Int("nodeId")).OfType<int>().ToHashSet();
            foreach (var gone in locks.Keys.Where(id => !ids.Contains(id)).ToList())
            {
                Remove(gone);
            }

            nodes.ForEach(node => Adopt(node, isKnown));
            isKnown = true;
            return [.. locks.Values];
        }
    }

    public void CameOnline(string networkIdentity)
    {
        lock (gate)
        {
            events.Raise(new DeviceReport.LinkCameOnline(networkIdentity));
            untilOnline?.ForEach(events.Raise);
            untilOnline = null;
        }
    }

    public void WentOffline(string reason)
    {
        lock (gate)
        {
            untilOnline = null;
            events.Raise(new DeviceReport.LinkWentOffline(reason));
        }
    }

    /// <summary>False when nothing of what was heard before holds any longer.</summary>
    public bool Take(JsonElement told)
    {
        lock (gate)
        {
            switch (told.Text("source"), told.Text("event"))
            {
                case ("driver", "driver ready"):
                    return false;
                case ("controller", "node added") when told.Member("node") is { } node:
                    Adopt(node, tells: true);
                    break;
                case ("controller", "node removed") when told.Member("node")?.Int("nodeId") is { } id:
                    Remove(id);
                    break;
                case ("node", "ready") when told.Member("nodeState") is { } node:
                    Adopt(node, tells: true);
                    Raise(new DeviceReport.DevicesChanged());
                    break;
                case ("node", { } what) when told.Int("nodeId") is { } id && locks.TryGetValue(id, out var of):
                    NodeEvents.Take(of, what, told, echo: options.MergeWithin);
                    break;
            }

            return true;
        }
    }

    public LockMirror? Find(string address)
    {
        lock (gate)
        {
            return locks.Values.FirstOrDefault(one => one.Address == address);
        }
    }

    public IReadOnlyList<LockMirror> All()
    {
        lock (gate)
        {
            return [.. locks.Values];
        }
    }

    /// <summary>What is known of a lock, or has become known, as one step among the events.</summary>
    public T With<T>(LockMirror of, Func<LockMirror, T> step)
    {
        lock (gate)
        {
            return step(of);
        }
    }

    public void With(LockMirror of, Action<LockMirror> step)
    {
        lock (gate)
        {
            step(of);
        }
    }

    /// <summary>Null when a motion of ours is under way on that lock.</summary>
    public Motion? Begin(LockMirror of, BoltState target) =>
        With(of, mirror => mirror.Motion is null ? mirror.Motion = new Motion(target, ended => With(of, one => End(one, ended))) : null);

    public SlotWrite Begin(LockMirror of, CredentialKind kind, int slot, SlotChange change)
    {
        var write = new SlotWrite(kind, slot, change, clock);
        With(of, mirror => mirror.Begin(write));
        return write;
    }

    public void MasksCodes(LockMirror of)
    {
        lock (gate)
        {
            if (!of.MasksCodes)
            {
                of.MasksCodes = true;
                Raise(new DeviceReport.DevicesChanged());
            }
        }
    }

    private static void End(LockMirror mirror, Motion ended)
    {
        if (ReferenceEquals(mirror.Motion, ended))
        {
            mirror.Motion = null;
        }
    }

    private void Adopt(JsonElement node, bool tells)
    {
        if (node.Int("nodeId") is not { } id)
        {
            return;
        }

        if (!NodeFacts.IsLock(node))
        {
            Remove(id);
            return;
        }

        var facts = NodeFacts.Read(node);
        var isNew = !locks.TryGetValue(id, out var known);
        var mirror = known ?? (locks[id] = new LockMirror(id, new BoltStory(gate, clock, options.MergeWithin, Raise), facts));
        isQuiet = isNew;
        var changed = mirror.Renew(facts);
        mirror.Reached(NodeFacts.IsOnline(node));
        ValueEvents.TakeAll(mirror, node);
        mirror.Settle();
        isQuiet = false;
        if (tells && (isNew || changed))
        {
            Raise(new DeviceReport.DevicesChanged());
        }
    }

    private void Remove(int id)
    {
        if (locks.Remove(id))
        {
            Raise(new DeviceReport.DevicesChanged());
        }
    }

    private void Raise(DeviceReport report)
    {
        if (isQuiet)
        {
            return;
        }

        if (untilOnline is null)
        {
            events.Raise(report);
        }
        else
        {
            untilOnline.Add(report);
        }
    }
}
