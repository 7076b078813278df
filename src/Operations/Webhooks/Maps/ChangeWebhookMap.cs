using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Secrets;

namespace Latchwork.Operations.Webhooks.Maps;

/// <summary>
/// Replaces what an endpoint of the tenant's own is, but for its format and its secret where none is given. It also lifts a pause that was made for failures. What a
/// service subscribed is the service's: it can be removed, not changed.
/// </summary>
public sealed class ChangeWebhookMap
{
    private readonly MapTurns turns;
    private readonly MapFields fields;
    private readonly KeyRing ring;
    private readonly DeliveryWorker worker;

    internal ChangeWebhookMap(MapTurns turns, MapFields fields, KeyRing ring, DeliveryWorker worker) =>
        (this.turns, this.fields, this.ring, this.worker) = (turns, fields, ring, worker);

    public async Task<Outcome<Done>> RunAsync(Caller by, TenantId tenant, WireId map, WebhookMapRequest request, CancellationToken cancel)
    {
        var read = await fields.ReadAsync(by, tenant, request, cancel);
        var done = await turns.RunAsync<Done>(
            by,
            map,
            AuditKind.WebhookChanged,
            async (write, held) =>
            {
                if (read.IsRefused(out var refusal, out var row))
                {
                    return refusal;
                }

                if (held.Service is not null || held.Format != row.Format.Number)
                {
                    return Fixed;
                }

                await SaveAsync(write, held, request, row, cancel);
                return (Done.Yes, AddWebhookMap.Told(request, row.Secret is not null));
            },
            cancel
        );
        worker.Wake();
        return done;
    }

    private async Task SaveAsync(CallerWork write, HeldMap held, WebhookMapRequest request, MapRow row, CancellationToken cancel)
    {
        PauseReason? paused = request.IsEnabled ? null : PauseReason.SwitchedOff;
        await write.Work.DoAsync(
            """
            update webhook_endpoint set name = $3, url = $4, topics = $5, devices = $6, methods = $7, sends_codes = $8,
                sites = $11, persons = $12, is_ordered = $13, retry_for = $14,
                paused_because = $9::smallint, paused_at = case when $9::smallint is null then null else coalesce(paused_at, $10) end,
                failures = case when $9::smallint is null then 0 else failures end, rests_until = null,
                failing_since = case when $9::smallint is null then null else failing_since end
            where tenant_id = $1 and endpoint_id = $2
            """,
            [
                held.Tenant.Value,
                held.Id.Value,
                request.Name.Trim(),
                request.Url,
                row.Topics,
                row.Devices,
                request.Methods.ToArray(),
                request.SendsCodes,
                (short?)paused,
                write.Now,
                row.Sites,
                row.Persons,
                request.Rules.IsOrdered,
                request.Rules.RetryFor,
            ],
            cancel
        );
        if (request.IsEnabled && request.Rules.IsOrdered)
        {
            // What could not be delivered goes first: everything behind it waits for it.
            await ReplayParked.ReplayAsync(write.Work, held.Tenant, held.Id, write.Now, cancel);
        }

        if (row.Secret is { } next)
        {
            using var keys = await ring.RentAsync(held.Tenant, cancel);
            await EndpointSecrets.ReplaceAsync(write.Work, keys, held.Id, next, write.Now, cancel);
        }
    }

    private static readonly AccessError Fixed = new(
        AccessErrorCode.Conflict,
        "The format of a webhook stays, and what a service subscribed is the service's.",
        Noun.WebhookEndpoint
    );
}
