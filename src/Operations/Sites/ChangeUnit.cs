using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Users;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;

namespace Latchwork.Operations.Sites;

/// <summary>Renames a unit, or says that it is clean again.</summary>
public sealed class ChangeUnit
{
    private readonly TenantTurns turns;

    internal ChangeUnit(TenantTurns turns) => this.turns = turns;

    public Task<Outcome<Done>> RunAsync(Caller by, WireId unit, UnitFields changes, CancellationToken cancel) =>
        turns.RunAsync<Done>(
            by,
            new TenantRules(AuditKind.UnitChanged, Permission.SitesWrite, Noun.Unit),
            unit,
            async (turn, row) =>
                changes.Refuse() is { } invalid ? invalid
                : await SaveAsync(turn, row, changes, cancel) == 0 ? AccessError.NotFound(Noun.Unit)
                : Told(turn, row, changes),
            cancel
        );

    private static Done Told(CallerTurn turn, Guid unit, UnitFields changes)
    {
        turn.Told.Add(TenantTurns.Told(turn, AuditKind.UnitChanged, Noun.Unit, unit, changes.Names()));
        return Done.Yes;
    }

    private static Task<int> SaveAsync(CallerTurn turn, Guid unit, UnitFields changes, CancellationToken cancel) =>
        turn.Work.DoAsync(
            """
            update unit set name = coalesce($3, name), number = case when $4 then $5 else number end, label = case when $6 then $7 else label end,
                business = coalesce($8, business), is_clean = coalesce($9, is_clean), updated_at = $10
            where tenant_id = $1 and unit_id = $2 and archived_at is null
            """,
            [
                turn.Tenant.Value,
                unit,
                changes.Name?.Trim(),
                changes.Number is not null,
                AddUnit.NullIfEmpty(changes.Number),
                changes.Label is not null,
                AddUnit.NullIfEmpty(changes.Label),
                (short?)changes.Business,
                changes.IsClean,
                turn.Now,
            ],
            cancel
        );
}
