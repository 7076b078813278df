using Latchwork.Domain.Credentials;
using Latchwork.Domain.Devices;
using Latchwork.Domain.Drivers;

namespace Latchwork.Domain.Simulation;

/// <summary>A link in the hands of one node: the queue, the lease, and what Fleet does between them and the database.</summary>
internal sealed partial class HeldLink(World world, SimNode node, SimLink link, HeldLease lease)
{
    private readonly Dictionary<CommandId, CommandRow> rows = [];
    private readonly Dictionary<CommandId, long> places = [];
    private readonly List<CommandRow> outstanding = [];
    private readonly List<LinkWish> wishes = [];
    private readonly Queue<(LinkWish Wish, CommandRow? Submitted)> agenda = new();
    private bool isCarryingOut;
    private readonly Seed jitter = new((ulong)link.Number);
    private long submissions;
    private Moment? armed;
    private bool isRenewing;

    public SimLink Link => link;
    public HeldLease Lease { get; private set; } = lease;
    public LinkQueue Queue { get; } = new(link.Limits);
    private Database Database => world.Database;
    private bool MayWrite => Database.MayWrite(link, Lease.Epoch);

    /// <summary>Right after the taking: settles what a former holder left, then begins.</summary>
    public void Open()
    {
        Do(() => Queue.LeaseHeld(Lease.SendUntil, node.Clock, wishes));
        node.After(world.Between(0, 400), SayHowItIs);

        foreach (var row in Database.Live.Where(row => row.Link == link).ToList())
        {
            Recover(row);
        }

        foreach (var row in Database.Enrollments.Where(row => row.Device.Link == link))
        {
            TakeOver(row);
        }

        Sweep();
    }

    private void Recover(CommandRow row)
    {
        switch (CommandLedger.AfterTakeover(new FoundCommand(row.State, row.IsMotion, row.Epoch, row.WaitEndsAt), Lease.Epoch, Database.Wall))
        {
            case Recovery.BackToPending:
                row.State = CommandState.Pending;
                break;
            case Recovery.BecomesUnknown:
                Database.End(row, CommandState.Unknown, Lease.Epoch);
                break;
            case Recovery.Withdraw:
                Database.End(row, CommandState.Withdrawn, Lease.Epoch);
                break;
            case Recovery.Leave:
                break;
        }
    }

    /// <summary>As Fleet's turn of a plan: what a former holder had in the air may have been sent, and may still take effect.</summary>
    private void TakeOver(EnrollmentRow row)
    {
        var (flight, overtaken) = (row.State.Flight, row.State.Overtaken);
        if (flight is null && overtaken is null)
        {
            return;
        }

        Hear(row, new EnrollmentEvent.Repeated());
        if (overtaken is not null)
        {
            Hear(row, new EnrollmentEvent.Ended(overtaken.Number, new FlightEnd.Unknown()));
        }

        if (flight is not null && (flight.Kind != FlightKind.Set || flight.Revision == row.Wanted.Revision) && row.State.Slot is { } slot)
        {
            Give(row, new EnrollmentWish.Send(slot, flight));
        }
        else if (flight is not null)
        {
            Hear(row, new EnrollmentEvent.Ended(flight.Number, new FlightEnd.Unknown()));
        }
    }

    /// <summary>In the order in which they were saved, and before anything new.</summary>
    private void SubmitPending()
    {
        foreach (var row in Database.Live.Where(row => row.Link == link && row.State == CommandState.Pending && !rows.ContainsKey(row.Id)).ToList())
        {
            Submit(row, isClaimed: false);
        }
    }

    public void Beat()
    {
        var now = node.Clock;
        if (now >= Lease.EndsAt)
        {
            node.Forget(link);
            return;
        }

        Tick();
        if (now >= Lease.RenewAt && !isRenewing)
        {
            Renew();
        }

        if (Lease.MaySendAt(now))
        {
            Sweep();
        }
    }

