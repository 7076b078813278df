using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Audit;
using Latchwork.Operations.Storage;

namespace Latchwork.Operations.Webhooks;

/// <summary>Ends an endpoint whose receiver answered that it is gone for good, and says so in the audit. What waited for it is withdrawn.</summary>
internal sealed class EndEndpoint(AccessDb db, TimeProvider clock)
{
    public async Task RunAsync(EndpointKey endpoint, CancellationToken cancel)
    {
        var now = clock.Now();
        await using var work = await db.BeginAsync(TenantSet.Of(endpoint.Tenant), cancel);
        var chain = await work.HoldChainsAsync(cancel, endpoint.Tenant);
        var ended = await RemoveWebhook.EndOneAsync(work, endpoint.Tenant, endpoint.Id, now, cancel);
        if (ended == 0)
        {
            return;
        }

        var told = new AuditEvent
        {
            Kind = AuditKind.WebhookRemoved,
            Outcome = AuditOutcome.Done,
            Operation = OperationId.New(now).Value,
            By = new AuditPrincipal(PrincipalKind.Server, Guid.Empty, null, Surface.None),
            On = new AuditObject(Noun.WebhookEndpoint, endpoint.Id.Value),
            Changed = new Dictionary<string, string> { ["because"] = "gone" },
        };
        chain.Append(endpoint.Tenant, told, now);
        await work.CommitAsync(chain, cancel);
    }
}
