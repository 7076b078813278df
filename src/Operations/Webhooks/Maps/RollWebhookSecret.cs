using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Secrets;

namespace Latchwork.Operations.Webhooks.Maps;

/// <summary>Gives an endpoint of the tenant's own a new secret. The one before it signs too for a while, so that its receiver can change at leisure (WH-1).</summary>
public sealed class RollWebhookSecret
{
    /// <summary>Of two secrets.</summary>
    public static readonly TimeSpan LongestOverlap = TimeSpan.FromDays(7);

    private readonly MapTurns turns;
    private readonly KeyRing ring;

    internal RollWebhookSecret(MapTurns turns, KeyRing ring) => (this.turns, this.ring) = (turns, ring);

    /// <param name="overlap">From none, for a secret that has leaked, to <see cref="LongestOverlap"/>.</param>
    public Task<Outcome<WebhookSecret>> RunAsync(Caller by, WireId map, TimeSpan overlap, CancellationToken cancel) =>
        turns.RunAsync<WebhookSecret>(
            by,
            map,
            AuditKind.WebhookChanged,
            async (write, held) =>
            {
                if (overlap < TimeSpan.Zero || overlap > LongestOverlap)
                {
                    return AccessError.Invalid($"Two secrets sign for at most {LongestOverlap.TotalHours:0} hours.", Noun.WebhookEndpoint);
                }

                var next = WebhookSecret.New();
                using var keys = await ring.RentAsync(held.Tenant, cancel);
                await EndpointSecrets.ReplaceAsync(write.Work, keys, held.Id, next, write.Now, cancel, overlap);
                return (next, new Dictionary<string, string> { ["secret"] = "", ["overlapHours"] = $"{overlap.TotalHours:0.##}" });
            },
            cancel
        );
}
