using Latchwork.Domain;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Storage;

namespace Latchwork.Operations.Webhooks;

/// <summary>Secrets of endpoints in their rows.</summary>
internal static class EndpointSecrets
{
    /// <summary>How long a replaced secret signs as well (WH-1), where nobody says otherwise.</summary>
    public static readonly TimeSpan FormerFor = TimeSpan.FromHours(24);

    public static readonly AccessError Bad = AccessError.Invalid(
        $"A secret has {WebhookSecret.ShortestText} to {WebhookSecret.LongestText} printable characters without blanks.",
        Noun.WebhookEndpoint
    );

    public static async Task ReplaceAsync(
        Work work,
        TenantKeys keys,
        WebhookEndpointId endpoint,
        WebhookSecret next,
        DateTimeOffset now,
        CancellationToken cancel,
        TimeSpan? formerFor = null
    )
    {
        var place = WebhookSecret.PlaceOf(endpoint.Value);
        var before = await work.FirstAsync(
            "select secret_sealed from webhook_endpoint where tenant_id = $1 and endpoint_id = $2",
            row => row.GetFieldValue<byte[]>(0),
            [keys.Tenant.Value, endpoint.Value],
            cancel
        );
        var former = WebhookSecret.Open(keys, place, before!);
        await work.DoAsync(
            """
            update webhook_endpoint set secret_sealed = $3, former_secret_sealed = $4, former_secret_until = $5
            where tenant_id = $1 and endpoint_id = $2
            """,
            [
                keys.Tenant.Value,
                endpoint.Value,
                next.Seal(keys, place),
                former.Seal(keys, WebhookSecret.FormerPlaceOf(endpoint.Value)),
                now + (formerFor ?? FormerFor),
            ],
            cancel
        );
    }
}
