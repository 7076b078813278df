using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Webhooks;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Storage;

namespace Latchwork.Operations.Webhooks.Maps;

/// <summary>
/// Tells one delivery once more, whether it was told, given up or failed so far: under the id that it had, and from the start of the schedule. One that was never tried
/// stays as it is. Where the endpoint is paused, or told in strict order, it waits like the others.
/// </summary>
public sealed class ReplayDelivery
{
    private static readonly AccessError NothingToTell = new(
        AccessErrorCode.Conflict,
        "It was withdrawn: there is nothing to tell any more, or nobody who may know it.",
        Noun.Delivery
    );

    private readonly MapTurns turns;
    private readonly DeliveryWorker worker;

    internal ReplayDelivery(MapTurns turns, DeliveryWorker worker) => (this.turns, this.worker) = (turns, worker);

    /// <param name="webhookId">The name of the delivery.</param>
    public async Task<Outcome<DeliveryState>> RunAsync(Caller by, WireId map, string webhookId, CancellationToken cancel)
    {
        var replayed = await turns.RunAsync<DeliveryState>(
            by,
            map,
            AuditKind.WebhookReplayed,
            async (write, held) =>
            {
                if (await HoldAsync(write.Work, held, webhookId, cancel) is not { } delivery)
                {
                    return AccessError.NotFound(Noun.Delivery);
                }

                if (delivery.State.Phase == DeliveryPhase.Withdrawn)
                {
                    return NothingToTell;
                }

                var next = DeliverySchedule.Replay(delivery.State, write.Now);
                await SaveAsync(write.Work, held, delivery.Id, next, cancel);
                return (next, new Dictionary<string, string> { ["delivery"] = webhookId });
            },
            cancel
        );
        worker.Wake();
        return replayed;
    }

    private sealed record HeldDelivery(Guid Id, DeliveryState State);

    private static Task<HeldDelivery?> HoldAsync(Work work, HeldMap map, string webhookId, CancellationToken cancel) =>
        work.FirstAsync(
            """
            select delivery_id, state, tries, due_at from delivery where tenant_id = $1 and endpoint_id = $2 and webhook_id = $3 for no key update
            """,
            row => new HeldDelivery(row.GetGuid(0), new DeliveryState((DeliveryPhase)row.GetInt16(1), row.GetInt32(2), row.GetInstant(3))),
            [map.Tenant.Value, map.Id.Value, webhookId],
            cancel
        );

    private static Task SaveAsync(Work work, HeldMap map, Guid delivery, DeliveryState next, CancellationToken cancel) =>
        work.DoAsync(
            """
            update delivery set state = $3, tries = $4, due_at = $5, delivered_at = null, parked_at = null where tenant_id = $1 and delivery_id = $2
            """,
            [map.Tenant.Value, delivery, (short)next.Phase, next.Tries, next.DueAt],
            cancel
        );
}
