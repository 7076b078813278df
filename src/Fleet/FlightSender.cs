using Latchwork.Domain;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Devices;
using Latchwork.Domain.Drivers;
using Latchwork.Operations.Fleet;

namespace Latchwork.Fleet;

/// <summary>Gives planned commands to the queues of their links. Digits and numbers are opened here and nowhere before.</summary>
/// <param name="back">Called with each one's answer, soon or late.</param>
internal sealed class FlightSender(FleetParts parts, Action<FlightAnswer> back)
{
    public async Task SendAsync(DueEnrollment due, EnrollmentWish.Send send, LinkWorker worker)
    {
        var (id, flight, epoch) = (due.Row.Id, send.Flight, worker.Lease.Epoch);
        if (!worker.IsOnline)
        {
            back(FlightAnswer.NotSent(id, flight, due.Link, epoch, LinkIsOffline));
        }
        else if (await ActOfAsync(due, send) is { } act)
        {
            var now = parts.Clock.Moment();
            var command = CommandId.New(parts.Clock.GetUtcNow());
            parts.Syncs.Expect(command, (state, error, answer) => back(new FlightAnswer(id, flight, due.Link, epoch, state, error, answer)));
            worker.Submit(new QueuedCommand(command, due.Row.Tenant, due.DeviceAddress, act, CommandClass.Sync, now, null, IsClaimed: true));
        }
        else
        {
            back(FlightAnswer.NotSent(id, flight, due.Link, epoch, null));
        }
    }

    /// <summary>Null where nothing can be sent: another revision is wanted by now, or its value is gone.</summary>
    private async Task<DeviceAct?> ActOfAsync(DueEnrollment due, EnrollmentWish.Send send) =>
        send.Flight.Kind switch
        {
            FlightKind.Read => new DeviceAct.ReadSlot(due.Row.Kind, send.Slot),
            FlightKind.Clear => new DeviceAct.ClearSlot(due.Row.Kind, send.Slot),
            FlightKind.Set when send.Flight.Revision != due.Row.Revision => null,
            FlightKind.Set => await parts.Enrollments.OpenAsync(due, CancellationToken.None) is { } content
                ? Write(due.Row, send.Slot, content)
                : null,
        };

    private static DeviceAct? Write(EnrollmentRow row, int slot, SlotContent content)
    {
        var window = row.KeepsWindows ? row.Window : default;
        return content switch
        {
            SlotContent.Passcode passcode => new DeviceAct.SetPasscode(slot, passcode.Digits, window.StartsAt, window.EndsAt),
            SlotContent.Card card => new DeviceAct.SetCard(slot, card.Bytes, window.StartsAt, window.EndsAt),
            _ => null,
        };
    }

    private static readonly AccessError LinkIsOffline = new(AccessErrorCode.LinkOffline, "The connection to this lock is down.", Noun.Link);
}
