using System.Globalization;
using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;

namespace Latchwork.Operations.Webhooks.Maps;

/// <summary>Tries the parked deliveries of an endpoint of the tenant's own again, under their old ids and from the start of the schedule.</summary>
public sealed class ReplayWebhookMap
{
    private readonly MapTurns turns;
    private readonly DeliveryWorker worker;

    internal ReplayWebhookMap(MapTurns turns, DeliveryWorker worker) => (this.turns, this.worker) = (turns, worker);

    /// <returns>How many.</returns>
    public async Task<Outcome<int>> RunAsync(Caller by, WireId map, CancellationToken cancel)
    {
        var replayed = await turns.RunAsync<int>(
            by,
            map,
            AuditKind.WebhookReplayed,
            async (write, held) =>
            {
                var count = await ReplayParked.ReplayAsync(write.Work, held.Tenant, held.Id, write.Now, cancel);
                write.Counts = [count];
                return (count, new Dictionary<string, string> { ["deliveries"] = count.ToString(CultureInfo.InvariantCulture) });
            },
            cancel
        );
        worker.Wake();
        return replayed;
    }
}
