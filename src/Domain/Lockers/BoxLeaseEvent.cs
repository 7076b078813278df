namespace Latchwork.Domain.Lockers;

/// <summary>What happens to a lease of a box.</summary>
public abstract record BoxLeaseEvent
{
    private BoxLeaseEvent() { }

    /// <summary>The clock looks at it.</summary>
    public sealed record Looked : BoxLeaseEvent;

    /// <summary>Its holder has the box from now on, whenever its window begins.</summary>
    public sealed record CheckedIn : BoxLeaseEvent;

    /// <summary>Somebody showed a code of it at the panel.</summary>
    public sealed record Shown : BoxLeaseEvent;

    /// <summary>The opening that was wished is done, or may have been.</summary>
    public sealed record Opened : BoxLeaseEvent;

    /// <summary>The opening that was wished is certain not to have been.</summary>
    public sealed record StayedShut : BoxLeaseEvent;

    /// <summary>The door of the box is shut, and this is in it.</summary>
    public sealed record Closed(BoxContent Inside) : BoxLeaseEvent;

    /// <summary>It is to be for another time.</summary>
    public sealed record Moved(DateTimeOffset StartsAt, DateTimeOffset? EndsAt) : BoxLeaseEvent;

    /// <summary>Its time is over from now on, and the box is not empty.</summary>
    public sealed record Expired : BoxLeaseEvent;

    /// <param name="Because"><see cref="BoxLeaseEnd.Revoked"/> or <see cref="BoxLeaseEnd.Followed"/>.</param>
    public sealed record Ended(BoxLeaseEnd Because) : BoxLeaseEvent;
}

/// <summary>What follows from an event.</summary>
public enum BoxLeaseWish
{
    Open,
    TellOverdue,
    TellEnded,
}

/// <summary>The lease after an event.</summary>
/// <param name="Refusal">Why what was asked does not happen; null where it does.</param>
public readonly record struct BoxLeaseStep(BoxLease Lease, IReadOnlyList<BoxLeaseWish> Wishes, AccessError? Refusal = null);
