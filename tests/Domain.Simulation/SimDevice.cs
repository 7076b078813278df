using Latchwork.Domain.Credentials;
using Latchwork.Domain.Devices;
using Latchwork.Domain.Drivers;

namespace Latchwork.Domain.Simulation;

[Flags]
internal enum Fault
{
    None = 0,
    AckLost = 1,
    Liar = 2,
    Busy = 4,
    Deaf = 8,
    Slow = 16,
    Duplicate = 32,
    Refuses = 64,
}

internal sealed class SimLink
{
    public SimLink(World world, int number)
    {
        Number = number;
        Id = new LinkId(new Guid(number + 1, 7, 0, 0, 0, 0, 0, 0, 0, 0, 0));
        Lease = new LeaseRow(Id, null, 0, world.Database.Wall);
        Limits = new LinkLimits(1 + number, TimeSpan.FromSeconds(5));
        for (var i = 0; i < 2; i++)
        {
            Devices.Add(new SimDevice(world, this, i));
        }
    }

    public int Number { get; }
    public LinkId Id { get; }
    public LinkLimits Limits { get; }
    public LeaseRow Lease { get; set; }
    public bool IsOnline { get; set; } = true;
    public List<SimDevice> Devices { get; } = [];
}

/// <summary>A lock that may lie. What it really holds is known here and nowhere else.</summary>
internal sealed class SimDevice
{
    private const int SlotCount = 6;
    private readonly World world;
    private readonly List<(long At, int Slot, int Before)> history = [];

    public SimDevice(World world, SimLink link, int number)
    {
        this.world = world;
        Link = link;
        Address = $"lock-{link.Number}-{number}";
        Tenant = new TenantId(new Guid(number + 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1));
        BestProof = world.Seed.Pick([EvidenceRung.ReadBack, EvidenceRung.ReadBack, EvidenceRung.Occupied, EvidenceRung.Acknowledged]);
        var keepsWindows = world.Seed.Chance(0.3);
        var plan = new EnrollmentPlan(new EnrollmentTraits(BestProof, keepsWindows), Policy);
        if (BestProof >= EvidenceRung.Occupied && world.Seed.Chance(0.5))
        {
            Slots[1] = 900_001;
        }

        for (var i = 0; i < 2; i++)
        {
            world.Database.Enrollments.Add(Enrolled(plan, i));
        }

        world.Database.MayOpen[this] = true;
    }

    private static EnrollmentPolicy Policy { get; } =
        new()
        {
            LongestPause = TimeSpan.FromMinutes(2),
            HopelessPause = TimeSpan.FromMinutes(3),
            SuspendFor = TimeSpan.FromMinutes(4),
            LookEvery = TimeSpan.FromMinutes(5),
            LookAgainAfter = TimeSpan.FromSeconds(30),
            LookBeforeStart = TimeSpan.FromSeconds(30),
            SetAhead = TimeSpan.FromMinutes(2),
            EarlyEntry = TimeSpan.FromSeconds(20),
        };

    public SimLink Link { get; }
    public string Address { get; }
    public TenantId Tenant { get; }
    public EvidenceRung BestProof { get; }
    public Fault Faults { get; set; }
    public int[] Slots { get; } = new int[SlotCount + 1];

    /// <summary>What it tells unasked, until a node that holds the link takes it.</summary>
    public Queue<(int Slot, EnrollmentEvent What)> Reports { get; } = new();

    public IEnumerable<EnrollmentRow> Enrollments => world.Database.Enrollments.Where(row => row.Device == this);

    /// <summary>A use that is told after a step of the clock cannot be dated.</summary>
    public void DropUses()
    {
        var kept = Reports.Where(report => report.What is not EnrollmentEvent.Used).ToList();
        Reports.Clear();
        kept.ForEach(Reports.Enqueue);
    }

    public int? FreeSlot(EnrollmentRow row)
    {
        var others = Enrollments.Where(other => other != row && other.State.Slot is not null).Select(other => other.State.Slot!.Value);
        var strangers = Enumerable.Range(1, SlotCount).Where(slot => Slots[slot] is >= 900_000);
        return SlotAllocator.Lowest(SlotCount, others, strangers);
    }

    public void Put(int slot, int code)
    {
        if (Slots[slot] == code)
        {
            return;
        }

        world.Trace(() => $"{Address} slot {slot}: {Slots[slot]} -> {code}");
        history.Add((world.Now, slot, Slots[slot]));
        Slots[slot] = code;
        foreach (var row in Enrollments)
        {
            CheckRevoked(row);
        }
    }

    public bool HeldLately(int slot, int code, TimeSpan within) =>
        Slots[slot] == code || history.Exists(change => change.Slot == slot && change.Before == code && change.At >= world.Now - within.Ticks);

    public void CheckRevoked(EnrollmentRow row)
    {
        var isShownGone = !row.State.MayHold && row.State is { Flight: null, Overtaken: null };
        World.Require(!isShownGone || !Slots.Any(row.Owns), $"enrollment {row.Number} is shown as gone and {Address} still holds it");
    }

    /// <summary>What the act does here; null when nothing is heard and nothing done.</summary>
    public DeviceAnswer? Act(CommandRow row)
    {
        if (row.IsMotion)
        {
            row.Acted++;
            World.Require(row.Acted == 1, $"motion {row.Number} reached {Address} twice");
            World.Require(!row.WasToldNothingHappens, $"motion {row.Number} moved the bolt after its caller was told that nothing would happen");
            return DeviceAnswer.Done();
        }

        return row.Act switch
        {
            DeviceAct.SetPasscode set => Set(set),
            DeviceAct.ClearSlot clear => Clear(clear.Slot),
            DeviceAct.ReadSlot read => DeviceAnswer.Done(new DeviceReading.Slot(read.Slot, Content(read.Slot))),
            _ => DeviceAnswer.Done(),
        };
    }

    private bool Lies => Faults.HasFlag(Fault.Liar) && BestProof == EvidenceRung.ReadBack;

    private DeviceAnswer Set(DeviceAct.SetPasscode set)
    {
        if (Faults.HasFlag(Fault.Duplicate))
        {
            return DeviceAnswer.Failed(AccessErrorCode.Taken, "Another slot has it.");
        }

        World.Require(Slots[set.Slot] != 900_001, $"{Address} slot {set.Slot}: a stranger's code was written over");
        if (!Lies)
        {
            Put(set.Slot, int.Parse(set.Digits.Reveal(), System.Globalization.CultureInfo.InvariantCulture));
        }

        return DeviceAnswer.Done(null, EvidenceRung.Acknowledged);
    }

    private DeviceAnswer Clear(int slot)
    {
        if (!Lies)
        {
            Put(slot, 0);
        }

        return DeviceAnswer.Done(null, EvidenceRung.Acknowledged);
    }

    private SlotContent Content(int slot) =>
        Slots[slot] == 0 ? new SlotContent.Empty()
        : BestProof == EvidenceRung.Occupied ? new SlotContent.Hidden()
        : new SlotContent.Passcode(Digits(Slots[slot]));

    public static PinDigits Digits(int code) => PinDigits.Parse(code.ToString("D6", System.Globalization.CultureInfo.InvariantCulture)).Value;

    private EnrollmentRow Enrolled(EnrollmentPlan plan, int index)
    {
        var number = world.Database.Enrollments.Count;
        var desired = new Desired(world.Seed.Chance(0.7), 1, null, null, world.Database.Wall + TimeSpan.FromMinutes(2));
        return new EnrollmentRow(number, this, plan, new EnrollmentState { Desired = desired, Slot = index + 1 });
    }
}
