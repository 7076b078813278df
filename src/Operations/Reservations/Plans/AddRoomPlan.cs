using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Sites;
using Latchwork.Domain.Users;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;

namespace Latchwork.Operations.Reservations.Plans;

/// <summary>Adds a plan to a site: an offer of some of its units, at a price.</summary>
public sealed class AddRoomPlan
{
    /// <summary>In a site.</summary>
    public const int Most = 2_000;

    private readonly TenantTurns turns;
    private readonly WireIds ids;

    internal AddRoomPlan(TenantTurns turns, WireIds ids) => (this.turns, this.ids) = (turns, ids);

    /// <returns>Its public UUID.</returns>
    public Task<Outcome<string>> RunAsync(Caller by, WireId site, RoomPlanFields fields, CancellationToken cancel) =>
        turns.RunAsync<string>(
            by,
            new TenantRules(AuditKind.RoomPlanChanged, Permission.SitesWrite, Noun.Site),
            site,
            async (turn, row) =>
                fields.Name is null ? AccessError.Invalid("A plan needs a name.", Noun.RoomPlan)
                : fields.Refuse() is { } invalid ? invalid
                : await AddAsync(turn, new SiteId(row), fields, cancel),
            cancel
        );

    private async Task<Outcome<string>> AddAsync(CallerTurn turn, SiteId site, RoomPlanFields fields, CancellationToken cancel)
    {
        var plan = RoomPlanId.New(turn.Now);
        var added = await turn.Work.DoAsync(
            $"""
            insert into room_plan (tenant_id, plan_id, site_id, name, price, price_tax, business, release, is_shared, max_guests, min_minutes, step_minutes,
                created_at, updated_at)
            select s.tenant_id, $3, s.site_id, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $13 from site s
            where s.tenant_id = $1 and s.site_id = $2 and s.archived_at is null
                and (select count(*) from room_plan p where p.tenant_id = s.tenant_id and p.site_id = s.site_id and p.archived_at is null) < {Most}
            """,
            [
                turn.Tenant.Value,
                site.Value,
                plan.Value,
                fields.Name!.Trim(),
                fields.Price ?? 0,
                fields.PriceTax ?? fields.Price ?? 0,
                (short)(fields.Business ?? Business.Housing),
                (short)(fields.Release ?? PlanRelease.Public),
                fields.IsShared ?? false,
                fields.MaxGuests,
                fields.MinMinutes,
                fields.StepMinutes,
                turn.Now,
            ],
            cancel
        );
        if (added == 0)
        {
            return new AccessError(AccessErrorCode.LimitReached, $"A site has at most {Most} plans.", Noun.RoomPlan);
        }

        if (await PlanUnits.SetAsync(turns, turn, plan, fields.Units ?? [], cancel) is { } unknown)
        {
            return unknown;
        }

        turn.Made = plan.Value;
        await ids.IssueAsync(turn.Work, turn.Tenant, plan.Value, cancel, WireIdKind.RoomPlanUuid, WireIdKind.KeyvoxPlan);
        turn.Told.Add(TenantTurns.Told(turn, AuditKind.RoomPlanChanged, Noun.RoomPlan, plan.Value, "added"));
        return await WireIds.TextAsync(turn.Work, turn.Tenant, plan.Value, WireIdKind.RoomPlanUuid, cancel);
    }
}

/// <summary>The units of a plan.</summary>
internal static class PlanUnits
{
    /// <returns>The refusal where one of them is no unit of the plan's site.</returns>
    public static async Task<AccessError?> SetAsync(
        TenantTurns turns,
        CallerTurn turn,
        RoomPlanId plan,
        IReadOnlyList<WireId> units,
        CancellationToken cancel
    )
    {
        if (await turns.RowsAsync(turn, units, cancel) is not { } rows)
        {
            return AccessError.NotFound(Noun.Unit);
        }

        Guid[] wanted = [.. rows.Distinct()];
        await turn.Work.DoAsync("delete from room_plan_unit where tenant_id = $1 and plan_id = $2", [turn.Tenant.Value, plan.Value], cancel);
        var set = await turn.Work.DoAsync(
            """
            insert into room_plan_unit (tenant_id, plan_id, unit_id)
            select p.tenant_id, p.plan_id, u.unit_id from room_plan p
            join unit u on u.tenant_id = p.tenant_id and u.site_id = p.site_id and u.unit_id = any ($3) and u.archived_at is null
            where p.tenant_id = $1 and p.plan_id = $2
            """,
            [turn.Tenant.Value, plan.Value, wanted],
            cancel
        );
        return set == wanted.Length ? null : AccessError.NotFound(Noun.Unit);
    }
}
