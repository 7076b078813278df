using System.Collections.Immutable;

namespace Latchwork.Domain.Reservations;

/// <summary>
/// What a stay may become (keyvox.md 9.10): (state, event, now) → (state, wishes). It never looks for overlaps: the database keeps two stays apart. What is
/// so already is no error and changes nothing. Opening a door changes nothing either.
/// </summary>
public static class StayRules
{
    public static Outcome<StayStep> Begin(StayEvent.Book book, DateTimeOffset now)
    {
        var wanted = book.Wanted;
        if (wanted.State is not (StayState.Requested or StayState.Booked or StayState.Maintenance))
        {
            return AccessError.Invalid("A reservation begins as a request, as booked, or as a block.", Noun.Reservation);
        }

        return RefusePeriods(wanted, wanted.Units, now) is { } unfit
            ? unfit
            : new StayStep(wanted, wanted.State.HasCodes() ? MakeAll(wanted) : [], wanted.Units.Length);
    }

    public static Outcome<StayStep> Take(Stay stay, StayEvent what, DateTimeOffset now) =>
        what switch
        {
            StayEvent.Approve => Approve(stay),
            StayEvent.Refuse => Refuse(stay),
            StayEvent.Change change => Change(stay, change, now),
            StayEvent.CheckIn checkIn => CheckIn(stay, checkIn.Unit, now),
            StayEvent.CheckOut checkOut => CheckOut(stay, checkOut.Unit, now),
            StayEvent.Cancel => Cancel(stay),
            _ => NotNow(stay),
        };

    private static Outcome<StayStep> Approve(Stay stay) =>
        stay.State switch
        {
            StayState.Requested when stay with { State = StayState.Booked } is var booked => new StayStep(booked, MakeAll(booked), 1),
            StayState.Booked => Nothing(stay),
            _ => NotNow(stay),
        };

    private static Outcome<StayStep> Refuse(Stay stay) =>
        stay.State switch
        {
            StayState.Requested => new StayStep(stay with { State = StayState.Refused }, [], 1),
            StayState.Refused => Nothing(stay),
            _ => NotNow(stay),
        };

    private static Outcome<StayStep> Cancel(Stay stay) =>
        stay.State switch
        {
            StayState.Requested or StayState.Booked or StayState.Maintenance => new StayStep(
                stay with
                {
                    State = StayState.Cancelled,
                },
                stay.State.HasCodes() ? [.. stay.Units.Select(unit => new StayWish.RevokeCode(unit.Unit))] : [],
                stay.Units.Length
            ),
            StayState.Cancelled => Nothing(stay),
            _ => NotNow(stay),
        };

    private static Outcome<StayStep> Change(Stay stay, StayEvent.Change change, DateTimeOffset now)
    {
        if (stay.State is not (StayState.Requested or StayState.Booked or StayState.Maintenance or StayState.CheckedIn))
        {
            return NotNow(stay);
        }

        var wanted = stay with { Early = change.Early, Extend = change.Extend, Units = [.. change.Units.Select(unit => Kept(stay, unit))] };
        if (stay.State == StayState.CheckedIn && RefuseOfGuestsWhoAreThere(stay, wanted) is { } refusal)
        {
            return refusal;
        }

        var moved = wanted.Units.Where(unit => Find(stay, unit.Unit) is not { } was || PeriodOf(was) != PeriodOf(unit));
        if (RefusePeriods(wanted, moved, now) is { } unfit)
        {
            return unfit;
        }

        var isSame = stay.Early == wanted.Early && stay.Extend == wanted.Extend && stay.Units.SequenceEqual(wanted.Units);
        return isSame ? Nothing(stay) : new StayStep(wanted, stay.State.HasCodes() ? CodeWishes(stay, wanted) : [], 1);
    }

    /// <summary>New codes first: until the old one is gone, one of the two opens.</summary>
    private static ImmutableArray<StayWish> CodeWishes(Stay stay, Stay wanted) =>
        [
            .. wanted
                .Units.Where(unit => Find(stay, unit.Unit) is null)
                .Select(unit => (StayWish)new StayWish.MakeCode(unit.Unit, wanted.WindowOf(unit))),
            .. wanted
                .Units.Where(unit => !unit.IsOver && Find(stay, unit.Unit) is { } was && stay.WindowOf(was) != wanted.WindowOf(unit))
                .Select(unit => new StayWish.MoveCode(unit.Unit, wanted.WindowOf(unit))),
            .. stay.Units.Where(unit => Find(wanted, unit.Unit) is null).Select(unit => new StayWish.RevokeCode(unit.Unit)),
        ];

    /// <summary>Of a stay that has begun only the end moves, and not of a unit that is over.</summary>
    private static AccessError? RefuseOfGuestsWhoAreThere(Stay stay, Stay wanted) =>
        stay.Early != wanted.Early
        || stay.Units.Length != wanted.Units.Length
        || stay.Units.Any(was => Find(wanted, was.Unit) is not { } unit || unit.StartsAt != was.StartsAt || (was.IsOver && unit.EndsAt != was.EndsAt))
            ? new AccessError(AccessErrorCode.Conflict, "The guest is there: only the check-out can be moved.", Noun.Reservation)
            : null;

