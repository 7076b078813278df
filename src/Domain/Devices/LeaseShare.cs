using System.Runtime.InteropServices;

namespace Latchwork.Domain.Devices;

/// <summary>A node as it stands in the database; both times by the database's clock.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct NodeRow(NodeId Node, DateTimeOffset JoinedAt, DateTimeOffset SeenAt)
{
    public bool IsLiveAt(DateTimeOffset now) => now < SeenAt + LeaseRules.Life;

    /// <summary>Others hand links over only to a node that has lasted one lease, so one that starts and dies again moves nothing.</summary>
    public bool IsSettledAt(DateTimeOffset now) => IsLiveAt(now) && JoinedAt + LeaseRules.Life <= now;
}

/// <summary>Which leases a node should try to take, and which to drain and give up.</summary>
public readonly record struct ShareMoves(IReadOnlyList<LinkId> Take, IReadOnlyList<LinkId> GiveUp);

/// <summary>
/// Spreads links evenly over live nodes. Each node decides for itself from the same rows; the database settles races. Only a node above the
/// rounded-up share gives links up, a few a round, and only one below it takes them, so a link does not wander.
/// </summary>
public static class LeaseShare
{
    /// <summary>A link that stays free for so long is taken by anyone: the node whose turn it was may be unable.</summary>
    public static TimeSpan OrphanAfter { get; } = LeaseRules.LookEvery + LeaseRules.LookEvery;

    /// <param name="me">The node that asks.</param>
    /// <param name="nodes">All nodes, dead ones too.</param>
    /// <param name="leases">All links with their leases.</param>
    /// <param name="now">By the database's clock.</param>
    public static ShareMoves For(NodeId me, IReadOnlyList<NodeRow> nodes, IReadOnlyList<LeaseRow> leases, DateTimeOffset now)
    {
        var mine = leases.Where(lease => lease.IsHeldBy(me, now)).Select(lease => lease.Link).ToList();
        var live = Math.Max(1, nodes.Count(node => node.IsLiveAt(now)));
        var settled = Math.Max(1, nodes.Count(node => node.Node == me || node.IsSettledAt(now)));
        var surplus = mine.Count - Ceiling(leases.Count, settled);
        return surplus > 0
            ? new([], mine.OrderBy(link => Draw(me, link)).Take(AFew(surplus)).ToList())
            : new(Free(me, leases, now, Ceiling(leases.Count, live) - mine.Count), []);
    }

    private static List<LinkId> Free(NodeId me, IReadOnlyList<LeaseRow> leases, DateTimeOffset now, int room)
    {
        var free = leases.Where(lease => lease.IsFreeAt(now)).OrderBy(lease => Draw(me, lease.Link)).ToList();
        var orphans = free.Skip(Math.Max(0, room)).Where(lease => lease.Until + OrphanAfter <= now);
        return free.Take(Math.Max(0, room)).Concat(orphans).Select(lease => lease.Link).ToList();
    }

    private static int Ceiling(int links, int nodes) => (links + nodes - 1) / nodes;

    private static int AFew(int surplus) => Math.Max(1, surplus / 4);

    /// <summary>Each node looks through free links in an order of its own, so that two rarely reach for the same one.</summary>
    private static ulong Draw(NodeId node, LinkId link) => new Seed(Bits(node.Value) ^ ulong.RotateLeft(Bits(link.Value), 31)).Next();

    private static ulong Bits(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes);
        return BitConverter.ToUInt64(bytes) ^ BitConverter.ToUInt64(bytes[8..]);
    }
}
