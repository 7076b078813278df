using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Audit;
using Latchwork.Operations.Storage;

namespace Latchwork.Operations.Webhooks;

/// <summary>Why nothing is sent to an endpoint. The numbers are stored: only add.</summary>
public enum PauseReason
{
    /// <summary>Its owner switched it off.</summary>
    SwitchedOff = 1,

    /// <summary>Too many failures in a row, or for too long.</summary>
    Failures = 2,
}

/// <summary>
/// Stops sending to an endpoint that fails too often or too long, and tells its owner by the audit. Nothing is lost meanwhile: its place in the list of events waits,
/// and so do its deliveries.
/// </summary>
internal sealed class PauseEndpoint(AccessDb db, TimeProvider clock)
{
    public async Task RunAsync(EndpointKey endpoint, CancellationToken cancel)
    {
        var now = clock.Now();
        await using var work = await db.BeginAsync(TenantSet.Of(endpoint.Tenant), cancel);
        var chain = await work.HoldChainsAsync(cancel, endpoint.Tenant);
        var paused = await work.DoAsync(
            """
            update webhook_endpoint set paused_at = $3, paused_because = $4
            where tenant_id = $1 and endpoint_id = $2 and paused_at is null and removed_at is null and failures > 0
            """,
            [endpoint.Tenant.Value, endpoint.Id.Value, now, (short)PauseReason.Failures],
            cancel
        );
        if (paused == 0)
        {
            return;
        }

        var told = new AuditEvent
        {
            Kind = AuditKind.WebhookPaused,
            Outcome = AuditOutcome.Done,
            Operation = OperationId.New(now).Value,
            By = new AuditPrincipal(PrincipalKind.Server, Guid.Empty, null, Surface.None),
            On = new AuditObject(Noun.WebhookEndpoint, endpoint.Id.Value),
        };
        chain.Append(endpoint.Tenant, told, now);
        await work.CommitAsync(chain, cancel);
    }
}
