using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Users;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Webhooks.Sending;

namespace Latchwork.Operations.Webhooks.Hooks;

/// <summary>
/// A service asks to be told of one kind of event at an address of its own (keyvox.md 12). The subscription is the token's: it ends with it, and when the address
/// answers that it is gone. Codes are never sent there (WH-5).
/// </summary>
public sealed class SubscribeHook
{
    /// <summary>Of one token.</summary>
    public const int Most = 100;

    private readonly CallerWrites writes;
    private readonly HookEvents events;
    private readonly WebhookSender sender;
    private readonly KeyRing ring;
    private readonly WireIds ids;
    private readonly DeliveryWorker worker;

    internal SubscribeHook(CallerWrites writes, HookEvents events, WebhookSender sender, KeyRing ring, WireIds ids, DeliveryWorker worker) =>
        (this.writes, this.events, this.sender, this.ring, this.ids, this.worker) = (writes, events, sender, ring, ids, worker);

    /// <returns>The public id of the subscription; of the one that is there where it is the same.</returns>
    public async Task<Outcome<string>> RunAsync(Caller by, short format, string url, string name, CancellationToken cancel)
    {
        var found = events.Find(by, format, name);
        var mayGo = TargetRules.Parse(url) is { } target && await sender.MayReachAsync(target, cancel);
        var begun = await writes.BeginAsync(by, by.Home, Permission.WebhooksWrite, Noun.WebhookEndpoint, AuditKind.WebhookChanged, cancel);
        if (begun.IsRefused(out var weak, out var write))
        {
            return weak;
        }

        await using (write)
        {
            if (by.SessionKind != SessionKind.HookToken || by.Client is not { } service)
            {
                return await write.RefuseAsync(NotAService);
            }

            if (found.IsRefused(out var unknown, out var told))
            {
                return await write.RefuseAsync(unknown);
            }

            if (!mayGo)
            {
                return await write.RefuseAsync(SetWebhook.BadTarget);
            }

            var there = await ThereAsync(write, by.Home, service.Id, format, cancel);
            if (there.Find(one => one.Url == url && one.Topic == told.Topic.Number) is { Id: { } same })
            {
                return same;
            }

            return there.Count >= Most
                ? await write.RefuseAsync(new AccessError(AccessErrorCode.LimitReached, $"There are {Most} subscriptions.", Noun.WebhookEndpoint))
                : await AddAsync(write, by.Home, service.Id, format, url, told.Topic, cancel);
        }
    }

    private static Task<List<(string Id, string Url, short Topic)>> ThereAsync(
        CallerWork write,
        TenantId tenant,
        ApiClientId service,
        short format,
        CancellationToken cancel
    ) =>
        write.Work.ListAsync(
            $"""
            select i.wire_id, e.url, e.topics[1] from webhook_endpoint e
            join public_id i on i.tenant_id = e.tenant_id and i.row_id = e.endpoint_id and i.kind = {(int)WireIdKind.WebhookUuid}
            where e.tenant_id = $1 and e.api_client_id = $2 and e.format = $3 and e.owner_user_id is null and e.removed_at is null
            """,
            row => (row.GetString(0), row.GetString(1), row.GetInt16(2)),
            [tenant.Value, service.Value, format],
            cancel
        );

    private async Task<Outcome<string>> AddAsync(
        CallerWork write,
        TenantId tenant,
        ApiClientId service,
        short format,
        string url,
        WebhookTopic topic,
        CancellationToken cancel
    )
    {
        var endpoint = WebhookEndpointId.New(write.Now);
        using (var keys = await ring.RentAsync(tenant, cancel))
        {
            await write.Work.DoAsync(
                """
                insert into webhook_endpoint (tenant_id, endpoint_id, name, format, url, secret_sealed, topics, api_client_id, created_at)
                values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
                """,
                [
                    tenant.Value,
                    endpoint.Value,
                    topic.Name,
                    format,
                    url,
                    WebhookSecret.New().Seal(keys, WebhookSecret.PlaceOf(endpoint.Value)),
                    new[] { topic.Number },
                    service.Value,
                    write.Now,
                ],
                cancel
            );
        }

        await PlanDeliveries.BeginHereAsync(write.Work, tenant, endpoint, cancel);
        await ids.IssueAsync(write.Work, tenant, endpoint.Value, cancel, WireIdKind.WebhookUuid);
        var id = await WireIds.TextAsync(write.Work, tenant, endpoint.Value, WireIdKind.WebhookUuid, cancel);
        var changed = new Dictionary<string, string> { ["host"] = TargetRules.HostOf(new Uri(url)), ["events"] = topic.Name! };
        await write.CommitAsync(new AuditObject(Noun.WebhookEndpoint, endpoint.Value), changed, cancel);
        worker.Wake();
        return id;
    }

    private static readonly AccessError NotAService = new(
        AccessErrorCode.NotAllowed,
        "Only a service with a token subscribes.",
        Noun.WebhookEndpoint
    );
}
