using Latchwork.Domain.Credentials;
using Latchwork.Domain.Devices;
using Latchwork.Domain.Drivers;

namespace Latchwork.Domain.Simulation;

internal sealed class CommandRow
{
    public required CommandId Id { get; init; }
    public required long Number { get; init; }
    public required SimLink Link { get; init; }
    public required SimDevice Device { get; init; }
    public required DeviceAct Act { get; init; }
    public required CommandClass Class { get; init; }
    public DateTimeOffset? WaitEndsAt { get; init; }
    public EnrollmentRow? Enrollment { get; init; }
    public Flight? Flight { get; init; }
    public CommandState State { get; set; } = CommandState.Pending;
    public long Epoch { get; set; }

    /// <summary>For the checks alone: when it was last allowed, what reached the device, and what its caller was told.</summary>
    public long DecidedAt { get; set; }
    public int Sends { get; set; }
    public int BusyAnswers { get; set; }
    public int Acted { get; set; }
    public long SentAt { get; set; }
    public bool WasToldNothingHappens { get; set; }
    public bool IsMotion => Act.IsMotion;
}

/// <summary>What all nodes share. Every method is one transaction.</summary>
internal sealed class Database(World world)
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly Dictionary<CommandId, CommandRow> byId = [];

    /// <summary>Commands that have not ended, in the order in which they were saved. Flights are in the memory of their link's holder alone.</summary>
    public List<CommandRow> Live { get; } = [];
    public List<EnrollmentRow> Enrollments { get; } = [];
    public Dictionary<NodeId, NodeRow> Nodes { get; } = [];
    public Dictionary<SimDevice, bool> MayOpen { get; } = [];
    public long Numbers { get; private set; }

    /// <summary>How far the database's clock is off.</summary>
    public TimeSpan Offset { get; private set; }

    /// <summary>Until then two nodes may believe that they hold a link, because the clock of the leases was moved.</summary>
    public long LeasesMayOverlapUntil { get; private set; }

    public DateTimeOffset Wall => Start + new TimeSpan(world.Now) + Offset;

    public void StepClock(TimeSpan offset)
    {
        Offset = offset;
        LeasesMayOverlapUntil = world.Now + TimeSpan.FromSeconds(25).Ticks;
    }

    public SimLink Link(LinkId id) => world.Links.Find(link => link.Id == id)!;

    public CommandRow Row(CommandId id) => byId[id];

    public bool MayWrite(SimLink link, long epoch) => LeaseRules.MayWrite(link.Lease, epoch);

    public CommandRow Add(
        SimDevice device,
        DeviceAct act,
        CommandClass of,
        DateTimeOffset? waitEndsAt,
        EnrollmentRow? enrollment = null,
        Flight? flight = null
    )
    {
        var number = ++Numbers;
        var row = new CommandRow
        {
            Id = new CommandId(new Guid((int)number, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)),
            Number = number,
            Link = device.Link,
            Device = device,
            Act = act,
            Class = of,
            WaitEndsAt = waitEndsAt,
            Enrollment = enrollment,
            Flight = flight,
            DecidedAt = world.Now,
        };
        if (flight is null)
        {
            Live.Add(row);
        }

        byId.Add(row.Id, row);
        return row;
    }

    /// <summary>An outcome under a valid epoch; the first one stands.</summary>
    public bool End(CommandRow row, CommandState state, long epoch)
    {
        if (row.State.IsEnded() || (row.Flight is null && !MayWrite(row.Link, epoch)))
        {
            return false;
        }

        Finish(row, state);
        return true;
    }

    public void Finish(CommandRow row, CommandState state)
    {
        world.Trace(() => $"command {row.Number} {row.Act.GetType().Name} ends {state}");
        row.State = state;
        Live.Remove(row);
        World.Require(
            !row.IsMotion || state is not (CommandState.Withdrawn or CommandState.Failed) || row.Acted == 0,
            $"motion {row.Number} is {state} and the bolt has moved"
        );
        world.Report.MotionsDone += row.IsMotion && state == CommandState.Done ? 1 : 0;
        world.Report.MotionsUnknown += row.IsMotion && state == CommandState.Unknown ? 1 : 0;
    }

    /// <summary>An operation changes what is desired; the holder of the link finds it due.</summary>
    public void Ask(EnrollmentRow row, Desired desired)
    {
        row.Wanted = desired;
        row.DueAt = Wall;
    }

    public void Save(EnrollmentRow row, EnrollmentState state, DateTimeOffset? wakeAt)
    {
        var before = row.State;
        row.State = state;
        row.DueAt = wakeAt;
        if (state.Rung >= EvidenceRung.ReadBack && (state.ProvenAt != before.ProvenAt || state.SeenRevision != before.SeenRevision))
        {
            World.Require(
                row.Device.HeldLately(state.Slot!.Value, row.Code(state.SeenRevision), Wall - state.ProvenAt!.Value + TimeSpan.FromSeconds(60)),
                $"enrollment {row.Number}: {state.Rung} of revision {state.SeenRevision}, and the lock never held it"
            );
        }

        row.Device.CheckRevoked(row);
    }
}
