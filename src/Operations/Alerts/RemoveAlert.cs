using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;

namespace Latchwork.Operations.Alerts;

/// <summary>Somebody is told no more; what waits for them is not told either.</summary>
public sealed class RemoveAlert
{
    private readonly AlertTurns turns;

    internal RemoveAlert(AlertTurns turns) => this.turns = turns;

    public Task<Outcome<Done>> RunAsync(Caller by, WireId alert, CancellationToken cancel) =>
        turns.RunAsync(
            by,
            alert,
            AuditKind.AlertRemoved,
            async (write, held) =>
            {
                await write.Work.DoAsync(
                    """
                    with gone as (delete from alert_item where tenant_id = $1 and alert_id = $2)
                    update alert set removed_at = $3, updated_at = $3 where tenant_id = $1 and alert_id = $2
                    """,
                    [held.Tenant.Value, held.Id, write.Now],
                    cancel
                );
                return new Dictionary<string, string>(StringComparer.Ordinal);
            },
            cancel
        );
}
