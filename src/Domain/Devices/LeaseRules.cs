using System.Runtime.InteropServices;

namespace Latchwork.Domain.Devices;

/// <summary>The lease of a link as it stands in the database. All its times are by the database's own clock.</summary>
/// <param name="Holder">Null when it was given up or never taken.</param>
/// <param name="Epoch">Grows with every taking, also by the former holder.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct LeaseRow(LinkId Link, NodeId? Holder, long Epoch, DateTimeOffset Until)
{
    public bool IsFreeAt(DateTimeOffset now) => Holder is null || Until <= now;

    public bool IsHeldBy(NodeId node, DateTimeOffset now) => Holder == node && now < Until;
}

/// <summary>
/// One node sends on a link at a time. The database's clock says who holds it; the holder's own monotonic clock says when it must stop.
/// Epochs guard the records, not the doors: a process that freezes between its last check and the wire cannot be fenced from here.
/// </summary>
public static class LeaseRules
{
    public static TimeSpan Life { get; } = TimeSpan.FromSeconds(10);
    public static TimeSpan RenewEvery { get; } = TimeSpan.FromSeconds(3);

    /// <summary>The holder stops sending so long before its lease can end; in between it writes what it still learns.</summary>
    public static TimeSpan Margin { get; } = TimeSpan.FromSeconds(2);

    /// <summary>How often a candidate looks for free leases. Life + this + one round trip stays under 15 s.</summary>
    public static TimeSpan LookEvery { get; } = TimeSpan.FromSeconds(2);

    /// <summary>Null while someone else holds it. An expired lease of one's own is taken anew too: commands may have been given back since.</summary>
    public static LeaseRow? Take(LeaseRow row, NodeId by, DateTimeOffset now) =>
        row.IsFreeAt(now) ? row with { Holder = by, Epoch = row.Epoch + 1, Until = now + Life } : null;

    /// <summary>Null when it is lost: expired, or in the hands of another, or taken anew since that epoch.</summary>
    public static LeaseRow? Renew(LeaseRow row, NodeId by, long epoch, DateTimeOffset now) =>
        row.IsHeldBy(by, now) && row.Epoch == epoch ? row with { Until = now + Life } : null;

    /// <summary>Frees it at once, for a node that stops cleanly. The epoch stays: the next taking raises it.</summary>
    public static LeaseRow GiveUp(LeaseRow row, NodeId by, long epoch) => row.Holder == by && row.Epoch == epoch ? row with { Holder = null } : row;

    /// <summary>Whether an outcome that was learnt under <paramref name="epoch"/> may still be written.</summary>
    public static bool MayWrite(LeaseRow row, long epoch) => row.Epoch == epoch;
}

/// <summary>A lease in the memory of its holder.</summary>
/// <param name="AskedAt">
/// When the last successful taking or renewal was <em>asked for</em>. The database counted from later, so its lease ends no earlier than ours.
/// </param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct HeldLease(LinkId Link, long Epoch, Moment AskedAt)
{
    public Moment RenewAt => AskedAt + LeaseRules.RenewEvery;

    /// <summary>No command leaves at this moment or later.</summary>
    public Moment SendUntil => EndsAt - LeaseRules.Margin;

    /// <summary>From here on another node may hold the link.</summary>
    public Moment EndsAt => AskedAt + LeaseRules.Life;

    public bool MaySendAt(Moment now) => now < SendUntil;
}
