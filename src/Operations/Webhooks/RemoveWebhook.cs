using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Identity;

namespace Latchwork.Operations.Webhooks;

/// <summary>Takes the endpoint of the caller's API client away. What waited for it, or was parked, is withdrawn; its secrets are gone at once.</summary>
public sealed class RemoveWebhook
{
    private readonly WebhookTurns turns;

    internal RemoveWebhook(WebhookTurns turns) => this.turns = turns;

    public Task<Outcome<Done>> RunAsync(Caller by, short format, CancellationToken cancel) =>
        turns.OnEndpointAsync<Done>(
            by,
            format,
            AuditKind.WebhookRemoved,
            async (turn, endpoint) =>
            {
                await RemoveAsync(turn, endpoint, cancel);
                return (Done.Yes, null);
            },
            cancel
        );

    private static Task RemoveAsync(CallerTurn turn, WebhookEndpointId endpoint, CancellationToken cancel) =>
        turn.Work.DoAsync(
            """
            with untold as (
                update delivery set state = 4, due_at = null, claim_id = null, claimed_until = null, parked_at = null
                where tenant_id = $1 and endpoint_id = $2 and state in (1, 3)),
            cursors as (
                delete from webhook_cursor where tenant_id = $1 and endpoint_id = $2)
            update webhook_endpoint set removed_at = $3, secret_sealed = '', former_secret_sealed = null, former_secret_until = null
            where tenant_id = $1 and endpoint_id = $2
            """,
            [turn.Tenant.Value, endpoint.Value, turn.Now],
            cancel
        );
}
