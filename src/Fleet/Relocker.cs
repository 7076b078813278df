using Latchwork.Domain;
using Latchwork.Domain.Devices;
using Latchwork.Operations.Fleet;
using Microsoft.Extensions.Logging;

namespace Latchwork.Fleet;

/// <summary>
/// Looks after the doors of this node's links that are to lock, or to open, without anybody asking (design, "Relock and open hours"). One loop: what is due
/// is looked at, the steps are saved, and only then are the motions given to the links. It remembers nothing: whoever holds the link next goes on.
/// </summary>
internal sealed partial class Relocker(FleetParts parts, Func<IReadOnlyCollection<LinkWorker>> workers) : IAsyncDisposable
{
    private static readonly TimeSpan SweepEvery = TimeSpan.FromSeconds(1);

    private readonly ILogger logger = parts.Logs.CreateLogger<Relocker>();
    private readonly CancellationTokenSource stopping = new();
    private Task running = Task.CompletedTask;

    public void Start() => running = RunAsync();

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await running;
        stopping.Dispose();
    }

    private async Task RunAsync()
    {
        using var ticker = new PeriodicTimer(SweepEvery, parts.Clock);
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await ticker.WaitForNextTickAsync(stopping.Token);
                await RoundAsync();
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception broken) when (broken is not OutOfMemoryException)
            {
                RoundFailed(logger, broken.GetType().Name);
            }
        }
    }

    private async Task RoundAsync()
    {
        var held = workers().ToDictionary(worker => worker.Lease.Key);
        if (held.Count == 0)
        {
            return;
        }

        var due = await parts.Relocks.DueAsync(held.Keys, stopping.Token);
        foreach (var of in due.GroupBy(door => door.Link.Tenant))
        {
            await TryLookAsync(of.Key, [.. of], held);
        }
    }

    /// <summary>One tenant's trouble is not another's.</summary>
    private async Task TryLookAsync(TenantId tenant, IReadOnlyList<DueDoor> doors, Dictionary<LinkKey, LinkWorker> held)
    {
        try
        {
            var leases = doors.Select(door => door.Link).Distinct().Select(link => held[link].Lease).ToList();
            // What was decided is sent whether or not this node is stopping: its worker gives it back, or says that it is unknown.
            var turn = await parts.Relocks.LookAsync(tenant, [.. doors.Select(door => door.Lock)], leases, parts.Node, CancellationToken.None);
            foreach (var motion in turn.Motions)
            {
                held[new LinkKey(tenant, motion.Link)].Submit(motion.Queued(parts.Clock.Moment()));
            }

            foreach (var (link, address) in turn.Questions)
            {
                held[new LinkKey(tenant, link)].Doubt(address);
            }
        }
        catch (Exception broken) when (broken is not OutOfMemoryException)
        {
            RoundFailed(logger, broken.GetType().Name);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A look at doors that are to lock again failed: {Exception}.")]
    private static partial void RoundFailed(ILogger logger, string exception);
}
