namespace Latchwork.Domain.Webhooks;

/// <summary>How it stands with a delivery. The numbers are stored: only add.</summary>
public enum DeliveryPhase
{
    /// <summary>To be tried, now or later.</summary>
    Waiting = 1,

    /// <summary>Its receiver answered with 2xx.</summary>
    Delivered = 2,

    /// <summary>All tries failed. It is kept until somebody replays it.</summary>
    Parked = 3,

    /// <summary>There is nothing to tell any more, or nobody who may know it.</summary>
    Withdrawn = 4,
}

/// <param name="Tries">That failed, since it was made or replayed.</param>
/// <param name="DueAt">When it is tried next; null where it is not.</param>
public readonly record struct DeliveryState(DeliveryPhase Phase, int Tries, DateTimeOffset? DueAt)
{
    /// <param name="dueAt">Of the first try.</param>
    public static DeliveryState New(DateTimeOffset dueAt) => new(DeliveryPhase.Waiting, 0, dueAt);
}

/// <summary>What happens to a delivery.</summary>
public enum DeliveryEvent
{
    /// <summary>Any 2xx, whatever the body.</summary>
    Acknowledged,

    /// <summary>Any other answer, or none in time.</summary>
    Failed,

    /// <summary>The rights to its events are gone, or it has become untrue.</summary>
    Withdrawn,

    /// <summary>Whoever was at it gave it back untried.</summary>
    GivenBack,

    /// <summary>Somebody asked for it again.</summary>
    Replayed,
}
