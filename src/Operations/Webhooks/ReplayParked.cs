using System.Globalization;
using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Storage;

namespace Latchwork.Operations.Webhooks;

/// <summary>Tries the parked deliveries of the caller's endpoint again, under their old ids and from the start of the schedule.</summary>
public sealed class ReplayParked
{
    private readonly WebhookTurns turns;

    internal ReplayParked(WebhookTurns turns) => this.turns = turns;

    /// <returns>How many.</returns>
    public Task<Outcome<int>> RunAsync(Caller by, short format, CancellationToken cancel) =>
        turns.OnEndpointAsync<int>(
            by,
            format,
            AuditKind.WebhookReplayed,
            async (turn, endpoint) =>
            {
                var replayed = await ReplayAsync(turn.Work, turn.Tenant, endpoint, turn.Now, cancel);
                return (replayed, new() { ["deliveries"] = replayed.ToString(CultureInfo.InvariantCulture) });
            },
            cancel
        );

    // As the schedule has it: waiting, with no try behind it.
    internal static Task<int> ReplayAsync(Work work, TenantId tenant, WebhookEndpointId endpoint, DateTimeOffset now, CancellationToken cancel) =>
        work.DoAsync(
            """
            update delivery set state = 1, tries = 0, due_at = $3, parked_at = null where tenant_id = $1 and endpoint_id = $2 and state = 3
            """,
            [tenant.Value, endpoint.Value, now],
            cancel
        );
}
