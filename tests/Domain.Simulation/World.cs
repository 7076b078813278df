using System.Globalization;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Drivers;

namespace Latchwork.Domain.Simulation;

/// <summary>Virtual time and everything in it. All clocks are offsets of one true time, in ticks.</summary>
internal sealed class World
{
    private readonly PriorityQueue<Action, (long At, long Order)> agenda = new();
    private readonly TextWriter? trace;
    private long order;
    private int standing;

    public World(Seed seed, TextWriter? trace)
    {
        this.trace = trace;
        Seed = seed;
        Database = new Database(this);
        for (var i = 0; i < 3; i++)
        {
            Links.Add(new SimLink(this, i));
            Nodes.Add(new SimNode(this, i));
        }

        foreach (var enrollment in Database.Enrollments)
        {
            Database.Ask(enrollment, enrollment.Wanted);
        }
    }

    public long Now { get; private set; } = TimeSpan.FromHours(1).Ticks;
    public Seed Seed { get; }
    public Database Database { get; }
    public List<SimLink> Links { get; } = [];
    public List<SimNode> Nodes { get; } = [];
    public FleetReport Report { get; } = new();
    public IEnumerable<SimDevice> Devices => Links.SelectMany(link => link.Devices);

    public bool IsSettled => Unsettled() is null;

    public void After(TimeSpan span, Action what) => agenda.Enqueue(what, (Now + span.Ticks, order++));

    public void RunFor(TimeSpan span)
    {
        var until = Now + span.Ticks;
        while (agenda.TryPeek(out var what, out var due) && due.At <= until)
        {
            agenda.Dequeue();
            standing = due.At > Now ? 0 : standing + 1;
            Require(standing < 10_000, "time stands still: something is due again at once, without end");
            Now = Math.Max(Now, due.At);
            what();
        }

        Now = until;
    }

    public TimeSpan Between(int least, int most) => TimeSpan.FromMilliseconds(least + Seed.Next(most - least + 1));

    public void Trace(Func<string> what) => trace?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{new TimeSpan(Now):c} {what()}"));

    public static void Require(bool holds, string rule)
    {
        if (!holds)
        {
            throw new RuleBrokenException(rule);
        }
    }

    /// <summary>What is not yet as desired, or null.</summary>
    public string? Unsettled()
    {
        if (Database.Live.FirstOrDefault() is { } row)
        {
            return $"command {row.Number} is {row.State}";
        }

        return Database.Enrollments.Select(Unsettled).FirstOrDefault(why => why is not null);
    }

    private string? Unsettled(EnrollmentRow row)
    {
        var wall = Database.Wall;
        var aim = row.Plan.AimAt(row.Wanted, wall);
        var content = row.State.Slot is { } slot ? row.Device.Slots[slot] : 0;
        var isTrue = aim > 0 ? content == row.Code(aim) : !row.Device.Slots.Any(row.Owns);
        return !isTrue ? $"enrollment {row.Number} aims at {aim}, slot {row.State.Slot} holds {content}, {row.State}"
            : row.Wanted != row.State.Desired || !row.Plan.IsAsDesired(row.State, wall)
                ? $"enrollment {row.Number} is right and does not know it: {row.State}"
            : null;
    }
}

/// <summary>One enrollment as the database keeps it, and what the simulation knows besides.</summary>
internal sealed class EnrollmentRow(int number, SimDevice device, EnrollmentPlan plan, EnrollmentState state)
{
    public int Number => number;
    public SimDevice Device => device;
    public EnrollmentPlan Plan => plan;
    public EnrollmentState State { get; set; } = state;
    public Desired Wanted { get; set; } = state.Desired;
    public DateTimeOffset? DueAt { get; set; }

    /// <summary>What a revision writes: a number that tells whose it is.</summary>
    public int Code(int revision) => (number * 1_000) + 100_000 + revision;

    public bool Owns(int code) => code >= Code(0) && code < Code(0) + 1_000;

    public SlotSight Sight(SlotContent content) =>
        content switch
        {
            SlotContent.Empty => new SlotSight.Empty(),
            SlotContent.Passcode known when int.Parse(known.Digits.Reveal(), CultureInfo.InvariantCulture) is var code && Owns(code) =>
                new SlotSight.Ours(code - Code(0)),
            SlotContent.Passcode => new SlotSight.Other(),
            _ => new SlotSight.Hidden(),
        };
}
