using System.Collections.Concurrent;
using Latchwork.Domain;
using Latchwork.Domain.Devices;
using Latchwork.Domain.Drivers;
using Latchwork.Operations.Fleet;
using Microsoft.Extensions.Logging;

namespace Latchwork.Fleet;

/// <summary>
/// Tells locks what they need to work out offline codes: the secret once, and afterwards what they must refuse. That something is to be told stands
/// in the database until the lock has acknowledged it, so it is tried again by whoever holds the link. Used by one loop.
/// </summary>
internal sealed partial class OfflineKeeper(FleetParts parts)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(10);

    private readonly ILogger logger = parts.Logs.CreateLogger<OfflineKeeper>();
    private readonly ConcurrentDictionary<LockId, Attempt> attempts = new();

    /// <param name="Pause">After the try that is under way, or was the last.</param>
    private readonly record struct Attempt(bool IsUnderWay, TimeSpan Pause);

    /// <summary>Gives the links what is due.</summary>
    public async Task RoundAsync(IReadOnlyCollection<LinkWorker> workers, CancellationToken cancel)
    {
        var online = workers.Where(worker => worker.IsOnline).ToDictionary(worker => worker.Lease.Key.Link);
        if (online.Count == 0)
        {
            return;
        }

        foreach (var due in await parts.Offline.DueAsync([.. online.Values.Select(worker => worker.Lease.Key)], cancel))
        {
            if (!(attempts.TryGetValue(due.Lock, out var before) && before.IsUnderWay))
            {
                await TryAsync(due, before.Pause, online[due.Link], cancel);
            }
        }
    }

    /// <summary>One lock's trouble is not another's. It is put off first, so that whatever happens it does not stand in the way.</summary>
    private async Task TryAsync(DueOrders due, TimeSpan before, LinkWorker worker, CancellationToken cancel)
    {
        var pause =
            before == TimeSpan.Zero ? FirstPause
            : before * 2 < LongestPause ? before * 2
            : LongestPause;
        await parts.Offline.PutOffAsync(due, pause, cancel);
        attempts[due.Lock] = new Attempt(false, pause);
        try
        {
            if (await parts.Offline.OrdersAsync(due, cancel) is { } orders)
            {
                Send(orders, worker, pause);
            }
        }
        catch (Exception broken) when (broken is not (OperationCanceledException or OutOfMemoryException))
        {
            NotGiven(logger, broken.GetType().Name);
        }
    }

    private void Send(ReadyOrders orders, LinkWorker worker, TimeSpan pause)
    {
        var due = orders.Due;
        attempts[due.Lock] = new Attempt(true, pause);
        var command = CommandId.New(parts.Clock.GetUtcNow());
        parts.Syncs.Expect(command, (state, _, _) => _ = EndAsync(orders, state, pause));
        worker.Submit(
            new QueuedCommand(
                command,
                due.Tenant,
                due.DeviceAddress,
                new DeviceAct.KeepOfflineCodes(orders.Orders),
                CommandClass.Sync,
                parts.Clock.Moment(),
                null,
                IsClaimed: true
            )
        );
    }

    private async Task EndAsync(ReadyOrders orders, CommandState state, TimeSpan pause)
    {
        if (state == CommandState.Done && await TryHoldAsync(orders))
        {
            attempts.TryRemove(orders.Due.Lock, out _);
            return;
        }

        attempts[orders.Due.Lock] = new Attempt(false, pause);
    }

    /// <summary>What is not written is told again: no harm in that.</summary>
    private async Task<bool> TryHoldAsync(ReadyOrders orders)
    {
        try
        {
            await parts.Offline.HeldAsync(orders, CancellationToken.None);
            return true;
        }
        catch (Exception broken) when (broken is not OutOfMemoryException)
        {
            NotWritten(logger, broken.GetType().Name);
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "What a lock is to know of its offline codes could not be made out: {Exception}.")]
    private static partial void NotGiven(ILogger logger, string exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "That a lock holds its offline codes could not be written: {Exception}.")]
    private static partial void NotWritten(ILogger logger, string exception);
}
