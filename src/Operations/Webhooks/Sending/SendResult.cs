using Latchwork.Domain.Webhooks;

namespace Latchwork.Operations.Webhooks.Sending;

/// <summary>How a try ended: all that is kept of it (WH-4).</summary>
/// <param name="Status">HTTP; null without an answer.</param>
public readonly record struct SendResult(int? Status, AttemptFailure Failure, TimeSpan Took)
{
    public bool IsAcknowledged => Failure == AttemptFailure.None;
}

/// <summary>What goes out by POST.</summary>
internal sealed record OutgoingWebhook(Uri Target, WebhookBody Body, IReadOnlyList<(string Name, string Value)> Headers)
{
    public override string ToString() => nameof(OutgoingWebhook);
}
