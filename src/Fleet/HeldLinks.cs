using System.Collections.Concurrent;
using Latchwork.Domain;
using Latchwork.Domain.Devices;
using Latchwork.Domain.Drivers;
using Latchwork.Operations.Fleet;
using Microsoft.Extensions.Logging;

namespace Latchwork.Fleet;

/// <summary>The links whose leases this node holds, each with its worker. Changed by the round of the node alone, read by anyone.</summary>
internal sealed partial class HeldLinks(
    LinkLeases leases,
    LinkStore links,
    IEnumerable<ILockDriver> drivers,
    FleetParts parts,
    Waiters waiters,
    CommandRecovery recovery
)
{
    private readonly Dictionary<string, ILockDriver> drivers = drivers.ToDictionary(driver => driver.Family, StringComparer.Ordinal);
    private readonly ConcurrentDictionary<LinkId, LinkWorker> workers = new();
    private readonly ConcurrentDictionary<LinkId, HeldLease> held = new();
    private readonly ILogger logger = parts.Logs.CreateLogger<HeldLinks>();

    public IReadOnlyCollection<LinkWorker> Workers => [.. workers.Values];

    public LinkWorker? WorkerOf(LinkId link) => workers.GetValueOrDefault(link);

    /// <summary>Null where this node may not send on the link now.</summary>
    public ClaimedBy? ClaimOf(LinkId link) =>
        workers.TryGetValue(link, out var worker) && held.TryGetValue(link, out var lease) && lease.MaySendAt(parts.Clock.Moment())
            ? new ClaimedBy(parts.Node, worker.Lease.Epoch)
            : null;

    /// <summary>Keeps what is still ours, and leaves what was lost.</summary>
    public async Task RenewAsync(CancellationToken cancel)
    {
        var askedAt = parts.Clock.Moment();
        var mine = workers.Values.Select(worker => new LeaseNews(worker.Lease, worker.Depth)).ToList();
        if (mine.Count == 0)
        {
            return;
        }

        var renewed = (await leases.RenewAsync(parts.Node, mine, cancel)).ToDictionary(lease => lease.Key.Link);
        foreach (var (lost, _) in mine.Where(one => !renewed.ContainsKey(one.Lease.Key.Link)))
        {
            await LoseAsync(lost.Key.Link);
        }

        foreach (var lease in renewed.Values)
        {
            Hold(lease, askedAt);
        }
    }

    /// <summary>Opens a link whose lease was taken.</summary>
    /// <param name="askedAt">Before the lease was asked for.</param>
    public async Task OpenAsync(GrantedLease lease, Moment askedAt, CancellationToken cancel)
    {
        if (await links.FindAsync(lease.Key, cancel) is not { } link)
        {
            await ForgetAsync(lease, cancel);
            return;
        }

        if (!drivers.TryGetValue(link.Family, out var driver))
        {
            await leases.GiveUpAsync(parts.Node, [lease], cancel);
            return;
        }

        workers[lease.Key.Link] = new LinkWorker(lease, link, driver, parts, waiters);
        Hold(lease, askedAt);
        LinkTaken(logger, lease.Key.Link.Value, lease.Epoch);
    }

    /// <summary>Leaves a link for another node that is to take it.</summary>
    public async Task GiveUpAsync(LinkId link)
    {
        if (Remove(link) is { } worker)
        {
            await LeaveAsync([worker]);
            LinkLeft(logger, link.Value);
        }
    }

    /// <summary>Leaves all of them, when the node stops.</summary>
    public async Task GiveUpAllAsync()
    {
        var left = Workers;
        workers.Clear();
        await LeaveAsync(left);
    }

    /// <summary>
    /// Leaves what ran out. Without the database nobody can be told, but nothing may be sent either: the queues stop by themselves at the lease's
    /// margin.
    /// </summary>
    public Task DropExpiredAsync()
    {
        var now = parts.Clock.Moment();
        return Task.WhenAll(held.Where(pair => pair.Value.EndsAt <= now).Select(pair => LoseAsync(pair.Key)));
    }

    /// <summary>Links that were removed: what is unsent is refused, what is under way is awaited, and then the lease is no more.</summary>
    public async Task CloseRemovedAsync(CancellationToken cancel)
    {
        if (workers.IsEmpty)
        {
            return;
        }

        foreach (var link in await links.RemovedAsync([.. workers.Values.Select(worker => worker.Lease.Key)], cancel))
        {
            if (Remove(link) is { } worker)
            {
                worker.RefuseUnsent();
                await worker.DisposeAsync();
                await ForgetAsync(worker.Lease, cancel);
                LinkLeft(logger, link.Value);
            }
        }
    }

    private async Task LeaveAsync(IReadOnlyCollection<LinkWorker> left)
    {
        foreach (var worker in left)
        {
            await worker.DisposeAsync();
        }

        await leases.GiveUpAsync(parts.Node, [.. left.Select(worker => worker.Lease)], CancellationToken.None);
        await parts.Signals.TellAsync(SignalTopic.Left, [.. left.Select(worker => worker.Lease.Key.Link.Value)]);
    }

    /// <summary>Another node may hold it by now.</summary>
    private async Task LoseAsync(LinkId link)
    {
        if (Remove(link) is { } worker)
        {
            worker.LoseLease();
            await worker.DisposeAsync();
            LinkLeft(logger, link.Value);
        }
    }

    /// <summary>Nobody will serve the link again, so nothing is left open on it.</summary>
    private async Task ForgetAsync(GrantedLease lease, CancellationToken cancel)
    {
        await recovery.EndAllAsync(lease.Key, cancel);
        await leases.EndAsync(parts.Node, lease, cancel);
    }

    private void Hold(GrantedLease lease, Moment askedAt)
    {
        var mine = new HeldLease(lease.Key.Link, lease.Epoch, askedAt);
        held[lease.Key.Link] = mine;
        WorkerOf(lease.Key.Link)?.HoldUntil(mine.SendUntil);
    }

    private LinkWorker? Remove(LinkId link)
    {
        if (!workers.TryRemove(link, out var worker))
        {
            return null;
        }

        held.TryRemove(link, out _);
        return worker;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Holds link {Link} in epoch {Epoch}.")]
    private static partial void LinkTaken(ILogger logger, Guid link, long epoch);

    [LoggerMessage(Level = LogLevel.Information, Message = "Left link {Link}.")]
    private static partial void LinkLeft(ILogger logger, Guid link);
}
