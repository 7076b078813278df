using Latchwork.Domain.Credentials;
using Latchwork.Domain.Devices;
using Latchwork.Domain.Drivers;

namespace Latchwork.Domain.Simulation;

/// <summary>What the queue asks for, and the rules that every sending must keep.</summary>
internal sealed partial class HeldLink
{
    private void CarryOut(LinkWish wish, CommandRow? submitted)
    {
        var row = Database.Row(wish.Command.Id);
        world.Trace(() => $"node {node.Number} link {link.Number}: {wish.Kind} command {row.Number} {row.Act.GetType().Name} {row.Device.Address}");
        switch (wish.Kind)
        {
            case LinkWishKind.Send:
                Send(row);
                break;
            case LinkWishKind.Confirm:
                node.After(world.Between(1, 30), () => Confirm(row, wish));
                break;
            case LinkWishKind.Withdraw:
                row.WasToldNothingHappens |= EndWith(row, CommandState.Withdrawn, new FlightEnd.NotSent());
                break;
            case LinkWishKind.Refuse:
                row.WasToldNothingHappens |= EndWith(row, CommandState.Failed, new FlightEnd.NotSent(Trouble.LinkOffline));
                break;
            case LinkWishKind.MarkUnknown:
                outstanding.Remove(row);
                EndWith(row, CommandState.Unknown, new FlightEnd.Unknown());
                break;
            case LinkWishKind.Supersede:
                places[submitted!.Id] = places[row.Id];
                EndWith(row, CommandState.Withdrawn, new FlightEnd.NotSent());
                break;
            case LinkWishKind.Release when row.Flight is not null:
                EndWith(row, CommandState.Withdrawn, new FlightEnd.NotSent());
                break;
            case LinkWishKind.Release:
                rows.Remove(row.Id);
                Release(row);
                break;
        }
    }

    private void Release(CommandRow row) => row.State = MayWrite && !row.State.IsEnded() ? CommandState.Pending : row.State;

    private bool EndWith(CommandRow row, CommandState state, FlightEnd how)
    {
        rows.Remove(row.Id);
        var isWritten = Database.End(row, state, Lease.Epoch);
        if (isWritten)
        {
            Tell(row, how);
        }

        return isWritten;
    }

    private void Tell(CommandRow row, FlightEnd how)
    {
        if (row.Flight is { } flight)
        {
            Land(row.Enrollment!, flight, how);
        }
    }

    private void Confirm(CommandRow row, LinkWish wish)
    {
        var isStill = MayWrite && row.State == (wish.Claims ? CommandState.Pending : CommandState.Claimed);
        if (isStill && wish.Decides && !Database.MayOpen[row.Device])
        {
            Database.End(row, CommandState.Failed, Lease.Epoch);
            isStill = false;
        }
        else if (isStill)
        {
            (row.State, row.Epoch) = (CommandState.Claimed, Lease.Epoch);
            row.DecidedAt = wish.Decides ? world.Now : row.DecidedAt;
        }

        node.After(world.Between(1, 10), () => Confirmed(row, isStill));
    }

    /// <summary>It may come when the link was given up.</summary>
    private void Confirmed(CommandRow row, bool maySend)
    {
        if (!maySend)
        {
            rows.Remove(row.Id);
        }

        var isAwaited = false;
        Do(() => isAwaited = Queue.Confirmed(row.Id, maySend, node.Clock, wishes));
        if (maySend && !isAwaited && !row.IsMotion)
        {
            Release(row);
        }
    }

    private bool IsBefore(CommandRow other, CommandRow row) =>
        other.Device == row.Device
        && other.Class == row.Class
        && !other.State.IsEnded()
        && !outstanding.Contains(other)
        && places[other.Id] < places[row.Id];

    private void Send(CommandRow row)
    {
        World.Require(Lease.MaySendAt(node.Clock), $"command {row.Number} was sent after the lease's margin");
        World.Require(
            link.Lease.IsHeldBy(node.Id, Database.Wall) || world.Now < Database.LeasesMayOverlapUntil,
            $"command {row.Number} was sent by a node that does not hold the link"
        );
        World.Require(outstanding.Count < link.Limits.Concurrency, $"command {row.Number} is one too many on link {link.Number}");
        World.Require(!outstanding.Exists(other => other.Device == row.Device), $"command {row.Number} is the second on {row.Device.Address}");
        World.Require(
            !rows.Values.Any(other => IsBefore(other, row)),
            $"command {row.Number} overtook {rows.Values.FirstOrDefault(other => IsBefore(other, row))?.Number} on {row.Device.Address}"
        );
        World.Require(!row.IsMotion || row.Sends == row.BusyAnswers, $"motion {row.Number} was sent twice");
        World.Require(
            !row.IsMotion || world.Now - row.DecidedAt <= TimeSpan.FromMilliseconds(1_100).Ticks,
            $"motion {row.Number} was sent {new TimeSpan(world.Now - row.DecidedAt)} after it was decided (AZ-5)"
        );
        row.Sends++;
        row.SentAt = world.Now;
        row.State = MayWrite ? CommandState.Sent : row.State;
        world.Report.Sends++;
        outstanding.Add(row);
        SimDriver.Do(world, row, (answer, after) => node.After(after, () => Answered(row, answer)));
    }

    private void Answered(CommandRow row, DeviceAnswer answer)
    {
        if (node.Holding(link) != this)
        {
            return;
        }

        outstanding.Remove(row);
        var fate = AnswerFate.Late;
        if (answer.Error?.Code != AccessErrorCode.DeviceBusy)
        {
            rows.Remove(row.Id);
        }

        row.BusyAnswers += answer.Error?.Code == AccessErrorCode.DeviceBusy ? 1 : 0;
        row.State = answer.Error?.Code == AccessErrorCode.DeviceBusy && row.State == CommandState.Sent ? CommandState.Claimed : row.State;
        Do(() => fate = Queue.Answered(row.Id, answer, node.Clock, wishes));
        world.Trace(() => $"command {row.Number} answered {answer.End} {answer.Error?.Code}: {fate}");
        if (fate == AnswerFate.Final)
        {
            EndWith(row, (CommandState)((int)answer.End + 3), EndOf(row, answer));
        }
    }

    private static FlightEnd EndOf(CommandRow row, DeviceAnswer answer) =>
        answer switch
        {
            { End: CommandEnd.Done, Reading: DeviceReading.Slot slot } when row.Enrollment is { } enrollment => new FlightEnd.Seen(
                enrollment.Sight(slot.Content)
            ),
            { End: CommandEnd.Done } => new FlightEnd.Acknowledged(answer.Evidence),
            { End: CommandEnd.Unknown } => new FlightEnd.Unknown(),
            { Error.Code: AccessErrorCode.Taken } => new FlightEnd.Refused(Trouble.Duplicate),
            { Error.Code: AccessErrorCode.LinkOffline } => new FlightEnd.NotSent(Trouble.LinkOffline),
            { Error.Code: AccessErrorCode.DeviceOffline } => new FlightEnd.NotSent(Trouble.DeviceOffline),
            _ => new FlightEnd.Refused(Trouble.Refused),
        };
}
