using System.Threading.Channels;
using Latchwork.Domain;
using Latchwork.Domain.Devices;
using Latchwork.Domain.Drivers;
using Latchwork.Operations.Fleet;
using Microsoft.Extensions.Logging;

namespace Latchwork.Fleet;

/// <summary>
/// Keeps the credentials on the locks of this node's links as they were asked to be (design, "How a PIN reaches a lock"), and what they must know
/// of offline codes. One loop: it loads
/// what is due, lets each plan take a step, saves the steps, and only then gives the wished commands to the links. Their durable record is the
/// flight in the plan: whoever holds the link next finds it there.
/// </summary>
internal sealed partial class Reconciler : IAsyncDisposable
{
    private static readonly TimeSpan SweepEvery = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan EraseEvery = TimeSpan.FromHours(1);

    private readonly FleetParts parts;
    private readonly Func<IReadOnlyCollection<LinkWorker>> workers;
    private readonly ILogger logger;
    private readonly Seed jitter;
    private readonly Channel<Signal> signals = Channel.CreateUnbounded<Signal>(new() { SingleReader = true });
    private readonly CancellationTokenSource stopping = new();

    private readonly FlightLog log = new();
    private readonly FlightSender sender;
    private readonly OfflineKeeper offline;
    private Moment? erasedAt;
    private Task running = Task.CompletedTask;

    public Reconciler(FleetParts parts, Func<IReadOnlyCollection<LinkWorker>> workers)
    {
        (this.parts, this.workers) = (parts, workers);
        logger = parts.Logs.CreateLogger<Reconciler>();
        jitter = new Seed((ulong)parts.Clock.GetUtcNow().Ticks);
        offline = new OfflineKeeper(parts);
        sender = new FlightSender(parts, answer => signals.Writer.TryWrite(new Signal(answer)));
        parts.Syncs.WhenHeard = Hear;
    }

    /// <param name="Answer">Null for a mere wake-up.</param>
    private readonly record struct Signal(FlightAnswer? Answer = null, WaitingOn? Heard = null);

    public void Start() => running = RunAsync();

    /// <summary>There may be something due. A hint: the sweep finds it anyway.</summary>
    public void Wake() => signals.Writer.TryWrite(default);

    public async ValueTask DisposeAsync()
    {
        parts.Syncs.WhenHeard = null;
        await stopping.CancelAsync();
        await running;
        stopping.Dispose();
    }

    private void Hear(LinkKey link, DeviceReport report)
    {
        switch (report)
        {
            case DeviceReport.LinkCameOnline or DeviceReport.DevicesChanged:
                signals.Writer.TryWrite(new Signal(Heard: new WaitingOn(link, null)));
                break;
            case DeviceReport.DeviceCameOnline online:
                signals.Writer.TryWrite(new Signal(Heard: new WaitingOn(link, online.Address)));
                break;
            case DeviceReport.SlotChanged or DeviceReport.BoltMoved { Cause: MotionCause.Credential }:
                Wake();
                break;
        }
    }

    private async Task RunAsync()
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await WaitAsync();
                await RoundAsync();
                await offline.RoundAsync(workers(), stopping.Token);
                await EraseAsync();
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception broken) when (broken is not OutOfMemoryException)
            {
                // What was heard is kept, and every round begins with what the database holds.
                RoundFailed(logger, broken.GetType().Name);
            }
        }
    }

    private async Task WaitAsync()
    {
        Task waiting = signals.Reader.WaitToReadAsync(stopping.Token).AsTask().WaitAsync(SweepEvery, parts.Clock, stopping.Token);
        await waiting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stopping.Token.ThrowIfCancellationRequested();
        while (signals.Reader.TryRead(out var signal))
        {
            if (signal.Heard is { } on)
            {
                log.Hear(on);
            }
            else if (signal.Answer is { } answer)
            {
                log.Answer(answer);
            }
        }
    }

    private async Task RoundAsync()
    {
        var held = workers().ToDictionary(worker => worker.Lease.Key.Link);
        log.ForgetLost(held);
        if (held.Count == 0)
        {
            return;
        }

        var now = parts.Clock.Now();
        var taken = held.Values.Where(worker => !log.IsKnown(worker.Lease.Key.Link)).ToList();
        var query = new DueQuery(
            [.. held.Values.Select(worker => worker.Lease.Key)],
            [.. log.Answered],
            [.. log.Heard, .. taken.Select(worker => new WaitingOn(worker.Lease.Key, null))]
        );
        var due = await parts.Enrollments.LoadAsync(query, now, stopping.Token);
        foreach (var of in due.GroupBy(one => one.Row.Tenant))
        {
            await TryStepAsync(of.Key, [.. of], held, now);
        }

        log.EndRound(due, taken);
    }

    /// <summary>One tenant's trouble is not another's.</summary>
    private async Task TryStepAsync(TenantId tenant, IReadOnlyList<DueEnrollment> due, Dictionary<LinkId, LinkWorker> held, DateTimeOffset now)
    {
        try
        {
            await StepAsync(tenant, due, held, now);
        }
        catch (Exception broken) when (broken is not OperationCanceledException and not OutOfMemoryException)
        {
            RoundFailed(logger, broken.GetType().Name);
        }
    }

    private async Task StepAsync(TenantId tenant, IReadOnlyList<DueEnrollment> due, Dictionary<LinkId, LinkWorker> held, DateTimeOffset now)
    {
        var turns = new List<PlanTurn>(due.Count);
        var given = new GivenSlots();
        foreach (var one in due)
        {
            var turn = new PlanTurn(one, held[one.Link].Lease.Epoch, parts.Enrollments, given, now, jitter);
            await turn.RunAsync(log.AnswersOf(one.Row.Id), flight => log.IsInTheAir(one.Row.Id, flight), log.IsHeard(one), stopping.Token);
            turns.Add(turn);
        }

        // What was decided is written whether or not this node is stopping: the commands after it are not.
        var saved = await parts.Enrollments.SaveAsync(tenant, [.. turns.Select(turn => turn.Step)], now, CancellationToken.None);
        foreach (var turn in turns.Where(turn => saved.Contains(turn.Of.Row.Id)))
        {
            log.Land(turn.Of.Row.Id);
            foreach (var send in turn.Sends)
            {
                var worker = held[turn.Of.Link];
                log.Sent(turn.Of.Row.Id, send.Flight, turn.Of.Link, worker.Lease.Epoch);
                await sender.SendAsync(turn.Of, send, worker);
            }
        }

        if (saved.Count < turns.Count)
        {
            Wake();
        }
    }

    private async Task EraseAsync()
    {
        var now = parts.Clock.Moment();
        if (erasedAt is null || now - erasedAt.Value >= EraseEvery)
        {
            await parts.Erase.RunAsync(stopping.Token);
            erasedAt = now;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A round of the reconciler failed: {Exception}.")]
    private static partial void RoundFailed(ILogger logger, string exception);
}
