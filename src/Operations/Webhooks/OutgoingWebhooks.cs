using Latchwork.Domain;
using Latchwork.Operations.Webhooks.Sending;

namespace Latchwork.Operations.Webhooks;

/// <summary>Puts a body and its signatures together: those of Standard Webhooks on every one (WH-1), and the format's own beside them.</summary>
internal static class OutgoingWebhooks
{
    public static OutgoingWebhook Of(IWebhookFormat format, LoadedEndpoint endpoint, string id, WebhookBody body, TimeProvider clock)
    {
        var timestamp = clock.Now().ToUnixTimeSeconds();
        var stamp = new WebhookStamp(id, timestamp, body.Bytes, endpoint.Secrets[0]) { Event = body.Event };
        return new OutgoingWebhook(
            new Uri(endpoint.Url),
            body,
            [
                ("webhook-id", id),
                ("webhook-timestamp", FormattableString.Invariant($"{timestamp}")),
                ("webhook-signature", string.Join(' ', endpoint.Secrets.Select(secret => secret.SignStandard(id, timestamp, body.Bytes)))),
                .. format.Headers(stamp),
            ]
        );
    }
}
