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

    private readonly FleetParts parts;
    private readonly string family;
    private readonly ILogger logger;
    private readonly QueueSteps steps;
    private readonly OwnMotions ownMotions = new(OursWithin);
    private readonly DeviceQuestions questions;
    private readonly CommandRecords records;
    private readonly ReportIntake intake;
    private readonly CancellationTokenSource stopping = new();
    private readonly ILinkSession session;
    private volatile bool isLeft;

    public LinkWorker(GrantedLease lease, StoredLink link, ILockDriver driver, FleetParts parts, Waiters waiters)
    {
        (Lease, this.parts, family) = (lease, parts, link.Family);
        logger = parts.Logs.CreateLogger<LinkWorker>();
        var writing = new Insistence(parts.Clock, logger, () => isLeft);
        steps = new QueueSteps(new LinkLimits(driver.Traits.Concurrency, driver.Traits.AnswerWithin), parts.Clock, CarryOut);
        questions = new DeviceQuestions(new DeviceWatch(driver.Traits.PingsLost), parts.Syncs, lease.Key.Tenant, parts.Clock, Submit, Raise);
        records = new CommandRecords(lease, parts, waiters, writing);
        intake = new ReportIntake(this, parts, ownMotions, questions, new Presentations(lease, parts, Submit), writing);
        session = driver.Open(link.Settings, this);
        intake.Start(session, stopping.Token);
    }

    public GrantedLease Lease { get; }

    public bool IsOnline => steps.IsOnline;

    public int Queued => steps.Count;

    public QueueDepth Depth => steps.Depth;

    /// <summary>From here on the session ends because this node ends it.</summary>
    public bool IsLeft => isLeft;

    /// <summary>Nothing is sent from this moment on, unless the lease is renewed (design, "Leases").</summary>
    public void HoldUntil(Moment until) => steps.Take((queue, now, wishes) => queue.LeaseHeld(until, now, wishes));

    /// <summary>Another node may hold the link: what was sent is unknown, the rest is given back.</summary>
    public void LoseLease() => steps.Take((queue, now, wishes) => queue.LeaseLost(now, wishes));

    /// <summary>The link was removed: waiting motions are refused; what was sent is still answered.</summary>
    public void RefuseUnsent() => steps.Take((queue, now, wishes) => queue.LinkOffline(now, wishes));

    /// <summary>Puts a saved command into the queue; one that it refuses ends at once.</summary>
    public void Submit(QueuedCommand command)
    {
        AccessError? refusal = null;
        steps.Take((queue, now, wishes) => refusal = queue.Submit(command, now, wishes));
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
    public void Raise(DeviceReport report) => intake.Raise(report);

    /// <summary>Holds the queue or lets it go on, where the report is about the link.</summary>
    public void LinkIs(DeviceReport report)
    {
        if (report is DeviceReport.LinkCameOnline)
        {
            steps.Take((queue, now, wishes) => queue.LinkOnline(now, wishes));
        }
        else if (report is DeviceReport.LinkWentOffline)
        {
            steps.Take((queue, now, wishes) => queue.LinkOffline(now, wishes));
        }
    }

    public async ValueTask DisposeAsync()
    {
        isLeft = true;
        steps.Take((queue, now, wishes) => queue.StopSending(now, wishes));
        await stopping.CancelAsync();
        await steps.DisposeAsync();
        await session.DisposeAsync();
        await intake.CompleteAsync();
        stopping.Dispose();
    }

    private void CarryOut(LinkWish wish)
    {
        var command = wish.Command;
        _ = wish.Kind switch
        {
            LinkWishKind.Send => SendAsync(command),
            LinkWishKind.Confirm => ConfirmAsync(wish),
            LinkWishKind.Withdraw => EndAsync(command, CommandState.Withdrawn, Withdrawn),
            LinkWishKind.Refuse => EndAsync(command, CommandState.Failed, Offline),
            LinkWishKind.MarkUnknown => EndAsync(command, CommandState.Unknown, Unanswered),
            LinkWishKind.Supersede => EndAsync(command, CommandState.Withdrawn, Superseded),
            LinkWishKind.Release => records.ReleaseAsync(command),
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
        activity?.SetTag("family", family);
        var began = parts.Clock.Moment();
        var answer = await AskDriverAsync(command);
        parts.Metrics.Answered(command, StateOf(answer.End), parts.Clock.Moment() - began);
        if (answer.End != CommandEnd.Done)
        {
            ownMotions.Forget(command.DeviceAddress);
        }

        var fate = AnswerFate.Late;
        steps.Take((queue, now, wishes) => fate = queue.Answered(command.Id, answer, now, wishes));
        if (fate != AnswerFate.PutBack)
        {
            await EndAsync(command, StateOf(answer.End), answer.Error, answer);
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
            DriverBroke(logger, broken.GetType().Name, family);
            return DeviceAnswer.Unknown("The driver failed after the command was given to it.");
        }
    }

    private async Task ConfirmAsync(LinkWish wish)
    {
        var refusal = await records.ConfirmAsync(wish);
        var isAwaited = false;
        steps.Take((queue, now, wishes) => isAwaited = queue.Confirmed(wish.Command.Id, refusal is null, now, wishes));
        if (refusal is { Code: not AccessErrorCode.Conflict })
        {
            await EndAsync(wish.Command, CommandState.Failed, refusal);
        }
        else if (refusal is null && !isAwaited && !wish.Command.Act.IsMotion)
        {
            // The link was given up while it was claimed. (A motion has ended then.)
            await records.ReleaseAsync(wish.Command);
        }
    }

    private async Task EndAsync(QueuedCommand command, CommandState state, AccessError? error, DeviceAnswer? answer = null)
    {
        await records.EndAsync(command, state, error, answer);
        if (state == CommandState.Unknown && command.Act.IsMotion)
        {
            Doubt(command.DeviceAddress);
        }
    }

    private static CommandState StateOf(CommandEnd end) =>
        end switch
        {
            CommandEnd.Done => CommandState.Done,
            CommandEnd.Failed => CommandState.Failed,
            CommandEnd.Unknown => CommandState.Unknown,
        };

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
}
