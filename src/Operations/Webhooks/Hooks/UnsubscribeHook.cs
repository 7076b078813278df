using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Webhooks.Maps;

namespace Latchwork.Operations.Webhooks.Hooks;

/// <summary>A service wants no more of what it subscribed. Subscriptions of others are not found.</summary>
public sealed class UnsubscribeHook
{
    private readonly MapTurns turns;

    internal UnsubscribeHook(MapTurns turns) => this.turns = turns;

    public Task<Outcome<Done>> RunAsync(Caller by, WireId subscription, CancellationToken cancel) =>
        turns.RunAsync<Done>(
            by,
            subscription,
            AuditKind.WebhookRemoved,
            async (write, held) =>
            {
                if (held.Service is null || held.Service != by.Client?.Id)
                {
                    return MapTurns.Missing;
                }

                await RemoveWebhook.EndOneAsync(write.Work, held.Tenant, held.Id, write.Now, cancel);
                return (Done.Yes, (Dictionary<string, string>?)null);
            },
            cancel
        );
}
