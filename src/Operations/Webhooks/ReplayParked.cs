using System.Globalization;
using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Identity;

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
                var replayed = await ReplayAsync(turn, endpoint, cancel);
                return (replayed, new() { ["deliveries"] = replayed.ToString(CultureInfo.InvariantCulture) });
            },
            cancel
        );

    // As the schedule has it: waiting, with no try behind it.
    private static Task<int> ReplayAsync(CallerTurn turn, WebhookEndpointId endpoint, CancellationToken cancel) =>
        turn.Work.DoAsync(
            """
            update delivery set state = 1, tries = 0, due_at = $3, parked_at = null where tenant_id = $1 and endpoint_id = $2 and state = 3
            """,
            [turn.Tenant.Value, endpoint.Value, turn.Now],
            cancel
        );
}
