using System.Collections.Concurrent;
using Latchwork.Domain;
using Latchwork.Domain.Devices;
using Latchwork.Domain.Drivers;
using Latchwork.Operations.Fleet;
using Microsoft.Extensions.Logging;

namespace Latchwork.Fleet;

/// <summary>
/// This node's part of the fleet: it holds its fair share of the links, renews their leases, takes over those of nodes that died, and hands
/// commands to the links it holds (design, "Links and leases").
/// </summary>
public sealed partial class FleetNode : ICommandQueue, IAsyncDisposable
{
    /// <summary>How often ends of commands on other nodes' links are looked for while somebody waits for one.</summary>
    private static readonly TimeSpan LookForEndsEvery = TimeSpan.FromMilliseconds(100);

    /// <summary>An "asked" whose end nobody wrote gets its "ended: unknown" so long after its caller stopped waiting (AU-1).</summary>
    private static readonly TimeSpan UnknownAfter = TimeSpan.FromSeconds(16);

    private readonly NodeId node;
    private readonly string name;
    private readonly DateTimeOffset startedAt;
    private readonly LinkLeases leases;
    private readonly LinkStore links;
    private readonly Dictionary<string, ILockDriver> drivers;
    private readonly FleetParts parts;
    private readonly Reconciler reconciler;
    private readonly Waiters waiters = new();
    private readonly ConcurrentDictionary<LinkId, LinkWorker> workers = new();
    private readonly ILogger logger;
    private readonly CancellationTokenSource stopping = new();
    private readonly SemaphoreSlim woken = new(0, 1);
    private Task running = Task.CompletedTask;
    private IReadOnlySet<LinkId> known = new HashSet<LinkId>();
    private int isDisposed;
    private readonly ConcurrentDictionary<LinkId, HeldLease> held = new();

    internal FleetNode(
        string name,
        LinkLeases leases,
        LinkStore links,
        IEnumerable<ILockDriver> drivers,
        Func<NodeId, FleetParts> parts,
        TimeProvider clock
    )
    {
        startedAt = clock.Now();
        node = NodeId.New(startedAt);
        (this.name, this.leases, this.links) = (name, leases, links);
        this.drivers = drivers.ToDictionary(driver => driver.Family, StringComparer.Ordinal);
        this.parts = parts(node);
        logger = this.parts.Logs.CreateLogger<FleetNode>();
        this.parts.Metrics.Observe(
            () => workers.Count,
            () => workers.Values.Count(worker => worker.IsOnline),
            () => workers.Values.Sum(worker => worker.Queued)
        );
        reconciler = new Reconciler(this.parts, () => Workers);
    }

    public NodeId Node => node;

    /// <summary>Begins to hold links. Returns after the first look, so that a single node has its links when it says that it is ready.</summary>
    public async Task StartAsync(CancellationToken cancel)
    {
        await leases.BeatAsync(node, name, startedAt, cancel);
        await RoundAsync(cancel);
        parts.Signals.Start(node, Heard);
        running = Task.WhenAll(KeepLeasesAsync(), LookForEndsAsync());
        reconciler.Start();
    }

    public ClaimedBy? ClaimOf(LinkId link) =>
        workers.TryGetValue(link, out var worker) && held.TryGetValue(link, out var lease) && lease.MaySendAt(parts.Clock.Moment())
            ? new ClaimedBy(node, worker.Lease.Epoch)
            : null;

    public Task<CommandResult> HandOverAsync(SavedCommand command)
    {
        var ours = command.Claim is { } claim && workers.TryGetValue(command.Link, out var found) && found.Lease.Epoch == claim.Epoch ? found : null;
        var ended = waiters.Await(command.Tenant, command.Id, isElsewhere: ours is null);
        if (ours is not null)
        {
            ours.Submit(Queued(command, parts.Clock.Moment()));
        }
        else
        {
            Wake(command.Tenant, command.Link);
        }

        return ended;
    }

