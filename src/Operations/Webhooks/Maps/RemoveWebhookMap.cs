using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;

namespace Latchwork.Operations.Webhooks.Maps;

/// <summary>Takes an endpoint of the tenant's own away. What waited for it, or was parked, is withdrawn; its secrets are gone at once.</summary>
public sealed class RemoveWebhookMap
{
    private readonly MapTurns turns;

    internal RemoveWebhookMap(MapTurns turns) => this.turns = turns;

    public Task<Outcome<Done>> RunAsync(Caller by, WireId map, CancellationToken cancel) =>
        turns.RunAsync<Done>(
            by,
            map,
            AuditKind.WebhookRemoved,
            async (write, held) =>
            {
                await RemoveWebhook.EndOneAsync(write.Work, held.Tenant, held.Id, write.Now, cancel);
                return (Done.Yes, (Dictionary<string, string>?)null);
            },
            cancel
        );
}
