using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Users;
using Latchwork.Operations.Ids;

namespace Latchwork.Operations.Identity;

/// <param name="Kind">Of the record of the act, and of its refusal.</param>
/// <param name="On">What the id names; where it is not the caller's to know, there is none (AZ-3).</param>
/// <param name="WhenTaken">As for <see cref="TurnRules"/>.</param>
internal sealed record TenantRules(AuditKind Kind, Permission Needed, Noun On, AccessError? WhenTaken = null);

/// <summary>The way of every act that a member's role or a key's scope decides on, and no lock's grant: on sites, units, plans and stays.</summary>
internal sealed class TenantTurns(CallerTurns turns, WireIdIndex index)
{
    public DateTimeOffset Now => turns.Now;

    public Task<Outcome<T>> RunAsync<T>(
        Caller by,
        TenantRules rules,
        WireId id,
        Func<CallerTurn, Guid, Task<Outcome<T>>> act,
        CancellationToken cancel
    ) =>
        turns.RunAsync<Guid, T>(
            by,
            new TurnRules(rules.Kind, AccessError.NotFound(rules.On), rules.WhenTaken),
            async caller => await index.FindAsync(id, caller.Tenants, cancel) is { } row ? new Located<Guid>(row.Tenant, row.Id) : null,
            async (turn, row) =>
                AccessDecision.Refuse(rules.Needed, turn.By.StandingIn(turn.Tenant), rules.On) is { } weak ? weak : await act(turn, row),
            cancel
        );

    /// <summary>The rows behind further ids of the turn's tenant, in their order; null where one is not there.</summary>
    public async Task<IReadOnlyList<Guid>?> RowsAsync(CallerTurn turn, IReadOnlyList<WireId> ids, CancellationToken cancel)
    {
        var rows = new List<Guid>(ids.Count);
        foreach (var id in ids)
        {
            if (await index.FindAsync(turn.Work, id, turn.By.Tenants, cancel) is not { } row || row.Tenant != turn.Tenant)
            {
                return null;
            }

            rows.Add(row.Id);
        }

        return rows;
    }

    /// <summary>The record of what was done.</summary>
    /// <param name="what">Names of what was changed; nothing personal.</param>
    public static AuditEvent Told(CallerTurn turn, AuditKind kind, Noun on, Guid row, params IEnumerable<string> what) =>
        turn.Event(kind, smartLock: null) with
        {
            On = new AuditObject(on, row),
            Changed = string.Join(' ', what) is { Length: > 0 } words ? new Dictionary<string, string> { ["what"] = words } : null,
        };
}
