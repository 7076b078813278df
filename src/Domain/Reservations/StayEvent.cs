using System.Collections.Immutable;
using Latchwork.Domain.Grants;

namespace Latchwork.Domain.Reservations;

/// <summary>What can be done with a stay (keyvox.md 9.10).</summary>
public abstract record StayEvent
{
    private StayEvent() { }

    /// <param name="Wanted">As it is to begin: requested, booked, or a block for maintenance.</param>
    public sealed record Book(Stay Wanted) : StayEvent;

    public sealed record Approve : StayEvent;

    public sealed record Refuse : StayEvent;

    /// <summary>How it is to be; check-ins and check-outs of the units are taken from what it was.</summary>
    public sealed record Change(TimeSpan Early, TimeSpan Extend, ImmutableArray<StayUnit> Units) : StayEvent;

    /// <param name="Unit">Null for all.</param>
    public sealed record CheckIn(UnitId? Unit) : StayEvent;

    /// <param name="Unit">Null for all: those that nobody came to end too.</param>
    public sealed record CheckOut(UnitId? Unit) : StayEvent;

    public sealed record Cancel : StayEvent;
}

/// <summary>What a step asks for, to be done in this order and in one transaction with it.</summary>
public abstract record StayWish(UnitId Unit)
{
    /// <summary>A code for every lock of the unit.</summary>
    public sealed record MakeCode(UnitId Unit, TimeWindow Window) : StayWish(Unit);

    /// <summary>The same digits, another window: the door is never without them in between.</summary>
    public sealed record MoveCode(UnitId Unit, TimeWindow Window) : StayWish(Unit);

    public sealed record RevokeCode(UnitId Unit) : StayWish(Unit);

    /// <summary>Somebody was there.</summary>
    public sealed record NeedsCleaning(UnitId Unit) : StayWish(Unit);
}

/// <param name="Changed">How many records it changed; 0 where it was so already.</param>
public sealed record StayStep(Stay Stay, ImmutableArray<StayWish> Wishes, int Changed);