    private static Outcome<StayStep> CheckIn(Stay stay, UnitId? which, DateTimeOffset now)
    {
        if (stay.State is not (StayState.Booked or StayState.CheckedIn))
        {
            return NotNow(stay);
        }

        if (which is { } named && (Find(stay, named) is not { } unit || unit.IsOver))
        {
            return Find(stay, named) is null ? AccessError.NotFound(Noun.Unit) : IsOver;
        }

        return With(stay, StayState.CheckedIn, unit => IsMeant(unit, which) && unit is { IsOver: false, CheckedInAt: null }, In, []);

        StayUnit In(StayUnit unit) => unit with { CheckedInAt = now };
    }

    private static Outcome<StayStep> CheckOut(Stay stay, UnitId? which, DateTimeOffset now)
    {
        if (stay.State is not (StayState.CheckedIn or StayState.CheckedOut))
        {
            return NotNow(stay);
        }

        if (which is { } named && Find(stay, named) is var found && found is not { CheckedInAt: not null })
        {
            return found is null ? AccessError.NotFound(Noun.Unit)
                : found.IsOver ? Nothing(stay)
                : NobodyIsThere;
        }

        StayUnit[] leaving = [.. stay.Units.Where(unit => IsMeant(unit, which) && !unit.IsOver)];
        var areAllOver = stay.Units.All(unit => unit.IsOver || leaving.Contains(unit));
        return With(stay, areAllOver ? StayState.CheckedOut : stay.State, leaving.Contains, unit => unit with { CheckedOutAt = now }, Left(leaving));
    }

    private static ImmutableArray<StayWish> Left(StayUnit[] leaving) =>
        [
            .. leaving.Select(unit => (StayWish)new StayWish.RevokeCode(unit.Unit)),
            .. leaving.Where(unit => unit.CheckedInAt is not null).Select(unit => new StayWish.NeedsCleaning(unit.Unit)),
        ];

    private static StayStep With(
        Stay stay,
        StayState state,
        Func<StayUnit, bool> isMeant,
        Func<StayUnit, StayUnit> change,
        ImmutableArray<StayWish> wishes
    )
    {
        var changed = stay.Units.Count(isMeant);
        return changed == 0
            ? Nothing(stay)
            : new StayStep(stay with { State = state, Units = [.. stay.Units.Select(unit => isMeant(unit) ? change(unit) : unit)] }, wishes, changed);
    }

    private static AccessError? RefusePeriods(Stay stay, IEnumerable<StayUnit> moved, DateTimeOffset now) =>
        stay.Units.Length is 0 or > Stay.MostUnits ? AccessError.Invalid($"A reservation has 1 to {Stay.MostUnits} units.", Noun.Unit)
        : stay.Units.DistinctBy(unit => unit.Unit).Count() != stay.Units.Length ? AccessError.Invalid("A reservation has each unit once.", Noun.Unit)
        : stay.Early < TimeSpan.Zero || stay.Extend < TimeSpan.Zero || stay.Early > Stay.LongestMargin || stay.Extend > Stay.LongestMargin
            ? AccessError.Invalid($"Codes work at most {Stay.LongestMargin.TotalDays:0} days before and after the stay.", Noun.Reservation)
        : moved.Any(unit =>
            PeriodOf(unit) is var period
            && (period.IsEmpty || period.EndsAt <= now || period.EndsAt > now + Stay.Longest || period.Length > Stay.Longest)
        )
            ? AccessError.Invalid("A stay ends after it starts, in the future, and within ten years.", Noun.Reservation)
        : null;

    private static ImmutableArray<StayWish> MakeAll(Stay stay) =>
        [.. stay.Units.Select(unit => new StayWish.MakeCode(unit.Unit, stay.WindowOf(unit)))];

    private static StayUnit Kept(Stay stay, StayUnit wanted) =>
        Find(stay, wanted.Unit) is { } was
            ? wanted with
            {
                CheckedInAt = was.CheckedInAt,
                CheckedOutAt = was.CheckedOutAt,
            }
            : wanted with
            {
                CheckedInAt = null,
                CheckedOutAt = null,
            };

    private static bool IsMeant(StayUnit unit, UnitId? which) => which is null || unit.Unit == which;

    private static StayUnit? Find(Stay stay, UnitId unit) => stay.Units.FirstOrDefault(one => one.Unit == unit);

    private static Period PeriodOf(StayUnit unit) => new(unit.StartsAt, unit.EndsAt);

    private static StayStep Nothing(Stay stay) => new(stay, [], 0);

    private static AccessError NotNow(Stay stay) =>
        new(AccessErrorCode.Conflict, $"The reservation is {stay.State.Words()}: this cannot be done now.", Noun.Reservation);

    private static readonly AccessError IsOver = new(AccessErrorCode.Conflict, "The guest of this unit has left.", Noun.Reservation);
    private static readonly AccessError NobodyIsThere = new(AccessErrorCode.Conflict, "Nobody has checked in to this unit.", Noun.Reservation);
}
