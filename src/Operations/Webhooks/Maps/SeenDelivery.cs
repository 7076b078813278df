using Latchwork.Domain.Webhooks;

namespace Latchwork.Operations.Webhooks.Maps;

/// <summary>What of an endpoint's deliveries is wanted; what is null is not asked about.</summary>
/// <param name="Events">Names of the endpoint's format, and groups of them where it has some.</param>
public readonly record struct DeliveryFilter(DeliveryPhase? Phase, IReadOnlyList<string>? Events);

/// <summary>An event, or several that share one, on its way to an endpoint of the tenant's own.</summary>
/// <param name="WebhookId">Its name: the same on every try, and when it is told once more.</param>
/// <param name="EventNumber">The public number of the first event that it tells.</param>
/// <param name="Event">The topic; null where the format has no word for it.</param>
public sealed record SeenDelivery(
    string WebhookId,
    long EventNumber,
    string? Event,
    DeliveryState State,
    DateTimeOffset CreatedAt,
    DateTimeOffset? DeliveredAt,
    DateTimeOffset? ParkedAt
)
{
    public override string ToString() => WebhookId;
}

/// <summary>One try of a delivery (WH-4).</summary>
/// <param name="Number">From 1, over the whole life of the delivery.</param>
/// <param name="Status">HTTP; null without an answer.</param>
public sealed record SeenTry(int Number, DateTimeOffset StartedAt, TimeSpan Took, int? Status, AttemptFailure Failure);

/// <summary>One try, and of which delivery.</summary>
/// <param name="WebhookId">Of the delivery: the same on every try.</param>
/// <param name="Phase">How it stands with the delivery now.</param>
/// <param name="DueAt">When it is tried next; null where it is not.</param>
public sealed record SeenAttempt(string WebhookId, string? Event, DeliveryPhase Phase, DateTimeOffset? DueAt, SeenTry Try);
