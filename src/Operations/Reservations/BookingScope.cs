using System.Collections.Immutable;
using Latchwork.Domain;
using Latchwork.Domain.Reservations;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Storage;

namespace Latchwork.Operations.Reservations;

/// <summary>Where a booking looks for its rooms: a site, and one of its plans where it names one.</summary>
internal sealed record BookingScope(SiteId Site, string Zone, PlanLimits? Plan)
{
    /// <summary>By the first of them that is named; what they name must belong together.</summary>
    public static async Task<Outcome<BookingScope>> FindAsync(
        TenantTurns turns,
        CallerTurn turn,
        WireId? site,
        WireId? plan,
        IReadOnlyList<WantedUnit> units,
        CancellationToken cancel
    )
    {
        var (plans, places) = (plan is { } p ? new[] { p } : [], site is { } s ? new[] { s } : []);
        if (await turns.RowsAsync(turn, plans, cancel) is not { } planRows)
        {
            return AccessError.NotFound(Noun.RoomPlan);
        }

        if (await turns.RowsAsync(turn, places, cancel) is not { } siteRows)
        {
            return AccessError.NotFound(Noun.Site);
        }

        if (await turns.RowsAsync(turn, [.. units.Take(1).Select(unit => unit.Unit)], cancel) is not { } unitRows)
        {
            return AccessError.NotFound(Noun.Unit);
        }

        var limits = planRows is [var row] ? await PlanLimits.FindAsync(turn, row, cancel) : null;
        if (planRows.Count > 0 && limits is null)
        {
            return AccessError.NotFound(Noun.RoomPlan);
        }

        var found = await turn.Work.FirstAsync(
            """
            select s.site_id, s.zone from site s
            where s.tenant_id = $1 and s.archived_at is null and ($2::uuid is null or s.site_id = $2) and ($3::uuid is null or s.site_id = $3)
                and ($4::uuid is null or s.site_id = (select site_id from unit where tenant_id = $1 and unit_id = $4 and archived_at is null))
            """,
            reader => new BookingScope(new SiteId(reader.GetGuid(0)), reader.GetString(1), limits),
            [turn.Tenant.Value, First(siteRows), limits?.Site.Value, First(unitRows)],
            cancel
        );
        return found is null ? AccessError.NotFound(units.Count > 0 ? Noun.Unit : Noun.Site) : found;
    }

    /// <summary>The units that are named, each of this site and in use, with their times.</summary>
    public async Task<Outcome<ImmutableArray<StayUnit>>> NamedAsync(
        TenantTurns turns,
        CallerTurn turn,
        IReadOnlyList<WantedUnit> wanted,
        Period whole,
        CancellationToken cancel
    )
    {
        if (wanted.Count > Stay.MostUnits)
        {
            return AccessError.Invalid($"A reservation has at most {Stay.MostUnits} units.", Noun.Unit);
        }

        var rows = await turns.RowsAsync(turn, [.. wanted.Select(unit => unit.Unit)], cancel);
        if (rows is null || !await AreHereAsync(turn, rows, cancel))
        {
            return AccessError.NotFound(Noun.Unit);
        }

        var units = ImmutableArray.CreateBuilder<StayUnit>(wanted.Count);
        foreach (var (unit, row) in wanted.Zip(rows))
        {
            var start = unit.StartsAt?.StartIn(Zone) ?? whole.StartsAt;
            var end = unit.EndsAt?.EndIn(Zone) ?? whole.EndsAt;
            if ((start.Error ?? end.Error) is { } invalid)
            {
                return invalid;
            }

            units.Add(new StayUnit(new UnitId(row), start.Value, end.Value));
        }

        return units.ToImmutable();
    }

    /// <summary>The first units of the plan or the site that are free for all of the time.</summary>
    public async Task<Outcome<ImmutableArray<StayUnit>>> FreeAsync(CallerTurn turn, int count, Period whole, CancellationToken cancel)
    {
        if (count is < 1 or > Stay.MostUnits)
        {
            return AccessError.Invalid($"A reservation has 1 to {Stay.MostUnits} units.", Noun.Unit);
        }

        if (whole.IsEmpty)
        {
            return AccessError.Invalid("A stay ends after it starts.", Noun.Reservation);
        }

        var free = await turn.Work.ListAsync(
            """
            select u.unit_id from unit u
            where u.tenant_id = $1 and u.site_id = $2 and u.archived_at is null
                and ($3::uuid is null or exists (select from room_plan_unit p where p.tenant_id = u.tenant_id and p.plan_id = $3 and p.unit_id = u.unit_id))
                and not exists (select from reservation_unit r where r.tenant_id = u.tenant_id and r.unit_id = u.unit_id and r.is_live
                    and r.during && tstzrange($4, $5))
            order by u.is_clean desc, u.number, u.name, u.unit_id limit $6
            """,
            row => new StayUnit(new UnitId(row.GetGuid(0)), whole.StartsAt, whole.EndsAt),
            [turn.Tenant.Value, Site.Value, Plan?.Id.Value, whole.StartsAt, whole.EndsAt, count],
            cancel
        );
        return free.Count < count ? BookReservation.NoRoom : free.ToImmutableArray();
    }

    private async Task<bool> AreHereAsync(CallerTurn turn, IReadOnlyList<Guid> units, CancellationToken cancel) =>
        await turn.Work.FirstAsync(
            """
            select count(*) from unit u where u.tenant_id = $1 and u.site_id = $2 and u.unit_id = any ($3) and u.archived_at is null
                and ($4::uuid is null or exists (select from room_plan_unit p where p.tenant_id = u.tenant_id and p.plan_id = $4 and p.unit_id = u.unit_id))
            """,
            row => row.GetInt64(0),
            [turn.Tenant.Value, Site.Value, units.Distinct().ToArray(), Plan?.Id.Value],
            cancel
        ) == units.Distinct().Count();

    private static Guid? First(IReadOnlyList<Guid> rows) => rows.Count > 0 ? rows[0] : null;
}

/// <summary>What a plan asks of a stay.</summary>
internal sealed record PlanLimits(RoomPlanId Id, SiteId Site, int? MaxGuests, int? MinMinutes, int? StepMinutes)
{
    public static Task<PlanLimits?> FindAsync(CallerTurn turn, Guid plan, CancellationToken cancel) =>
        turn.Work.FirstAsync(
            "select site_id, max_guests, min_minutes, step_minutes from room_plan where tenant_id = $1 and plan_id = $2 and archived_at is null",
            row => new PlanLimits(
                new RoomPlanId(plan),
                new SiteId(row.GetGuid(0)),
                row.GetOptional<int>(1),
                row.GetOptional<int>(2),
                row.GetOptional<int>(3)
            ),
            [turn.Tenant.Value, plan],
            cancel
        );

    public AccessError? Refuse(Period stay, int guests) =>
        guests > MaxGuests ? AccessError.Invalid($"This plan is for at most {MaxGuests} guests.", Noun.RoomPlan)
        : stay.Length < TimeSpan.FromMinutes(MinMinutes ?? 0) ? AccessError.Invalid($"This plan is for at least {MinMinutes} minutes.", Noun.RoomPlan)
        : StepMinutes is { } step && stay.Length.Ticks % TimeSpan.FromMinutes(step).Ticks != 0
            ? AccessError.Invalid($"A stay by this plan lasts a whole number of {step} minutes.", Noun.RoomPlan)
        : null;
}
