using Latchwork.Dialects.Native.Events;
using Latchwork.Dialects.Native.Wire;
using Latchwork.Domain.Webhooks;
using Latchwork.Operations.Webhooks.Maps;

namespace Latchwork.Dialects.Native.Webhooks;

/// <param name="Id">What its receiver gets as <c>webhook-id</c>: the same on every try, and when it is told once more.</param>
/// <param name="EventId">Of the event that it tells; of the first one where it tells several.</param>
/// <param name="Event">Absent where the format has no word for it.</param>
/// <param name="State"><c>waiting</c>, <c>delivered</c>, <c>parked</c> or <c>withdrawn</c>.</param>
/// <param name="Tries">That failed since it was made, or told once more.</param>
/// <param name="NextAt">Absent where it is not tried again.</param>
/// <param name="Attempts">From the newest; absent in lists.</param>
internal sealed record DeliveryBody(
    string Id,
    string EventId,
    string? Event,
    string State,
    int Tries,
    DateTimeOffset CreatedAt,
    DateTimeOffset? NextAt,
    DateTimeOffset? DeliveredAt,
    DateTimeOffset? ParkedAt,
    IReadOnlyList<TryBody>? Attempts = null
)
{
    public static DeliveryBody Of(SeenDelivery seen) =>
        new(
            seen.WebhookId,
            EventIds.Text(seen.EventNumber),
            seen.Event,
            NativeJson.Word(seen.State.Phase),
            seen.State.Tries,
            seen.CreatedAt,
            seen.State.DueAt,
            seen.DeliveredAt,
            seen.ParkedAt
        );

    public static DeliveryBody Of((SeenDelivery Delivery, IReadOnlyList<SeenTry> Tries) seen) =>
        Of(seen.Delivery) with
        {
            Attempts = [.. seen.Tries.Select(TryBody.Of)],
        };
}

/// <param name="Number">From 1, over the whole life of the delivery.</param>
/// <param name="Took">Milliseconds.</param>
/// <param name="Status">HTTP; absent without an answer.</param>
/// <param name="Failure">Why it counts as not delivered; absent where it does not.</param>
internal sealed record TryBody(int Number, DateTimeOffset StartedAt, long Took, int? Status, string? Failure)
{
    public static TryBody Of(SeenTry seen) =>
        new(
            seen.Number,
            seen.StartedAt,
            (long)seen.Took.TotalMilliseconds,
            seen.Status,
            seen.Failure == AttemptFailure.None ? null : NativeJson.Word(seen.Failure)
        );
}

/// <param name="WebhookId">Of the delivery: the same on every try of it.</param>
/// <param name="State"><c>waiting</c>, <c>delivered</c>, <c>parked</c> or <c>withdrawn</c>: the delivery's, now.</param>
/// <param name="NextAt">Absent where it is not tried again.</param>
/// <param name="Took">Milliseconds.</param>
internal sealed record AttemptBody(
    string WebhookId,
    string? Event,
    string State,
    DateTimeOffset? NextAt,
    int Number,
    DateTimeOffset StartedAt,
    long Took,
    int? Status,
    string? Failure
)
{
    public static AttemptBody Of(SeenAttempt seen)
    {
        var one = TryBody.Of(seen.Try);
        return new AttemptBody(
            seen.WebhookId,
            seen.Event,
            NativeJson.Word(seen.Phase),
            seen.DueAt,
            one.Number,
            one.StartedAt,
            one.Took,
            one.Status,
            one.Failure
        );
    }
}