    /// <summary>The link's holder is woken: this node, another, or for a new link whoever takes it first.</summary>
    public void Wake(TenantId tenant, LinkId link)
    {
        parts.Signals.Send(SignalTopic.Work, link.Value);
        LookNow();
    }

    private void Heard(SignalTopic topic, IReadOnlyList<Guid> ids)
    {
        if (topic == SignalTopic.Ended)
        {
            _ = LookForEndsOnceAsync();
        }
        else if (ids.Any(id => workers.ContainsKey(new LinkId(id))) || ids.Any(id => !known.Contains(new LinkId(id))))
        {
            LookNow();
        }
    }

    private void LookNow()
    {
        reconciler.Wake();
        try
        {
            woken.Release();
        }
        catch (SemaphoreFullException)
        {
            // It is awake already.
        }
    }

    /// <summary>The worker of a link that this node holds.</summary>
    internal LinkWorker? WorkerOf(LinkId link) => workers.GetValueOrDefault(link);

    internal IReadOnlyCollection<LinkWorker> Workers => [.. workers.Values];

    /// <summary>Gives its links up, so that other nodes need not wait for the leases to run out.</summary>
    public async ValueTask DisposeAsync()
    {
        // The container knows it under two names.
        if (Interlocked.Exchange(ref isDisposed, 1) != 0)
        {
            return;
        }

        await stopping.CancelAsync();
        await running;
        await reconciler.DisposeAsync();
        var given = workers.Values.Select(worker => worker.Lease).ToList();
        foreach (var worker in workers.Values)
        {
            await worker.DisposeAsync();
        }

        workers.Clear();
        await leases.GiveUpAsync(node, given, CancellationToken.None);
        await leases.StopAsync(node, CancellationToken.None);
        stopping.Dispose();
        woken.Dispose();
    }

    private static QueuedCommand Queued(SavedCommand command, Moment now) =>
        new(
            command.Id,
            command.Tenant,
            command.DeviceAddress,
            command.Act,
            command.Class,
            now,
            command.Wait is { } wait ? now + wait : null,
            command.Claim is not null
        );