    private void Renew()
    {
        var asked = node.Clock;
        isRenewing = true;
        var renewed = LeaseRules.Renew(link.Lease, node.Id, Lease.Epoch, Database.Wall);
        link.Lease = renewed ?? link.Lease;
        node.After(world.Between(1, 60), () => Renewed(renewed is not null, asked));
    }

    private void Renewed(bool isHeld, Moment asked)
    {
        isRenewing = false;
        if (!isHeld)
        {
            node.Forget(link);
            return;
        }

        if (node.Holding(link) == this)
        {
            Lease = Lease with { AskedAt = asked };
            Do(() => Queue.LeaseHeld(Lease.SendUntil, node.Clock, wishes));
        }
    }

    /// <summary>Finds what is due in the work tables: commands that other nodes saved, enrollments, reports of devices.</summary>
    public void Sweep()
    {
        SubmitPending();
        foreach (var device in link.Devices)
        {
            // A sign of change is stored whoever hears of it, so none gets lost with a lease.
            while (Queue.IsOnline && link.IsOnline && MayWrite && device.Reports.TryDequeue(out var report))
            {
                foreach (var row in device.Enrollments.Where(row => row.State.Slot == report.Slot || report.Slot == 0))
                {
                    Step(row, report.What);
                }
            }
        }

        var wall = Database.Wall;
        foreach (var row in Database.Enrollments.Where(row => row.DueAt <= wall && row.Device.Link == link))
        {
            Step(row, new EnrollmentEvent.Tick());
        }
    }

    /// <summary>What is wanted by now is heard first.</summary>
    private void Step(EnrollmentRow row, EnrollmentEvent what)
    {
        if (row.Wanted != row.State.Desired)
        {
            Hear(row, new EnrollmentEvent.Asked(row.Wanted));
        }

        Hear(row, what);
    }

    private void Hear(EnrollmentRow row, EnrollmentEvent what)
    {
        if (!MayWrite)
        {
            return;
        }

        var step = row.Plan.Step(row.State, what, Database.Wall, jitter);
        world.Trace(() => $"enrollment {row.Number} hears {what}: {step.State}");
        Database.Save(row, step.State, step.WakeAt);
        foreach (var wish in step.Wishes)
        {
            CarryOut(row, wish);
        }
    }

    private void CarryOut(EnrollmentRow row, EnrollmentWish wish)
    {
        if (wish is EnrollmentWish.Send send)
        {
            Give(row, send);
        }
        else if (wish is EnrollmentWish.Tell tell)
        {
            Count(tell.News);
            if (tell.News == EnrollmentNews.NeedsSlot && row.Device.FreeSlot(row) is { } free)
            {
                Hear(row, new EnrollmentEvent.SlotReserved(free));
            }
        }
    }

    /// <summary>As Fleet's sender of flights.</summary>
    private void Give(EnrollmentRow row, EnrollmentWish.Send send)
    {
        var flight = send.Flight;
        if (!Queue.IsOnline)
        {
            Land(row, flight, new FlightEnd.NotSent(Trouble.LinkOffline));
        }
        else if (flight.Kind == FlightKind.Set && flight.Revision != row.Wanted.Revision)
        {
            Land(row, flight, new FlightEnd.NotSent());
        }
        else
        {
            var command = Database.Add(row.Device, ActOf(row, send), CommandClass.Sync, null, row, flight);
            (command.State, command.Epoch) = (CommandState.Claimed, Lease.Epoch);
            Submit(command, isClaimed: true);
        }
    }

    /// <summary>The end of a flight is known to this holder alone until its plan hears of it.</summary>
    private void Land(EnrollmentRow row, Flight flight, FlightEnd how) =>
        node.After(
            world.Between(1, 40),
            () =>
            {
                if (node.Holding(link) == this)
                {
                    Step(row, new EnrollmentEvent.Ended(flight.Number, how));
                }
            }
        );

