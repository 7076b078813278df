using System.Threading.Channels;
using Latchwork.Domain;
using Latchwork.Domain.Devices;
using Latchwork.Domain.Drivers;
using Latchwork.Operations;
using Latchwork.Operations.Fleet;
using Microsoft.Extensions.Logging;

namespace Latchwork.Fleet;

/// <summary>
/// One link while this node holds its lease: the driver's session, the queue in front of it, and what its devices tell. The queue decides; this
/// carries out its wishes. Steps of the queue are one at a time, what follows from them runs beside each other.
/// </summary>
internal sealed partial class LinkWorker : ILinkEvents, IAsyncDisposable
{
    /// <summary>A bolt that moves so soon after a command of ours moved because of it.</summary>
    private static readonly TimeSpan OursWithin = TimeSpan.FromSeconds(10);

    /// <summary>So long the end of a command is tried to be written; then its row is settled as unknown (AU-1).</summary>
    private static readonly TimeSpan WriteEndsFor = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    private readonly GrantedLease lease;
    private readonly FleetParts parts;
    private readonly Waiters waiters;
    private readonly ILogger logger;
    private readonly Lock gate = new();
    private readonly LinkQueue queue;
    private readonly Channel<DeviceReport> reports = Channel.CreateUnbounded<DeviceReport>(new() { SingleReader = true });
    private readonly CancellationTokenSource stopping = new();
    private readonly ITimer timer;
    private readonly OwnMotions ownMotions;
    private readonly DeviceQuestions questions;
    private readonly ILinkSession session;
    private readonly Task intake;
    private Moment? armedFor;
    private volatile bool isLeft;

