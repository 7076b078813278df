using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Users;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;

namespace Latchwork.Operations.Reservations.Plans;

/// <summary>Changes a plan, or takes it out of the offer. Stays keep what they were booked as.</summary>
public sealed class ChangeRoomPlan
{
    private readonly TenantTurns turns;

    internal ChangeRoomPlan(TenantTurns turns) => this.turns = turns;

    public Task<Outcome<Done>> RunAsync(Caller by, WireId plan, RoomPlanFields changes, CancellationToken cancel) =>
        turns.RunAsync<Done>(
            by,
            Rules,
            plan,
            async (turn, row) =>
                changes.Refuse() is { } invalid ? invalid
                : await SaveAsync(turn, row, changes, cancel) == 0 ? AccessError.NotFound(Noun.RoomPlan)
                : changes.Units is { } units && await PlanUnits.SetAsync(turns, turn, new RoomPlanId(row), units, cancel) is { } unknown ? unknown
                : Told(turn, row, changes.Names()),
            cancel
        );

    public Task<Outcome<Done>> ArchiveAsync(Caller by, WireId plan, CancellationToken cancel) =>
        turns.RunAsync<Done>(
            by,
            Rules,
            plan,
            async (turn, row) =>
                await turn.Work.DoAsync(
                    "update room_plan set archived_at = $3, updated_at = $3 where tenant_id = $1 and plan_id = $2 and archived_at is null",
                    [turn.Tenant.Value, row, turn.Now],
                    cancel
                ) == 0
                    ? AccessError.NotFound(Noun.RoomPlan)
                    : Told(turn, row, ["archived"]),
            cancel
        );

    private static TenantRules Rules => new(AuditKind.RoomPlanChanged, Permission.SitesWrite, Noun.RoomPlan);

    private static Done Told(CallerTurn turn, Guid plan, IEnumerable<string> what)
    {
        turn.Told.Add(TenantTurns.Told(turn, AuditKind.RoomPlanChanged, Noun.RoomPlan, plan, what));
        return Done.Yes;
    }

    private static Task<int> SaveAsync(CallerTurn turn, Guid plan, RoomPlanFields changes, CancellationToken cancel) =>
        turn.Work.DoAsync(
            """
            update room_plan set name = coalesce($3, name), price = coalesce($4, price), price_tax = coalesce($5, price_tax), business = coalesce($6, business),
                release = coalesce($7, release), is_shared = coalesce($8, is_shared), max_guests = coalesce($9, max_guests),
                min_minutes = coalesce($10, min_minutes), step_minutes = coalesce($11, step_minutes), updated_at = $12
            where tenant_id = $1 and plan_id = $2 and archived_at is null
            """,
            [
                turn.Tenant.Value,
                plan,
                changes.Name?.Trim(),
                changes.Price,
                changes.PriceTax,
                (short?)changes.Business,
                (short?)changes.Release,
                changes.IsShared,
                changes.MaxGuests,
                changes.MinMinutes,
                changes.StepMinutes,
                turn.Now,
            ],
            cancel
        );
}
