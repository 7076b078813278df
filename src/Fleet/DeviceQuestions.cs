using Latchwork.Domain;
using Latchwork.Domain.Devices;
using Latchwork.Domain.Drivers;

namespace Latchwork.Fleet;

/// <summary>
/// Puts the questions of a link's <see cref="DeviceWatch"/> into its queue, behind everything that somebody waits for, so that what is shown of a bolt is
/// knowledge. They have no rows: whoever holds the link next has doubts of its own.
/// </summary>
internal sealed class DeviceQuestions(
    DeviceWatch watch,
    Syncs syncs,
    TenantId tenant,
    TimeProvider clock,
    Action<QueuedCommand> submit,
    Action<DeviceReport> tell
)
{
    private readonly Lock gate = new();

    public void Doubt(string address) => Turn(now => watch.Doubt(address, now));

    public void Found(IReadOnlyList<DiscoveredDevice> devices) => Turn(now => watch.Found(devices, now));

    public void Heard(DeviceReport report)
    {
        if (report is DeviceReport.DeviceCameOnline online)
        {
            Turn(now => watch.CameOnline(online.Address, now));
        }
        else if (report is DeviceReport.DeviceWentOffline offline)
        {
            Turn(now => watch.WentOffline(offline.Address, now));
        }
    }

    /// <summary>Asks what is due by now. Called now and then.</summary>
    public void Look() => Turn(_ => { });

    private void Turn(Action<Moment> change)
    {
        IReadOnlyList<DeviceQuestion> questions;
        var now = clock.Moment();
        lock (gate)
        {
            change(now);
            questions = watch.Ask(now);
        }

        foreach (var question in questions)
        {
            var command = CommandId.New(clock.GetUtcNow());
            syncs.Expect(command, (state, error, answer) => Take(question, state, error, answer));
            submit(new QueuedCommand(command, tenant, question.Address, question.Act, CommandClass.Polling, now, null, IsClaimed: true));
        }
    }

    private void Take(DeviceQuestion question, CommandState state, AccessError? error, DeviceAnswer? answer)
    {
        if (answer?.Reading is DeviceReading.Bolt read)
        {
            tell(new DeviceReport.BoltRead(question.Address, read.State, read.Door));
        }

        var isAnswered = state == CommandState.Done || error is { Code: AccessErrorCode.Unsupported };
        Turn(now => watch.Answered(question, isAnswered, now));
    }
}