    private void Count(EnrollmentNews news)
    {
        world.Report.Proven += news == EnrollmentNews.Proven ? 1 : 0;
        world.Report.Removed += news == EnrollmentNews.Removed ? 1 : 0;
        world.Report.Forgotten += news == EnrollmentNews.Forgotten ? 1 : 0;
    }

    private static DeviceAct ActOf(EnrollmentRow row, EnrollmentWish.Send send) =>
        send.Flight.Kind switch
        {
            FlightKind.Set => new DeviceAct.SetPasscode(send.Slot, SimDevice.Digits(row.Code(send.Flight.Revision))),
            FlightKind.Clear => new DeviceAct.ClearSlot(CredentialKind.Passcode, send.Slot),
            FlightKind.Read => new DeviceAct.ReadSlot(CredentialKind.Passcode, send.Slot),
        };

    public AccessError? Submit(CommandRow row, bool isClaimed)
    {
        Moment? waits = row.WaitEndsAt is { } end ? node.Clock + (end - Database.Wall) : null;
        var command = new QueuedCommand(row.Id, row.Device.Tenant, row.Device.Address, row.Act, row.Class, node.Clock, waits, isClaimed);
        AccessError? refusal = null;
        rows[row.Id] = row;
        places[row.Id] = ++submissions;
        Do(() => refusal = Queue.Submit(command, node.Clock, wishes), row);
        if (refusal is not null)
        {
            rows.Remove(row.Id);
            world.Trace(() => $"command {row.Number} is refused: {refusal.Code}");
            if (Database.End(row, row.IsMotion ? CommandState.Failed : CommandState.Withdrawn, Lease.Epoch))
            {
                Tell(row, new FlightEnd.NotSent(Trouble.LinkOffline));
            }
        }

        return refusal;
    }

    public bool Withdraw(CommandRow row)
    {
        var isUnsent = false;
        Do(() => isUnsent = Queue.Withdraw(row.Id, node.Clock, wishes));
        if (isUnsent)
        {
            rows.Remove(row.Id);
        }

        return isUnsent && Database.End(row, CommandState.Withdrawn, Lease.Epoch);
    }

    /// <summary>The driver has connected, or could not.</summary>
    private void SayHowItIs()
    {
        if (node.Holding(link) == this)
        {
            SetOnline(link.IsOnline);
        }
    }

    public void SetOnline(bool isOnline)
    {
        Do(() => (isOnline ? (Action<Moment, ICollection<LinkWish>>)Queue.LinkOnline : Queue.LinkOffline)(node.Clock, wishes));
        if (isOnline)
        {
            foreach (var row in Database.Enrollments.Where(row => row.Device.Link == link))
            {
                Step(row, new EnrollmentEvent.Heard());
            }
        }
    }

    public void StopSending() => Do(() => Queue.StopSending(node.Clock, wishes));

    public void Lose() => Do(() => Queue.LeaseLost(node.Clock, wishes));

    private void Tick() => Do(() => Queue.Tick(node.Clock, wishes));

    /// <summary>Carrying out a wish may call the queue again: what that adds comes after what is already wished for.</summary>
    private void Do(Action call, CommandRow? submitted = null)
    {
        call();
        wishes.ForEach(wish => agenda.Enqueue((wish, submitted)));
        wishes.Clear();
        if (!isCarryingOut)
        {
            isCarryingOut = true;
            while (agenda.TryDequeue(out var next))
            {
                CarryOut(next.Wish, next.Submitted);
            }

            isCarryingOut = false;
        }

        Arm();
    }

    private void Arm()
    {
        if (Queue.WakeAt is { } at && at != armed)
        {
            armed = at;
            node.After(at > node.Clock ? at - node.Clock : TimeSpan.Zero, () => Ring(at));
        }
    }

    private void Ring(Moment at)
    {
        if (node.Holding(link) != this || armed != at)
        {
            return;
        }

        armed = null;
        Tick();
    }
}
