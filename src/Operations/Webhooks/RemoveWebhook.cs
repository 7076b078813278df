using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Storage;

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
                await EndOneAsync(turn.Work, turn.Tenant, endpoint, turn.Now, cancel);
                return (Done.Yes, null);
            },
            cancel
        );

    /// <summary>All that a person has in these tenants.</summary>
    internal static Task EndAllAsync(Work work, IEnumerable<TenantId> tenants, UserId owner, DateTimeOffset now, CancellationToken cancel) =>
        EndAsync(work, tenants, "e.owner_user_id = $3", owner.Value, now, cancel);

    /// <summary>All that a service has subscribed with its token.</summary>
    internal static Task EndAllOfServiceAsync(Work work, TenantId tenant, ApiClientId service, DateTimeOffset now, CancellationToken cancel) =>
        EndAsync(work, [tenant], "e.api_client_id = $3 and e.owner_user_id is null", service.Value, now, cancel);

    /// <returns>0 where it had ended before.</returns>
    internal static Task<int> EndOneAsync(Work work, TenantId tenant, WebhookEndpointId endpoint, DateTimeOffset now, CancellationToken cancel) =>
        EndAsync(work, [tenant], "e.endpoint_id = $3", endpoint.Value, now, cancel);

    private static Task<int> EndAsync(
        Work work,
        IEnumerable<TenantId> tenants,
        string which,
        Guid whose,
        DateTimeOffset now,
        CancellationToken cancel
    ) =>
        work.FirstAsync(
            $"""
            with ended as (
                update webhook_endpoint e set removed_at = $2, secret_sealed = '', former_secret_sealed = null, former_secret_until = null
                where e.tenant_id = any ($1) and {which} and e.removed_at is null returning e.tenant_id, e.endpoint_id),
            untold as (
                update delivery d set state = 4, due_at = null, claim_id = null, claimed_until = null, parked_at = null
                from ended where d.tenant_id = ended.tenant_id and d.endpoint_id = ended.endpoint_id and d.state in (1, 3)),
            unreplayed as (
                delete from webhook_replay r using ended where r.tenant_id = ended.tenant_id and r.endpoint_id = ended.endpoint_id),
            unread as (
                delete from webhook_cursor c using ended where c.tenant_id = ended.tenant_id and c.endpoint_id = ended.endpoint_id)
            select count(*)::int from ended
            """,
            row => row.GetInt32(0),
            [tenants.Select(tenant => tenant.Value).ToArray(), now, whose],
            cancel
        );
}
