using Latchwork.Dialects.Native.Wire;
using Latchwork.Domain.Webhooks;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Webhooks.Maps;
using Latchwork.Operations.Webhooks.Sending;

namespace Latchwork.Dialects.Native.Webhooks;

/// <summary>All that an endpoint is; what is left out is as for a new one, but for the secret, which stays.</summary>
/// <param name="Format"><c>keyvox-text</c>, <c>keyvox-locks</c> or <c>keyvox-bookings</c>.</param>
/// <param name="Events">Of the format; absent: all of them.</param>
/// <param name="Devices">Locks and lockers; none: all.</param>
/// <param name="Methods">Ways of opening, by their numbers on the wire; none: all.</param>
/// <param name="Secret">Absent: a new endpoint gets one of ours, shown once.</param>
/// <param name="SendsCodes">Needs the right to reveal codes.</param>
internal sealed record SetWebhookBody(
    string Name,
    string Format,
    string Url,
    IReadOnlyList<string>? Events = null,
    IReadOnlyList<string>? Devices = null,
    IReadOnlyList<short>? Methods = null,
    string? Secret = null,
    bool SendsCodes = false,
    bool IsEnabled = true
)
{
    public WebhookMapRequest ToRequest() =>
        new(Name, Format, Url, Secret, SendsCodes, IsEnabled)
        {
            Events = Events,
            Devices = [.. (Devices ?? []).Select(id => NativeInput.Id(WireIdKind.LockUuid, id))],
            Methods = Methods ?? [],
        };

    public override string ToString() => nameof(SetWebhookBody);
}

/// <param name="Secret">Shown this once; absent where the caller chose it, and in the answer of the same request once more.</param>
internal sealed record AddedWebhookBody(string Id, string? Secret)
{
    public static AddedWebhookBody Of(AddedWebhookMap made) => new(made.Id, made.Made?.Reveal());

    public override string ToString() => nameof(AddedWebhookBody);
}

/// <param name="Format">Absent for what a service subscribed.</param>
/// <param name="Service">Which service that was.</param>
/// <param name="PausedBecause"><c>switchedOff</c> or <c>failures</c>; absent while it is sent to.</param>
/// <param name="Failures">In a row.</param>
/// <param name="Waiting">Deliveries to be tried.</param>
/// <param name="Parked">Deliveries whose tries all failed, to be replayed.</param>
/// <param name="LastStatus">HTTP, of the last try; absent without an answer.</param>
internal sealed record WebhookBody(
    string Id,
    string Name,
    string? Format,
    string? Service,
    string Url,
    IReadOnlyList<string> Events,
    IReadOnlyList<string> Devices,
    IReadOnlyList<short> Methods,
    bool SendsCodes,
    string? PausedBecause,
    int Failures,
    int Waiting,
    int Parked,
    int? LastStatus,
    DateTimeOffset? LastAt,
    DateTimeOffset CreatedAt
)
{
    public static WebhookBody Of(SeenWebhookMap seen) =>
        new(
            seen.Id,
            seen.Name,
            seen.Format,
            seen.Service,
            seen.View.Url,
            seen.Events,
            seen.Devices,
            seen.Methods,
            seen.View.SendsCodes,
            seen.View.Paused is { } reason ? NativeJson.Word(reason) : null,
            seen.View.Failures,
            seen.Waiting,
            seen.View.Parked,
            seen.View.LastStatus,
            seen.View.LastAt,
            seen.View.CreatedAt
        );

    /// <summary>The path of its target may hold a secret of the owner's.</summary>
    public override string ToString() => nameof(WebhookBody);
}

/// <param name="Failure">Why it counts as not delivered; absent where it does not.</param>
/// <param name="Took">Milliseconds.</param>
internal sealed record WebhookTestBody(bool Delivered, int? Status, string? Failure, long Took)
{
    public static WebhookTestBody Of(SendResult result) =>
        new(
            result.IsAcknowledged,
            result.Status,
            result.IsAcknowledged ? null : NativeJson.Word(result.Failure),
            (long)result.Took.TotalMilliseconds
        );
}

internal sealed record ReplayedBody(int Replayed);

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
    public static AttemptBody Of(SeenAttempt seen) =>
        new(
            seen.WebhookId,
            seen.Event,
            NativeJson.Word(seen.Phase),
            seen.DueAt,
            seen.Number,
            seen.StartedAt,
            (long)seen.Took.TotalMilliseconds,
            seen.Status,
            seen.Failure == AttemptFailure.None ? null : NativeJson.Word(seen.Failure)
        );
}
