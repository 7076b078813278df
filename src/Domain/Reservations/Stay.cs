using System.Collections.Immutable;
using Latchwork.Domain.Grants;

namespace Latchwork.Domain.Reservations;

/// <summary>What a reservation is. The numbers are stored: never renumber.</summary>
public enum StayState
{
    /// <summary>Asked for: the room is kept, somebody has still to approve, and there are no codes.</summary>
    Requested = 1,
    Refused = 2,
    Booked = 3,

    /// <summary>At least one of its units is in use, or was.</summary>
    CheckedIn = 4,
    CheckedOut = 5,
    Cancelled = 6,

    /// <summary>Nobody's stay: the room is out of use.</summary>
    Maintenance = 7,
}

public static class StayStates
{
    /// <summary>It takes its rooms: nobody else gets them in its time.</summary>
    public static bool IsLive(this StayState state) =>
        state is StayState.Requested or StayState.Booked or StayState.CheckedIn or StayState.Maintenance;

    /// <summary>Somebody is to get in by its codes.</summary>
    public static bool HasCodes(this StayState state) => state is StayState.Booked or StayState.CheckedIn;

    /// <summary>The state in plain words, as a sentence uses it.</summary>
    public static string Words(this StayState state) =>
        state switch
        {
            StayState.Requested => "waiting to be approved",
            StayState.Refused => "refused",
            StayState.Booked => "booked",
            StayState.CheckedIn => "checked in",
            StayState.CheckedOut => "checked out",
            StayState.Cancelled => "cancelled",
            StayState.Maintenance => "a block for maintenance",
        };
}

/// <summary>One unit of a stay, in [start, end): the next stay may begin in the second in which this one ends.</summary>
public sealed record StayUnit(UnitId Unit, DateTimeOffset StartsAt, DateTimeOffset EndsAt)
{
    public DateTimeOffset? CheckedInAt { get; init; }

    public DateTimeOffset? CheckedOutAt { get; init; }

    public bool IsOver => CheckedOutAt is not null;
}

/// <summary>A unit or several for somebody, for a time. Immutable; free of names.</summary>
/// <param name="Early">So long before a unit's start its code works too.</param>
/// <param name="Extend">So long after its end.</param>
public sealed record Stay(StayState State, TimeSpan Early, TimeSpan Extend, ImmutableArray<StayUnit> Units)
{
    public const int MostUnits = 50;

    /// <summary>Of <see cref="Early"/> and <see cref="Extend"/>.</summary>
    public static TimeSpan LongestMargin { get; } = TimeSpan.FromDays(7);

    public static TimeSpan Longest { get; } = TimeSpan.FromDays(3_660);

    /// <summary>When the unit's code works.</summary>
    public TimeWindow WindowOf(StayUnit unit) => new(unit.StartsAt - Early, unit.EndsAt + Extend);

    /// <summary>From the first start to the last end.</summary>
    public Period Period => new(Units.Min(unit => unit.StartsAt), Units.Max(unit => unit.EndsAt));

    /// <summary>From when to when any code of it works.</summary>
    public Period CodePeriod => new(Period.StartsAt - Early, Period.EndsAt + Extend);

    public bool Takes(StayUnit unit) => State.IsLive() && !unit.IsOver;
}
