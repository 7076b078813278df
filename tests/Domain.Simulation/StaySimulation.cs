using System.Numerics;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Reservations;

namespace Latchwork.Domain.Simulation;

/// <summary>What the runs did, so that a run in which nothing happened is not taken for a proof.</summary>
public sealed record StayReport : IAdditionOperators<StayReport, StayReport, StayReport>
{
    public int Begun { get; set; }
    public int Moved { get; set; }
    public int Rooms { get; set; }
    public int In { get; set; }
    public int Out { get; set; }
    public int Repeated { get; set; }
    public int Refused { get; set; }

    public static StayReport operator +(StayReport a, StayReport b) =>
        new()
        {
            Begun = a.Begun + b.Begun,
            Moved = a.Moved + b.Moved,
            Rooms = a.Rooms + b.Rooms,
            In = a.In + b.In,
            Out = a.Out + b.Out,
            Repeated = a.Repeated + b.Repeated,
            Refused = a.Refused + b.Refused,
        };
}

/// <summary>
/// Stays to which anything is done at any time, against keyvox.md 9.10 written down once more as a table, and with the codes that the wishes
/// make: they are there as long as somebody is to get in, for exactly the window of the unit. Everything follows from the seed.
/// </summary>
public static class StaySimulation
{
    public static StayReport Run(ulong seed, int steps)
    {
        var (house, step) = (new StayedHouse(new Seed(seed)), 0);
        try
        {
            for (; step < steps; step++)
            {
                house.Pass();
                house.Act();
            }

            return house.Report;
        }
        catch (RuleBrokenException broken)
        {
            throw new SimulationRuleException(seed, step, broken.Message);
        }
    }
}

/// <summary>One stay after another, and the codes that were made for it.</summary>
internal sealed class StayedHouse(Seed seed)
{
    // From a state, by an event: the state after it; "=" where it is so already; nothing where it is refused. "I*" depends on the units.
    private static readonly Dictionary<(StayState, Type), string> Table = new()
    {
        [(StayState.Requested, typeof(StayEvent.Approve))] = "A",
        [(StayState.Requested, typeof(StayEvent.Refuse))] = "B",
        [(StayState.Requested, typeof(StayEvent.Change))] = "Q",
        [(StayState.Requested, typeof(StayEvent.Cancel))] = "C",
        [(StayState.Booked, typeof(StayEvent.Approve))] = "=",
        [(StayState.Booked, typeof(StayEvent.Change))] = "A",
        [(StayState.Booked, typeof(StayEvent.CheckIn))] = "I",
        [(StayState.Booked, typeof(StayEvent.Cancel))] = "C",
        [(StayState.CheckedIn, typeof(StayEvent.Change))] = "I",
        [(StayState.CheckedIn, typeof(StayEvent.CheckIn))] = "I",
        [(StayState.CheckedIn, typeof(StayEvent.CheckOut))] = "I O",
        [(StayState.CheckedOut, typeof(StayEvent.CheckOut))] = "=",
        [(StayState.Refused, typeof(StayEvent.Refuse))] = "=",
        [(StayState.Cancelled, typeof(StayEvent.Cancel))] = "=",
        [(StayState.Maintenance, typeof(StayEvent.Change))] = "M",
        [(StayState.Maintenance, typeof(StayEvent.Cancel))] = "C",
    };

    private static readonly UnitId[] Rooms = [.. Enumerable.Range(1, 6).Select(number => new UnitId(new Guid(number, 0, 0, new byte[8])))];

    private readonly Dictionary<UnitId, TimeWindow> codes = [];
    private DateTimeOffset now = new(2026, 3, 25, 12, 0, 0, TimeSpan.Zero);
    private Stay? stay;

    public StayReport Report { get; } = new();

    public void Pass() => now += TimeSpan.FromMinutes(1 + seed.Next(seed.Chance(0.2) ? 4_000 : 60));

    public void Act()
    {
        if (stay is not { } was || (!was.State.IsLive() && seed.Chance(0.5)))
        {
            Begin();
            return;
        }

        var what = Draw(was);
        var done = StayRules.Take(was, what, now);
        if (done.IsRefused(out _, out var step))
        {
            Report.Refused++;
            Check(
                done.Error!.Code is AccessErrorCode.Conflict or AccessErrorCode.Invalid or AccessErrorCode.NotFound,
                "a refusal has a reason of its own"
            );
            Check(!IsPlain(what) || !Table.ContainsKey((was.State, what.GetType())), $"{what} is allowed from {was.State}, and was refused");
            return;
        }

        CheckTable(was, what, step);
        Follow(was, step);
        CheckRepeat(what, step);
        Count(what, step);
        stay = step.Stay;
        CheckCodes(step.Stay);
    }

    private void Begin()
    {
        codes.Clear();
        stay = null;
        var state = seed.Pick<StayState>([StayState.Booked, StayState.Booked, StayState.Requested, StayState.Maintenance]);
        var wanted = new Stay(state, Margin(), Margin(), [.. Some().Select(Placed)]);
        if (StayRules.Begin(new StayEvent.Book(wanted), now).IsRefused(out _, out var step))
        {
            Report.Refused++;
            return;
        }

        Report.Begun++;
        Check(step.Changed == wanted.Units.Length && step.Stay == wanted, "it begins as it was wanted");
        Follow(wanted, step);
        stay = step.Stay;
        CheckCodes(step.Stay);
    }