    private async Task KeepLeasesAsync()
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await woken.WaitAsync(LeaseRules.LookEvery, stopping.Token);
                await RoundAsync(stopping.Token);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (Exception broken) when (broken is not OutOfMemoryException)
            {
                RoundFailed(logger, broken.GetType().Name);
                await DropExpiredAsync();
            }
        }
    }

    /// <summary>Lives, renews, looks around, takes and gives up, and looks for commands that other nodes saved.</summary>
    private async Task RoundAsync(CancellationToken cancel)
    {
        await leases.BeatAsync(node, name, startedAt, cancel);
        await RenewAsync(cancel);
        await CloseRemovedAsync(cancel);
        var view = await leases.LookAsync(cancel);
        known = view.Tenants.Keys.ToHashSet();
        parts.LiveNodes.Count = view.Nodes.Count(other => other.IsLiveAt(view.Now));
        parts.Signals.HasOthers = parts.LiveNodes.Count > 1;
        var moves = LeaseShare.For(node, view.Nodes, view.Leases, view.Now);
        foreach (var link in moves.GiveUp)
        {
            await CloseAsync(link, giveUp: true);
        }

        var askedAt = parts.Clock.Moment();
        foreach (var taken in await leases.TakeAsync(node, [.. moves.Take], cancel))
        {
            await OpenAsync(taken, askedAt, cancel);
        }

        await SettleAndTakeAsync([.. workers.Values], cancel);
        foreach (var worker in workers.Values)
        {
            worker.AskDevices();
        }
    }

    private async Task RenewAsync(CancellationToken cancel)
    {
        var askedAt = parts.Clock.Moment();
        var mine = workers.Values.Select(worker => worker.Lease).ToList();
        if (mine.Count == 0)
        {
            return;
        }

        var renewed = (await leases.RenewAsync(node, mine, cancel)).ToDictionary(lease => lease.Key.Link);
        foreach (var lost in mine.Where(lease => !renewed.ContainsKey(lease.Key.Link)))
        {
            await CloseAsync(lost.Key.Link, giveUp: false);
        }

        foreach (var lease in renewed.Values)
        {
            Hold(lease, askedAt);
        }
    }

    private void Hold(GrantedLease lease, Moment askedAt)
    {
        var mine = new HeldLease(lease.Key.Link, lease.Epoch, askedAt);
        held[lease.Key.Link] = mine;
        WorkerOf(lease.Key.Link)?.HoldUntil(mine.SendUntil);
    }

    private async Task OpenAsync(GrantedLease lease, Moment askedAt, CancellationToken cancel)
    {
        if (await links.FindAsync(lease.Key, cancel) is not { } link)
        {
            await ForgetAsync(lease, cancel);
            return;
        }

        if (!drivers.TryGetValue(link.Family, out var driver))
        {
            await leases.GiveUpAsync(node, [lease], cancel);
            return;
        }

        workers[lease.Key.Link] = new LinkWorker(lease, link, driver, parts, waiters);
        Hold(lease, askedAt);
        LinkTaken(logger, lease.Key.Link.Value, lease.Epoch);
    }

    /// <summary>
    /// The commands in the database that are this node's business: pending ones go into the queues, what former holders left behind is settled,
    /// their motions as unknown and never repeated (DV-7).
    /// </summary>
    private async Task SettleAndTakeAsync(List<LinkWorker> mine, CancellationToken cancel)
    {
        if (mine.Count == 0)
        {
            return;
        }

        var (now, moment) = (parts.Clock.Now(), parts.Clock.Moment());
        var settled = new List<Task>();
        foreach (var command in await parts.Commands.OfLinksAsync([.. mine.Select(worker => worker.Lease.Key)], cancel))
        {
            if (WorkerOf(command.Link.Link) is not { } worker)
            {
                continue;
            }

            if (EndingOf(command, worker.Lease.Epoch, now) is { } ending)
            {
                settled.Add(parts.Ends.RunAsync(ending));
                if (ending.State == CommandState.Unknown && command.Class == CommandClass.Motion)
                {
                    worker.Doubt(command.DeviceAddress);
                }
            }
            else if (command is { State: CommandState.Pending, Act: { } act })
            {
                worker.Submit(Queued(command, act, now, moment));
            }
        }

        await Task.WhenAll(settled);
    }

    private static CommandEnding? EndingOf(OpenCommand command, long epoch, DateTimeOffset now)
    {
        var claimed = command.Claim?.Epoch ?? 0;
        var found = new FoundCommand(command.State, command.Class == CommandClass.Motion, claimed, command.DeadlineAt);
        return CommandLedger.AfterTakeover(found, epoch, now) switch
        {
            // Reads have rows only while somebody waits for them: nobody does any more.
            Recovery.BecomesUnknown or Recovery.BackToPending => Ending(CommandState.Unknown, HolderDied),
            Recovery.Withdraw => Ending(CommandState.Withdrawn, NobodyWaits),
            Recovery.Leave => claimed == epoch && command.DeadlineAt + UnknownAfter < now ? Ending(CommandState.Unknown, NeverHeard) : null,
        };

        CommandEnding Ending(CommandState state, AccessError why) => new(command.Link.Tenant, command.Id, state, why, Epoch: command.Claim?.Epoch);
    }

    // A deadline is wall time, the queue's waits are monotonic: what is left of it is the same span in both.
    private static QueuedCommand Queued(OpenCommand command, DeviceAct act, DateTimeOffset now, Moment moment) =>
        new(
            command.Id,
            command.Link.Tenant,
            command.DeviceAddress,
            act,
            command.Class,
            moment - Positive(now - command.SubmittedAt),
            moment + Positive(command.DeadlineAt - now),
            IsClaimed: false
        );

    private static TimeSpan Positive(TimeSpan span) => span > TimeSpan.Zero ? span : TimeSpan.Zero;

    private async Task CloseAsync(LinkId link, bool giveUp)
    {
        if (!workers.TryRemove(link, out var worker))
        {
            return;
        }

        held.TryRemove(link, out _);
        if (!giveUp)
        {
            worker.LoseLease();
        }

        await worker.DisposeAsync();
        if (giveUp)
        {
            await leases.GiveUpAsync(node, [worker.Lease], CancellationToken.None);
        }

        LinkLeft(logger, link.Value);
    }

    /// <summary>Links that were removed: what is unsent is refused, what is under way is awaited, and then the lease is no more.</summary>
    private async Task CloseRemovedAsync(CancellationToken cancel)
    {
        if (workers.IsEmpty)
        {
            return;
        }

        foreach (var link in await links.RemovedAsync([.. workers.Values.Select(worker => worker.Lease.Key)], cancel))
        {
            if (workers.TryRemove(link, out var worker))
            {
                held.TryRemove(link, out _);
                worker.RefuseUnsent();
                await worker.DisposeAsync();
                await ForgetAsync(worker.Lease, cancel);
                LinkLeft(logger, link.Value);
            }
        }
    }

    /// <summary>Nobody will serve the link again, so nothing is left open on it.</summary>
    private async Task ForgetAsync(GrantedLease lease, CancellationToken cancel)
    {
        foreach (var command in await parts.Commands.OfLinksAsync([lease.Key], cancel))
        {
            var ending =
                command.State == CommandState.Pending
                    ? new CommandEnding(lease.Key.Tenant, command.Id, CommandState.Withdrawn, LinkRemoved, Epoch: command.Claim?.Epoch)
                    : new CommandEnding(lease.Key.Tenant, command.Id, CommandState.Unknown, HolderDied, Epoch: command.Claim?.Epoch);
            await parts.Ends.RunAsync(ending);
        }

        await leases.EndAsync(node, lease, cancel);
    }

    // Without the database nobody can be told, but nothing may be sent either: the queues stop by themselves at the lease's margin.
    private Task DropExpiredAsync()
    {
        var now = parts.Clock.Moment();
        return Task.WhenAll(held.Where(pair => pair.Value.EndsAt <= now).Select(pair => CloseAsync(pair.Key, giveUp: false)));
    }

    private async Task LookForEndsAsync()
    {
        using var ticker = new PeriodicTimer(LookForEndsEvery, parts.Clock);
        try
        {
            while (await ticker.WaitForNextTickAsync(stopping.Token))
            {
                await LookForEndsOnceAsync();
            }
        }
        catch (OperationCanceledException)
        {
            // Stopping.
        }
    }

    private async Task LookForEndsOnceAsync()
    {
        var elsewhere = waiters.Elsewhere;
        if (elsewhere.Count == 0)
        {
            return;
        }

        try
        {
            var ended = await parts.Commands.EndedAsync([.. elsewhere.Select(e => e.Tenant)], [.. elsewhere.Select(e => e.Command)], stopping.Token);
            ended.ForEach(end => waiters.End(end.Id, end.Result));
        }
        catch (Exception broken) when (broken is not OperationCanceledException and not OutOfMemoryException)
        {
            RoundFailed(logger, broken.GetType().Name);
        }
    }

    private static readonly AccessError HolderDied = new(
        AccessErrorCode.OutcomeUnknown,
        "The server stopped while the lock was asked: it may have moved."
    );
    private static readonly AccessError NeverHeard = new(AccessErrorCode.OutcomeUnknown, "Its end was never written: it may have moved.");
    private static readonly AccessError LinkRemoved = new(AccessErrorCode.NotSentInTime, "The link was removed: nothing will happen.", Noun.Link);
    private static readonly AccessError NobodyWaits = new(AccessErrorCode.NotSentInTime, "Nobody waited for it any more: nothing will happen.");

    [LoggerMessage(Level = LogLevel.Information, Message = "Holds link {Link} in epoch {Epoch}.")]
    private static partial void LinkTaken(ILogger logger, Guid link, long epoch);

    [LoggerMessage(Level = LogLevel.Information, Message = "Left link {Link}.")]
    private static partial void LinkLeft(ILogger logger, Guid link);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A round of the fleet failed: {Exception}.")]
    private static partial void RoundFailed(ILogger logger, string exception);
}
