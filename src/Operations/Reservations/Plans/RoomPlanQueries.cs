using Latchwork.Domain;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Reservations;
using Latchwork.Domain.Sites;
using Latchwork.Domain.Users;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Storage;
using Npgsql;

namespace Latchwork.Operations.Reservations.Plans;

/// <summary>A unit as plans and stays name it.</summary>
/// <param name="Id">Its public UUID.</param>
/// <param name="KeyvoxId">KEYVOX's <c>unitId</c>.</param>
public sealed record NamedUnit(string Id, string KeyvoxId, string Name);

/// <summary>A plan as its tenant's members and keys see it.</summary>
/// <param name="Id">Its public UUID.</param>
/// <param name="KeyvoxId">KEYVOX's <c>commodityId</c>.</param>
public sealed record RoomPlanView(
    string Id,
    string KeyvoxId,
    string Name,
    string SiteId,
    string SiteKeyvoxId,
    decimal Price,
    decimal PriceTax,
    Business Business,
    PlanRelease Release,
    bool IsShared,
    int? MaxGuests,
    int? MinMinutes,
    int? StepMinutes,
    IReadOnlyList<NamedUnit> Units
)
{
    /// <summary>From now on; only of one plan that was asked for with them.</summary>
    public IReadOnlyList<TakenTime> Unavailable { get; init; } = [];
}

/// <summary>When a unit cannot be booked.</summary>
public sealed record TakenTime(NamedUnit Unit, Period During);

/// <summary>The plans of a tenant.</summary>
public sealed class RoomPlanQueries
{
    private const int MostTaken = 5_000;

    private readonly CallerReads reads;

    internal RoomPlanQueries(CallerReads reads) => this.reads = reads;

    /// <param name="site">Null for all sites.</param>
    public async Task<Outcome<PageOf<RoomPlanView>>> ListAsync(Caller by, TenantId tenant, WireId? site, PageRequest page, CancellationToken cancel)
    {
        var found = await reads.ReadAsync(
            by,
            ListSql.For(page),
            Paged.Row(Read),
            _ => [tenant.Value, page.Size, page.Start, (short?)site?.Kind, site?.Text],
            cancel
        );
        return found.IsRefused(out var refusal, out var read) ? refusal
            : AccessDecision.Refuse(Permission.SitesRead, read.By.StandingIn(tenant), Noun.RoomPlan) is { } weak ? weak
            : Paged.Page(read.Rows);
    }

    /// <param name="withTimes">Also when its units are taken, from now on.</param>
    public async Task<Outcome<RoomPlanView>> FindAsync(Caller by, WireId plan, bool withTimes, CancellationToken cancel)
    {
        var found = await reads.ReadAsync(
            by,
            OneSql,
            row => (View: Read(row), Tenant: new TenantId(row.GetGuid(16)), Row: row.GetGuid(17)),
            _ => [(short)plan.Kind, plan.Text],
            cancel
        );
        if (found.IsRefused(out var refusal, out var read))
        {
            return refusal;
        }

        if (read.Rows is not [var (view, tenant, row)])
        {
            return AccessError.NotFound(Noun.RoomPlan);
        }

        return AccessDecision.Refuse(Permission.SitesRead, read.By.StandingIn(tenant), Noun.RoomPlan) is { } weak ? weak
            : withTimes ? (await TakenAsync(by, tenant, row, cancel)).Then(taken => view with { Unavailable = taken })
            : view;
    }

    private Task<Outcome<List<TakenTime>>> TakenAsync(Caller by, TenantId tenant, Guid plan, CancellationToken cancel) =>
        reads.ListAsync(
            by,
            $"""
            select {WireIds.Of(WireIdKind.UnitUuid, "u.unit_id")},
            {WireIds.Of(WireIdKind.KeyvoxUnit, "u.unit_id")}, u.name, lower(r.during), upper(r.during)
            from room_plan_unit pu
            join unit u on u.tenant_id = pu.tenant_id and u.unit_id = pu.unit_id and u.archived_at is null
            join reservation_unit r on r.tenant_id = u.tenant_id and r.unit_id = u.unit_id and r.is_live and upper(r.during) > $3
            where pu.tenant_id = $1 and pu.plan_id = $2
            order by lower(r.during), u.unit_id limit {MostTaken}
            """,
            row => new TakenTime(
                new NamedUnit(row.GetString(0), row.GetString(1), row.GetString(2)),
                new Period(row.GetFieldValue<DateTimeOffset>(3), row.GetFieldValue<DateTimeOffset>(4))
            ),
            now => [tenant.Value, plan, now],
            cancel
        );

    private static readonly string Columns = $"""
        {WireIds.Of(WireIdKind.RoomPlanUuid, "p.plan_id")} as id, {WireIds.Of(WireIdKind.KeyvoxPlan, "p.plan_id")} as keyvox_id, p.name,
        {WireIds.Of(WireIdKind.SiteUuid, "p.site_id")} as site_uuid, {WireIds.Of(WireIdKind.KeyvoxPlace, "p.site_id")} as site_keyvox, p.price,
        p.price_tax, p.business, p.release, p.is_shared, p.max_guests, p.min_minutes, p.step_minutes, n.ids, n.keyvox_ids, n.names
        from room_plan p
        join lateral (
            select coalesce(array_agg({WireIds.Of(WireIdKind.UnitUuid, "u.unit_id")} order by u.number, u.name, u.unit_id), array[]::text[]) as ids,
                coalesce(
                    array_agg({WireIds.Of(WireIdKind.KeyvoxUnit, "u.unit_id")} order by u.number, u.name, u.unit_id), array[]::text[]) as keyvox_ids,
                coalesce(array_agg(u.name order by u.number, u.name, u.unit_id), array[]::text[]) as names
            from room_plan_unit o join unit u on u.tenant_id = o.tenant_id and u.unit_id = o.unit_id and u.archived_at is null
            where o.tenant_id = p.tenant_id and o.plan_id = p.plan_id) as n on true
        """;

    private static readonly string OneSql = $"""
        select h.*, i.tenant_id, i.row_id from public_id i
        join lateral (select {Columns} where p.tenant_id = i.tenant_id and p.plan_id = i.row_id and p.archived_at is null) as h on true
        where i.kind = $1 and i.wire_id = $2
        """;

    private static readonly PagedSql ListSql = Paged.Sql(
        $"""
        select {Columns}
        where p.tenant_id = $1 and p.archived_at is null
            and ($5::text is null or p.site_id = (select row_id from public_id where kind = $4 and wire_id = $5 and tenant_id = $1))
        """,
        PageOrder.Rising("name text, id text"),
        size: 2
    );

    private static RoomPlanView Read(NpgsqlDataReader row)
    {
        var (ids, keyvox, names) = (row.GetFieldValue<string[]>(13), row.GetFieldValue<string[]>(14), row.GetFieldValue<string[]>(15));
        return new RoomPlanView(
            row.GetString(0),
            row.GetString(1),
            row.GetString(2),
            row.GetString(3),
            row.GetString(4),
            row.GetDecimal(5),
            row.GetDecimal(6),
            (Business)row.GetInt16(7),
            (PlanRelease)row.GetInt16(8),
            row.GetBoolean(9),
            row.GetOptional<int>(10),
            row.GetOptional<int>(11),
            row.GetOptional<int>(12),
            [.. ids.Select((id, n) => new NamedUnit(id, keyvox[n], names[n]))]
        );
    }
}
