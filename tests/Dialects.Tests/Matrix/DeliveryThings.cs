using Latchwork.Domain;
using Latchwork.Domain.Webhooks;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Webhooks.Maps;
using Microsoft.Extensions.DependencyInjection;

namespace Latchwork.Dialects.Tests.Matrix;

/// <summary>An endpoint of each side that is switched off, so that nobody touches what was to be sent to it.</summary>
internal sealed class DeliveryThings
{
    private readonly Dictionary<Side, string> webhooks = [];
    private readonly Dictionary<Side, string> deliveries = [];

    public async Task<string> WebhookAsync(TwoTenants tenants, Side side)
    {
        if (webhooks.TryGetValue(side, out var there))
        {
            return there;
        }

        var (tenant, request) = (tenants.TenantOf(side), new WebhookMapRequest("Quiet", "keyvox-locks", "http://127.0.0.1:9/hook", IsEnabled: false));
        var added = await tenants
            .Server.Services.GetRequiredService<AddWebhookMap>()
            .RunAsync(Caller.Server(tenant), tenant, request, CancellationToken.None);
        Assert.Null(added.Error);
        webhooks[side] = added.Value.Id;
        deliveries[side] = await ParkAsync(tenants, side, added.Value.Id);
        return added.Value.Id;
    }

    /// <summary>One that was given up, of <see cref="WebhookAsync"/>.</summary>
    public async Task<string> DeliveryAsync(TwoTenants tenants, Side side)
    {
        await WebhookAsync(tenants, side);
        return deliveries[side];
    }

    private static async Task<string> ParkAsync(TwoTenants tenants, Side side, string webhook) =>
        (
            await tenants.QueryAsync(
                $$"""
                insert into delivery (tenant_id, delivery_id, endpoint_id, source_tenant_id, sequence, webhook_id, topic, subject_kind, subject_id,
                    state, tries, created_at, parked_at, sequences, received_at)
                select p.tenant_id, $2, p.row_id, p.tenant_id, 1, 'msg_' || left(replace($2::text, '-', ''), 24), 1, 3, $2, {{(int)
                    DeliveryPhase.Parked}}, 9,
                    e.created_at, e.created_at, '{1}', array[e.created_at]
                from public_id p join webhook_endpoint e on e.tenant_id = p.tenant_id and e.endpoint_id = p.row_id
                where p.tenant_id = $1 and p.kind = {{(int)WireIdKind.WebhookUuid}} and p.wire_id = $3
                returning webhook_id
                """,
                tenants.TenantOf(side).Value,
                DeliveryId.New(DateTimeOffset.UnixEpoch).Value,
                webhook
            )
        )[0];
}
