using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;

namespace Latchwork.Operations.Gateways;

/// <summary>The way of every act on a gateway: find the one that is named, decide by the locks behind it, and then act.</summary>
internal sealed class GatewayTurns(CallerTurns turns, WireIdIndex index)
{
    private static readonly AccessError Missing = AccessError.NotFound(Noun.Gateway);
    private static readonly string NamedSql = RelayedLock.Sql("select $2::uuid as tenant_id, $3::uuid as row_id");

    /// <param name="kind">Of the record of a refusal.</param>
    public Task<Outcome<T>> RunAsync<T>(
        Caller by,
        WireId gateway,
        AuditKind kind,
        Func<CallerTurn, NamedGateway, Task<Outcome<T>>> act,
        CancellationToken cancel
    ) =>
        turns.RunAsync<Guid, T>(
            by,
            new TurnRules(kind, Missing),
            async caller => await index.FindAsync(gateway, caller.Tenants, cancel) is { } row ? new Located<Guid>(row.Tenant, row.Id) : null,
            async (turn, id) =>
                await FindAsync(turn, id, cancel) is not { } named ? Missing
                : named.RefuseManaging(turn.By, turn.Now) is { } refusal ? refusal
                : await act(turn, named),
            cancel
        );

    private static async Task<NamedGateway?> FindAsync(CallerTurn turn, Guid id, CancellationToken cancel) =>
        NamedGateway.Of(await turn.Work.ListAsync(NamedSql, RelayedLock.Read, [turn.By.User?.Value, turn.Tenant.Value, id], cancel));
}
