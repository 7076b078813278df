using System.Threading.Channels;
using Latchwork.Domain;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Devices;
using Latchwork.Domain.Drivers;
using Latchwork.Operations.Fleet;
using Microsoft.Extensions.Logging;

namespace Latchwork.Fleet;

/// <summary>
/// Keeps the credentials on the locks of this node's links as they were asked to be (design, "How a PIN reaches a lock"). One loop: it loads
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

    // Of the loop alone.
    private readonly Dictionary<LinkId, long> epochs = [];
    private readonly Dictionary<(EnrollmentId Of, long Flight), (LinkId Link, long Epoch)> inTheAir = [];
    private readonly Dictionary<EnrollmentId, List<FlightAnswer>> answers = [];
    private readonly HashSet<WaitingOn> heard = [];
    private Moment? erasedAt;
    private Task running = Task.CompletedTask;

    public Reconciler(FleetParts parts, Func<IReadOnlyCollection<LinkWorker>> workers)
    {
        (this.parts, this.workers) = (parts, workers);
        logger = parts.Logs.CreateLogger<Reconciler>();
        jitter = new Seed((ulong)parts.Clock.GetUtcNow().Ticks);
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
                heard.Add(on);
            }
            else if (signal.Answer is { } answer)
            {
                (answers.TryGetValue(answer.Of, out var of) ? of : answers[answer.Of] = []).Add(answer);
            }
        }
    }

    private async Task RoundAsync()
    {
        var held = workers().ToDictionary(worker => worker.Lease.Key.Link);
        ForgetLost(held);
        if (held.Count == 0)
        {
            return;
        }

        var now = parts.Clock.Now();
        List<WaitingOn> taken =
        [
            .. held.Values.Where(worker => !epochs.ContainsKey(worker.Lease.Key.Link)).Select(worker => new WaitingOn(worker.Lease.Key, null)),
        ];
        var query = new DueQuery([.. held.Values.Select(worker => worker.Lease.Key)], [.. answers.Keys], [.. heard, .. taken]);
        var due = await parts.Enrollments.LoadAsync(query, now, stopping.Token);
        foreach (var of in due.GroupBy(one => one.Row.Tenant))
        {
            await TryStepAsync(of.Key, [.. of], held, now);
        }

        ForgetUnknown(due);
        heard.Clear();
        foreach (var link in taken)
        {
            epochs[link.Link.Link] = held[link.Link.Link].Lease.Epoch;
        }
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
        foreach (var one in due)
        {
            var turn = new PlanTurn(one, held[one.Link].Lease.Epoch, parts.Enrollments, now, jitter);
            var mine = answers.GetValueOrDefault(one.Row.Id) ?? [];
            await turn.RunAsync(mine, flight => IsInTheAir(one, flight), IsHeard(one), stopping.Token);
            turns.Add(turn);
        }

        // What was decided is written whether or not this node is stopping: the commands after it are not.
        var saved = await parts.Enrollments.SaveAsync(tenant, [.. turns.Select(turn => turn.Step)], now, CancellationToken.None);
        foreach (var turn in turns.Where(turn => saved.Contains(turn.Of.Row.Id)))
        {
            Land(turn.Of.Row.Id);
            foreach (var send in turn.Sends)
            {
                await SendAsync(turn.Of, send, held[turn.Of.Link]);
            }
        }

        if (saved.Count < turns.Count)
        {
            Wake();
        }
    }

    private bool IsInTheAir(DueEnrollment due, Flight flight) => inTheAir.ContainsKey((due.Row.Id, flight.Number));

    private bool IsHeard(DueEnrollment due) => heard.Any(on => on.Link.Link == due.Link && (on.Address is null || on.Address == due.DeviceAddress));

    /// <summary>Its answers are in the saved plan now.</summary>
    private void Land(EnrollmentId id)
    {
        if (answers.Remove(id, out var told))
        {
            told.ForEach(answer => inTheAir.Remove((id, answer.Flight.Number)));
        }
    }

    private async Task SendAsync(DueEnrollment due, EnrollmentWish.Send send, LinkWorker worker)
    {
        var (id, flight, epoch) = (due.Row.Id, send.Flight, worker.Lease.Epoch);
        inTheAir[(id, flight.Number)] = (due.Link, epoch);
        if (!worker.IsOnline)
        {
            signals.Writer.TryWrite(new Signal(FlightAnswer.NotSent(id, flight, due.Link, epoch, LinkIsOffline)));
        }
        else if (await ActOfAsync(due, send) is { } act)
        {
            var now = parts.Clock.Moment();
            var command = CommandId.New(parts.Clock.GetUtcNow());
            parts.Syncs.Expect(
                command,
                (state, error, answer) => signals.Writer.TryWrite(new Signal(new FlightAnswer(id, flight, due.Link, epoch, state, error, answer)))
            );
            worker.Submit(new QueuedCommand(command, due.Row.Tenant, due.DeviceAddress, act, CommandClass.Sync, now, null, IsClaimed: true));
        }
        else
        {
            signals.Writer.TryWrite(new Signal(FlightAnswer.NotSent(id, flight, due.Link, epoch, null)));
        }
    }

    /// <summary>Null where nothing can be sent: another revision is wanted by now, or its digits are gone. They are opened here and nowhere before.</summary>
    private async Task<DeviceAct?> ActOfAsync(DueEnrollment due, EnrollmentWish.Send send) =>
        send.Flight.Kind switch
        {
            FlightKind.Read => new DeviceAct.ReadSlot(due.Row.Kind, send.Slot),
            FlightKind.Clear => new DeviceAct.ClearSlot(due.Row.Kind, send.Slot),
            FlightKind.Set when send.Flight.Revision != due.Row.Revision => null,
            FlightKind.Set => await parts.Enrollments.OpenAsync(due, CancellationToken.None) is { } digits ? Write(due.Row, send.Slot, digits) : null,
        };

    private static DeviceAct.SetPasscode Write(EnrollmentRow row, int slot, PinDigits digits) =>
        row.KeepsWindows ? new(slot, digits, row.Window.StartsAt, row.Window.EndsAt) : new(slot, digits);

    /// <summary>What belongs to a link that this node no longer holds, or holds anew, is another's to settle.</summary>
    private void ForgetLost(Dictionary<LinkId, LinkWorker> held)
    {
        foreach (var link in epochs.Where(pair => !IsHeld(held, pair.Key, pair.Value)).Select(pair => pair.Key).ToList())
        {
            epochs.Remove(link);
        }

        foreach (var (id, told) in answers.ToList())
        {
            told.RemoveAll(answer => !IsHeld(held, answer.Link, answer.Epoch));
            if (told.Count == 0)
            {
                answers.Remove(id);
            }
        }

        foreach (var key in inTheAir.Where(pair => !IsHeld(held, pair.Value.Link, pair.Value.Epoch)).Select(pair => pair.Key).ToList())
        {
            inTheAir.Remove(key);
        }
    }

    private static bool IsHeld(Dictionary<LinkId, LinkWorker> held, LinkId link, long epoch) =>
        held.TryGetValue(link, out var worker) && worker.Lease.Epoch == epoch;

    /// <summary>Answers for enrollments that are over.</summary>
    private void ForgetUnknown(List<DueEnrollment> due)
    {
        var known = due.Select(one => one.Row.Id).ToHashSet();
        foreach (var id in answers.Keys.Where(id => !known.Contains(id)).ToList())
        {
            Land(id);
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

    private static readonly AccessError LinkIsOffline = new(AccessErrorCode.LinkOffline, "The connection to this lock is down.", Noun.Link);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A round of the reconciler failed: {Exception}.")]
    private static partial void RoundFailed(ILogger logger, string exception);
}
