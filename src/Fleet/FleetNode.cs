using Latchwork.Domain;
using Latchwork.Domain.Devices;
using Latchwork.Domain.Drivers;
using Latchwork.Operations;
using Latchwork.Operations.Fleet;
using Microsoft.Extensions.Logging;

namespace Latchwork.Fleet;

/// <summary>
/// This node's part of the fleet: it holds its fair share of the links, renews their leases, takes over those of nodes that died, and hands
/// commands to the links it holds (design, "Links and leases").
/// </summary>
public sealed partial class FleetNode : ICommandQueue, IAsyncDisposable
{
    private readonly string name;
    private readonly DateTimeOffset startedAt;
    private readonly LinkLeases leases;
    private readonly FleetParts parts;
    private readonly HeldLinks links;
    private readonly CommandRecovery recovery;
    private readonly EndsElsewhere ends;
    private readonly Reconciler reconciler;
    private readonly Relocker relocker;
    private readonly Waiters waiters = new();
    private readonly ILogger logger;
    private readonly CancellationTokenSource stopping = new();
    private readonly SemaphoreSlim woken = new(0, 1);
    private Task running = Task.CompletedTask;
    private IReadOnlySet<LinkId> known = new HashSet<LinkId>();
    private int isDisposed;

    internal FleetNode(
        string name,
        LinkLeases leases,
        LinkStore store,
        IEnumerable<ILockDriver> drivers,
        Func<NodeId, FleetParts> parts,
        TimeProvider clock
    )
    {
        startedAt = clock.Now();
        Node = NodeId.New(startedAt);
        (this.name, this.leases, this.parts) = (name, leases, parts(Node));
        logger = this.parts.Logs.CreateLogger<FleetNode>();
        recovery = new CommandRecovery(this.parts);
        ends = new EndsElsewhere(this.parts, waiters);
        links = new HeldLinks(leases, store, drivers, this.parts, waiters, recovery);
        reconciler = new Reconciler(this.parts, () => links.Workers);
        relocker = new Relocker(this.parts, () => links.Workers);
        this.parts.Metrics.Observe(
            () => links.Workers.Count,
            () => links.Workers.Count(worker => worker.IsOnline),
            () => links.Workers.Sum(worker => worker.Queued)
        );
    }

    public NodeId Node { get; }

    /// <summary>Begins to hold links. Returns after the first look, so that a single node has its links when it says that it is ready.</summary>
    public async Task StartAsync(CancellationToken cancel)
    {
        await RoundAsync(cancel);
        parts.Signals.Start(Node, Heard);
        running = Task.WhenAll(KeepLeasesAsync(), ends.RunAsync(stopping.Token));
        reconciler.Start();
        relocker.Start();
    }

    public ClaimedBy? ClaimOf(LinkId link) => links.ClaimOf(link);

    public Task<CommandResult> HandOverAsync(SavedCommand command)
    {
        var ours = command.Claim is { } claim && links.WorkerOf(command.Link) is { } worker && worker.Lease.Epoch == claim.Epoch ? worker : null;
        var ended = waiters.Await(command.Tenant, command.Id, isElsewhere: ours is null);
        if (ours is not null)
        {
            ours.Submit(command.Queued(parts.Clock.Moment()));
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
        await relocker.DisposeAsync();
        await LeaveAsync();
        stopping.Dispose();
        woken.Dispose();
    }

    /// <summary>Without the database nobody can be told; the leases run out by themselves.</summary>
    private async Task LeaveAsync()
    {
        try
        {
            await links.GiveUpAllAsync();
            await leases.StopAsync(Node, CancellationToken.None);
        }
        catch (Exception broken) when (Outage.Of(broken) is not null)
        {
            LeftUntold(logger, broken.GetType().Name);
        }
    }

    private void Heard(SignalTopic topic, IReadOnlyList<Guid> ids)
    {
        if (topic == SignalTopic.Ended)
        {
            _ = ends.LookAsync(stopping.Token);
        }
        else if (topic == SignalTopic.Left || ids.Any(id => IsOursOrNew(new LinkId(id))))
        {
            LookNow();
        }
    }

    private bool IsOursOrNew(LinkId link) => links.WorkerOf(link) is not null || !known.Contains(link);

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
                await links.DropExpiredAsync();
            }
        }
    }

    /// <summary>Lives, renews, looks around, takes and gives up, and looks for commands that other nodes saved.</summary>
    private async Task RoundAsync(CancellationToken cancel)
    {
        await leases.BeatAsync(Node, name, Release.Version, startedAt, cancel);
        await links.RenewAsync(cancel);
        await links.CloseRemovedAsync(cancel);
        await ShareAsync(await leases.LookAsync(cancel), cancel);
        await recovery.SettleAndTakeAsync(links.Workers, cancel);
        foreach (var worker in links.Workers)
        {
            worker.AskDevices();
        }
    }

    private async Task ShareAsync(FleetView view, CancellationToken cancel)
    {
        known = view.Tenants.Keys.ToHashSet();
        parts.LiveNodes.Count = view.Nodes.Count(other => other.IsLiveAt(view.Now));
        parts.Signals.HasOthers = parts.LiveNodes.Count > 1;
        var moves = LeaseShare.For(Node, view.Nodes, view.Leases, view.Now);
        foreach (var link in moves.GiveUp)
        {
            await links.GiveUpAsync(link);
        }

        var askedAt = parts.Clock.Moment();
        foreach (var taken in await leases.TakeAsync(Node, [.. moves.Take], cancel))
        {
            await links.OpenAsync(taken, askedAt, cancel);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The database is away, so the links of this node wait until its leases run out: {Exception}.")]
    private static partial void LeftUntold(ILogger logger, string exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A round of the fleet failed: {Exception}.")]
    private static partial void RoundFailed(ILogger logger, string exception);
}
