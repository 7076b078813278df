using System.Threading.Channels;
using Latchwork.Domain.Devices;
using Latchwork.Domain.Drivers;
using Latchwork.Operations.Fleet;

namespace Latchwork.Fleet;

/// <summary>Takes in what a link tells, one report after the other: each is written before the next is looked at.</summary>
internal sealed class ReportIntake
{
    private readonly LinkWorker worker;
    private readonly FleetParts parts;
    private readonly OwnMotions ownMotions;
    private readonly DeviceQuestions questions;
    private readonly Presentations presentations;
    private readonly Insistence writing;
    private readonly Channel<(DeviceReport Report, Moment HeardAt)> reports = Channel.CreateUnbounded<(DeviceReport, Moment)>(
        new() { SingleReader = true }
    );
    private Task running = Task.CompletedTask;

    public ReportIntake(
        LinkWorker worker,
        FleetParts parts,
        OwnMotions ownMotions,
        DeviceQuestions questions,
        Presentations presentations,
        Insistence writing
    )
    {
        (this.worker, this.parts, this.ownMotions) = (worker, parts, ownMotions);
        (this.questions, this.presentations, this.writing) = (questions, presentations, writing);
    }

    /// <summary>Before it is started, what is raised waits.</summary>
    public void Raise(DeviceReport report) => reports.Writer.TryWrite((report, parts.Clock.Moment()));

    public void Start(ILinkSession session, CancellationToken stopping) => running = RunAsync(session, stopping);

    /// <summary>Ends when all that was raised is taken in.</summary>
    public Task CompleteAsync()
    {
        reports.Writer.TryComplete();
        return running;
    }

    private async Task RunAsync(ILinkSession session, CancellationToken stopping)
    {
        await foreach (var (report, heardAt) in reports.Reader.ReadAllAsync(CancellationToken.None))
        {
            if (report is DeviceReport.LinkWentOffline && worker.IsLeft)
            {
                // The link is as it was: whoever holds it next finds out and says so.
                continue;
            }

            if (report is DeviceReport.CredentialPresented shown)
            {
                // Somebody waits, and the door's answer comes by this very way: nothing waits for it here.
                presentations.Take(shown, heardAt);
                continue;
            }

            var now = parts.Clock.Moment();
            worker.LinkIs(report);
            if (report is DeviceReport.BoltMoved { Cause: MotionCause.Remote } moved && ownMotions.Explains(moved.Address, now))
            {
                continue;
            }

            await RecordAsync(report);
            if (report is DeviceReport.LinkCameOnline or DeviceReport.DevicesChanged)
            {
                await AdoptAsync(session, stopping);
            }

            questions.Heard(report);
            parts.Syncs.Heard(worker.Lease.Key, report);
        }
    }

    private Task RecordAsync(DeviceReport report) =>
        writing.InsistAsync(
            async () =>
            {
                await parts.Reports.RunAsync(new HeardReport(worker.Lease.Key, report, worker.Lease.Epoch));
                return true;
            },
            Timeout.InfiniteTimeSpan
        );

    private async Task AdoptAsync(ILinkSession session, CancellationToken stopping)
    {
        if ((await session.DiscoverAsync(stopping)).IsRefused(out _, out var found))
        {
            return;
        }

        await writing.TryAsync(() => parts.Adopt.RunAsync(worker.Lease, found, stopping));
        questions.Found(found);
    }
}
