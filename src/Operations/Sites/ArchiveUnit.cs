using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Users;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;

namespace Latchwork.Operations.Sites;

/// <summary>Takes a unit out of use: its locks stay with their codes and belong to none. One with a stay now or later is refused.</summary>
public sealed class ArchiveUnit
{
    private static readonly AccessError IsBooked = new(AccessErrorCode.Conflict, "The unit is booked: cancel or move those stays first.", Noun.Unit);

    private readonly TenantTurns turns;

    internal ArchiveUnit(TenantTurns turns) => this.turns = turns;

    public Task<Outcome<Done>> RunAsync(Caller by, WireId unit, CancellationToken cancel) =>
        turns.RunAsync(
            by,
            new TenantRules(AuditKind.UnitChanged, Permission.SitesWrite, Noun.Unit),
            unit,
            (turn, row) => ArchiveAsync(turn, row, cancel),
            cancel
        );

    private static async Task<Outcome<Done>> ArchiveAsync(CallerTurn turn, Guid unit, CancellationToken cancel)
    {
        var isBooked = await turn.Work.FirstAsync(
            "select exists (select from reservation_unit where tenant_id = $1 and unit_id = $2 and is_live and upper(during) > $3)",
            row => row.GetBoolean(0),
            [turn.Tenant.Value, unit, turn.Now],
            cancel
        );
        if (isBooked)
        {
            return IsBooked;
        }

        var archived = await turn.Work.DoAsync(
            "update unit set archived_at = $3, updated_at = $3 where tenant_id = $1 and unit_id = $2 and archived_at is null",
            [turn.Tenant.Value, unit, turn.Now],
            cancel
        );
        if (archived == 0)
        {
            return AccessError.NotFound(Noun.Unit);
        }

        await turn.Work.DoAsync(
            "update smart_lock set unit_id = null, updated_at = $3 where tenant_id = $1 and unit_id = $2",
            [turn.Tenant.Value, unit, turn.Now],
            cancel
        );
        await turn.Work.DoAsync("delete from room_plan_unit where tenant_id = $1 and unit_id = $2", [turn.Tenant.Value, unit], cancel);
        turn.Told.Add(TenantTurns.Told(turn, AuditKind.UnitChanged, Noun.Unit, unit, "archived"));
        return Done.Yes;
    }
}