    private StayEvent Draw(Stay was) =>
        seed.Next(7) switch
        {
            0 => new StayEvent.Approve(),
            1 => new StayEvent.Refuse(),
            2 => new StayEvent.CheckIn(Which(was)),
            3 => new StayEvent.CheckOut(Which(was)),
            4 => new StayEvent.Cancel(),
            5 when seed.Chance(0.5) => new StayEvent.Change(Margin(), Margin(), [.. Some().Select(Placed)]),
            // Only the ends, by an hour or a day: what a guest who is there may still ask for.
            _ => new StayEvent.Change(was.Early, Margin(), [.. was.Units.Select(Moved)]),
        };

    private StayUnit Moved(StayUnit unit) =>
        unit.IsOver || seed.Chance(0.3) ? unit : unit with { EndsAt = unit.EndsAt + TimeSpan.FromHours(seed.Next(60) - 20) };

    private UnitId? Which(Stay was) =>
        seed.Chance(0.3) ? null
        : seed.Chance(0.9) ? seed.Pick(was.Units).Unit
        : seed.Pick(Rooms);

    private TimeSpan Margin() => TimeSpan.FromMinutes(seed.Chance(0.6) ? 0 : seed.Next(300));

    private List<UnitId> Some() => [.. Rooms.Where(_ => seed.Chance(0.4))];

    private StayUnit Placed(UnitId unit)
    {
        var start = now + TimeSpan.FromHours(seed.Next(100) - 10);
        return new StayUnit(unit, start, start + TimeSpan.FromHours(seed.Next(80)));
    }

    /// <summary>Neither periods nor a unit can be wrong with it.</summary>
    private static bool IsPlain(StayEvent what) =>
        what is StayEvent.Approve or StayEvent.Refuse or StayEvent.Cancel or StayEvent.CheckIn { Unit: null } or StayEvent.CheckOut { Unit: null };

    private static void CheckTable(Stay was, StayEvent what, StayStep step)
    {
        Check(Table.TryGetValue((was.State, what.GetType()), out var after), $"{what.GetType().Name} was done from {was.State}");
        var isSame = step.Changed == 0;
        Check(!isSame || step.Stay == was, "what changes nothing leaves it as it was");
        Check(!isSame || step.Wishes.Length == 0, "what changes nothing wishes for nothing");
        Check(after != "=" || isSame, $"{was.State} was so already");
        Check(isSame || after!.Split(' ').Contains(Letter(step.Stay.State)), $"{was.State} became {step.Stay.State}");
        var isOut = step.Stay.Units.All(unit => unit.IsOver);
        Check(isOut == (step.Stay.State == StayState.CheckedOut), "it is over exactly when the last unit is");
    }

    private static string Letter(StayState state) =>
        state switch
        {
            StayState.Requested => "Q",
            StayState.Refused => "B",
            StayState.Booked => "A",
            StayState.CheckedIn => "I",
            StayState.CheckedOut => "O",
            StayState.Cancelled => "C",
            StayState.Maintenance => "M",
        };

    /// <summary>Carries out the wishes in their order: at no time are all codes of a stay gone while somebody is to get in.</summary>
    private void Follow(Stay was, StayStep step)
    {
        var had = codes.Count > 0;
        foreach (var wish in step.Wishes)
        {
            switch (wish)
            {
                case StayWish.MakeCode make:
                    Check(codes.TryAdd(make.Unit, make.Window), "a unit has one code");
                    break;
                case StayWish.MoveCode move:
                    Check(codes.ContainsKey(move.Unit) && codes[move.Unit] != move.Window, "what is moved is there, and moves");
                    codes[move.Unit] = move.Window;
                    break;
                case StayWish.RevokeCode revoke:
                    Check(codes.Remove(revoke.Unit), "what is revoked is there");
                    break;
                case StayWish.NeedsCleaning cleaned:
                    Check(was.Units.Any(unit => unit.Unit == cleaned.Unit && unit.CheckedInAt is not null), "where nobody was is clean");
                    break;
            }

            Check(!had || !step.Stay.State.HasCodes() || codes.Count > 0, "there was a moment without any code");
        }
    }

    private void CheckRepeat(StayEvent what, StayStep step)
    {
        if (StayRules.Take(step.Stay, what, now) is { Error: null } again)
        {
            Check(again.Value is { Changed: 0, Wishes.Length: 0 } && again.Value.Stay == step.Stay, $"{what} a second time changed something");
            Report.Repeated++;
        }
        else
        {
            Check(what is StayEvent.CheckIn or StayEvent.CheckOut or StayEvent.Change, $"{what} a second time was refused");
        }
    }

    private void CheckCodes(Stay now)
    {
        var wanted = now.Units.Where(unit => now.State.HasCodes() && !unit.IsOver).ToDictionary(unit => unit.Unit, now.WindowOf);
        Check(
            wanted.Count == codes.Count && wanted.All(code => codes.GetValueOrDefault(code.Key) == code.Value),
            "the codes are not those of the stay"
        );
    }

    private void Count(StayEvent what, StayStep step)
    {
        Report.In += what is StayEvent.CheckIn ? step.Changed : 0;
        Report.Out += what is StayEvent.CheckOut ? step.Changed : 0;
        Report.Moved += step.Wishes.Count(wish => wish is StayWish.MoveCode);
        Report.Rooms += what is StayEvent.Change ? step.Wishes.Count(wish => wish is StayWish.MakeCode) : 0;
    }

    private static void Check(bool holds, string rule)
    {
        if (!holds)
        {
            throw new RuleBrokenException(rule);
        }
    }
}