    public LinkWorker(GrantedLease lease, StoredLink link, ILockDriver driver, FleetParts parts, Waiters waiters)
    {
        (this.lease, this.parts, this.waiters) = (lease, parts, waiters);
        logger = parts.Logs.CreateLogger<LinkWorker>();
        Link = link;
        Traits = driver.Traits;
        queue = new LinkQueue(new LinkLimits(driver.Traits.Concurrency, driver.Traits.AnswerWithin));
        ownMotions = new OwnMotions(OursWithin);
        var watch = new DeviceWatch(driver.Traits.PingsLost);
        questions = new DeviceQuestions(watch, parts.Syncs, lease.Key.Tenant, parts.Clock, Submit, Raise);
        timer = parts.Clock.CreateTimer(_ => Step(queue.Tick), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        session = driver.Open(link.Settings, this);
        intake = TakeInReportsAsync();
    }

    public StoredLink Link { get; }

    public DriverTraits Traits { get; }

    public GrantedLease Lease => lease;

    public bool IsOnline
    {
        get
        {
            lock (gate)
            {
                return queue.IsOnline;
            }
        }
    }

    public int Queued
    {
        get
        {
            lock (gate)
            {
                return queue.Count;
            }
        }
    }

    /// <summary>Nothing is sent from this moment on, unless the lease is renewed (design, "Leases").</summary>
    public void HoldUntil(Moment until) => Step((now, wishes) => queue.LeaseHeld(until, now, wishes));

    /// <summary>Another node may hold the link: what was sent is unknown, the rest is given back.</summary>
    public void LoseLease() => Step(queue.LeaseLost);

    /// <summary>The link was removed: waiting motions are refused; what was sent is still answered.</summary>
    public void RefuseUnsent() => Step(queue.LinkOffline);

    /// <summary>Puts a saved command into the queue; one that it refuses ends at once.</summary>
    public void Submit(QueuedCommand command)
    {
        AccessError? refusal = null;
        Step((now, wishes) => refusal = queue.Submit(command, now, wishes));
        if (refusal is not null)
        {
            _ = EndAsync(command, CommandState.Failed, refusal);
        }
    }

    /// <summary>A motion of the device may have happened or not: it is asked where its bolt is.</summary>
    public void Doubt(string deviceAddress) => questions.Doubt(deviceAddress);

    /// <summary>Asks the devices what is due by now.</summary>
    public void AskDevices() => questions.Look();

    /// <summary>Tells what the driver heard, after what it told before.</summary>
    public void Raise(DeviceReport report) => reports.Writer.TryWrite(report);

    public async ValueTask DisposeAsync()
    {
        isLeft = true;
        Step(queue.StopSending);
        await stopping.CancelAsync();
        await timer.DisposeAsync();
        await session.DisposeAsync();

        reports.Writer.TryComplete();
        await intake;
        stopping.Dispose();
    }

    private delegate void QueueStep(Moment now, ICollection<LinkWish> wishes);

    private void Step(QueueStep step)
    {
        var wishes = new List<LinkWish>(2);
        lock (gate)
        {
            step(parts.Clock.Moment(), wishes);
            Arm();
        }

        foreach (var wish in wishes)
        {
            CarryOut(wish);
        }
    }

    // A timer that rings too early does no harm, so it is moved only to ring earlier: most commands end long before it would matter.
    private void Arm()
    {
        if (queue.WakeAt is { } wake && (armedFor is null || wake < armedFor || armedFor <= parts.Clock.Moment()))
        {
            armedFor = wake;
            var wait = wake - parts.Clock.Moment();
            timer.Change(wait > TimeSpan.Zero ? wait + TimeSpan.FromMilliseconds(1) : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }
    }

    private void CarryOut(LinkWish wish)
    {
        var command = wish.Command;
        _ = wish.Kind switch
        {
            LinkWishKind.Send => SendAsync(command),
            LinkWishKind.Confirm => ConfirmAsync(command, wish.Claims, wish.Decides),
            LinkWishKind.Withdraw => EndAsync(command, CommandState.Withdrawn, Withdrawn),
            LinkWishKind.Refuse => EndAsync(command, CommandState.Failed, Offline),
            LinkWishKind.MarkUnknown => EndAsync(command, CommandState.Unknown, Unanswered),
            LinkWishKind.Supersede => EndAsync(command, CommandState.Withdrawn, Superseded),
            LinkWishKind.Release => ReleaseAsync(command),
        };
    }

    private async Task SendAsync(QueuedCommand command)
    {
        if (command.Act.IsMotion)
        {
            ownMotions.Sent(command.DeviceAddress, parts.Clock.Moment());
        }

        using var activity = Telemetry.Traces.StartActivity("device.command");
        activity?.SetTag("act", command.Act.GetType().Name);
        activity?.SetTag("family", Link.Family);
        var began = parts.Clock.Moment();
        var answer = await AskDriverAsync(command);
        parts.Metrics.Answered(command, StateOf(answer.End), parts.Clock.Moment() - began);
        if (answer.End != CommandEnd.Done)
        {
            ownMotions.Forget(command.DeviceAddress);
        }

        var fate = AnswerFate.Late;
        Step((now, wishes) => fate = queue.Answered(command.Id, answer, now, wishes));
        if (fate != AnswerFate.PutBack)
        {
            await EndAsync(command, StateOf(answer.End), answer.Error, answer.Reading, answer);
        }
    }

    private async Task<DeviceAnswer> AskDriverAsync(QueuedCommand command)
    {
        try
        {
            return await session.DoAsync(command.DeviceAddress, command.Act, stopping.Token);
        }
        catch (Exception broken) when (broken is not OutOfMemoryException)
        {
            // A driver that throws is broken (style, "Errors"), but the door may have moved: that is all that is known.
            DriverBroke(logger, broken.GetType().Name, Link.Family);
            return DeviceAnswer.Unknown("The driver failed after the command was given to it.");
        }
    }

    private static CommandState StateOf(CommandEnd end) =>
        end switch
        {
            CommandEnd.Done => CommandState.Done,
            CommandEnd.Failed => CommandState.Failed,
            CommandEnd.Unknown => CommandState.Unknown,
        };

    private async Task ConfirmAsync(QueuedCommand command, bool claims, bool decides)
    {
        var refusal = await TryAsync(
            () =>
                parts.Commands.ConfirmAsync(
                    command.Tenant,
                    command.Id,
                    new ClaimedBy(parts.Node, lease.Epoch),
                    claims,
                    decides,
                    CancellationToken.None
                ),
            new AccessError(AccessErrorCode.Unavailable, "The database did not confirm the command.")
        );
        Step((now, wishes) => queue.Confirmed(command.Id, refusal is null, now, wishes));
        if (refusal is { Code: not AccessErrorCode.Conflict })
        {
            await EndAsync(command, CommandState.Failed, refusal);
        }
    }

    private async Task EndAsync(
        QueuedCommand command,
        CommandState state,
        AccessError? error,
        DeviceReading? reading = null,
        DeviceAnswer? answer = null
    )
    {
        if (parts.Syncs.TryEnd(command.Id, state, error, answer))
        {
            return;
        }

        var ending = new CommandEnding(
            command.Tenant,
            command.Id,
            state,
            error,
            reading,
            answer?.Evidence ?? Domain.Credentials.EvidenceRung.None,
            lease.Epoch
        );
        if (await InsistAsync(() => parts.Ends.RunAsync(ending), WriteEndsFor))
        {
            TellEnd(command.Id, new CommandResult(state, error, reading));
        }
        else
        {
            waiters.LookElsewhere(command.Id);
        }

        if (state == CommandState.Unknown && command.Act.IsMotion)
        {
            Doubt(command.DeviceAddress);
        }
    }

    private void TellEnd(CommandId command, CommandResult result)
    {
        if (!waiters.End(command, result))
        {
            parts.Signals.Send(SignalTopic.Ended, command.Value);
        }
    }

    private async Task ReleaseAsync(QueuedCommand command)
    {
        if (!parts.Syncs.TryEnd(command.Id, CommandState.Withdrawn, Superseded, null))
        {
            await TryAsync(
                async () =>
                {
                    await parts.Commands.ReleaseAsync(command.Tenant, command.Id, lease.Epoch, CancellationToken.None);
                    return true;
                },
                false
            );
        }
    }

    private async Task TakeInReportsAsync()
    {
        await foreach (var report in reports.Reader.ReadAllAsync(CancellationToken.None))
        {
            var now = parts.Clock.Moment();
            if (report is DeviceReport.LinkCameOnline)
            {
                Step(queue.LinkOnline);
            }
            else if (report is DeviceReport.LinkWentOffline)
            {
                Step(queue.LinkOffline);
            }

            if (report is DeviceReport.BoltMoved { Cause: MotionCause.Remote } moved && ownMotions.Explains(moved.Address, now))
            {
                continue;
            }

            await InsistAsync(
                async () =>
                {
                    await parts.Reports.RunAsync(new HeardReport(lease.Key, report));
                    return true;
                },
                Timeout.InfiniteTimeSpan
            );
            if (report is DeviceReport.LinkCameOnline or DeviceReport.DevicesChanged)
            {
                await AdoptAsync();
            }

            questions.Heard(report);
            parts.Syncs.Heard(lease.Key, report);
        }
    }

    private async Task AdoptAsync()
    {
        if ((await session.DiscoverAsync(stopping.Token)).IsRefused(out _, out var found))
        {
            return;
        }

        await TryAsync(
            async () =>
            {
                await parts.Adopt.RunAsync(lease.Key, found, stopping.Token);
                return true;
            },
            false
        );
        questions.Found(found);
    }

    /// <summary>
    /// Writes what has happened already, again and again while the database is away: nobody may be told of an end, and no report be forgotten,
    /// that is not written. False when there was nothing to write, or the time is over, or the link was left.
    /// </summary>
    private async Task<bool> InsistAsync(Func<Task<bool>> write, TimeSpan limit)
    {
        var began = parts.Clock.GetTimestamp();
        for (var pause = FirstPause; ; pause = pause < LongestPause ? pause * 2 : LongestPause)
        {
            try
            {
                return await write();
            }
            catch (Exception broken) when (broken is not OutOfMemoryException)
            {
                WriteFailed(logger, broken.GetType().Name);
            }

            if (isLeft || (limit != Timeout.InfiniteTimeSpan && parts.Clock.GetElapsedTime(began) >= limit))
            {
                return false;
            }

            await Task.Delay(pause, parts.Clock, CancellationToken.None);
        }
    }

    /// <summary>A database that is away must not end the worker: the command's row stays open, and the next holder settles it.</summary>
    private async Task<T> TryAsync<T>(Func<Task<T>> write, T otherwise)
    {
        try
        {
            return await write();
        }
        catch (Exception broken) when (broken is not OutOfMemoryException)
        {
            WriteFailed(logger, broken.GetType().Name);
            return otherwise;
        }
    }

    private static readonly AccessError Withdrawn = new(
        AccessErrorCode.NotSentInTime,
        "It was not sent in time and was taken back: nothing will happen."
    );
    private static readonly AccessError Superseded = new(AccessErrorCode.NotSentInTime, "A newer command took its place.");
    private static readonly AccessError Offline = new(
        AccessErrorCode.LinkOffline,
        "The connection to this lock is down: it was not asked.",
        Noun.Link
    );
    private static readonly AccessError Unanswered = new(AccessErrorCode.OutcomeUnknown, "The lock was asked and did not answer: it may have moved.");

    [LoggerMessage(Level = LogLevel.Error, Message = "A driver of the family {Family} broke with {Exception}.")]
    private static partial void DriverBroke(ILogger logger, string exception, string family);

    [LoggerMessage(Level = LogLevel.Error, Message = "What a link told or did could not be written: {Exception}.")]
    private static partial void WriteFailed(ILogger logger, string exception);
}
