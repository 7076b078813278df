using Latchwork.Domain;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Reservations;
using Latchwork.Domain.Users;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Sites;
using Latchwork.Operations.Storage;

namespace Latchwork.Operations.Reservations;

/// <summary>What is looked for; what is null filters nothing.</summary>
public sealed record RoomsWanted(Period Window, PageRequest Page)
{
    /// <summary>Null: at all sites. One that is not there is refused: no room of a mistaken site would look like a full house.</summary>
    public WireId? Site { get; init; }

    public WireId? Plan { get; init; }

    /// <summary>Units that a plan lets so many into: the one that is named, else any; one without a plan has no limit.</summary>
    public int? Guests { get; init; }

    /// <summary>Only those that are free for all of the time.</summary>
    public bool WholeOnly { get; init; }
}

/// <param name="Free">When it is free in the time that was asked for.</param>
public sealed record FreeUnit(UnitView Unit, bool IsFree, IReadOnlyList<Period> Free);

/// <summary>Which units are free, and when. What it says may be booked by somebody else the next moment.</summary>
public sealed class RoomSearch
{
    private static readonly TimeSpan LongestWindow = TimeSpan.FromDays(400);

    private readonly CallerReads reads;
    private readonly KeyRing ring;
    private readonly WireIdIndex ids;

    internal RoomSearch(CallerReads reads, KeyRing ring, WireIdIndex ids) => (this.reads, this.ring, this.ids) = (reads, ring, ids);

    public async Task<Outcome<PageOf<FreeUnit>>> RunAsync(Caller by, TenantId tenant, RoomsWanted wanted, CancellationToken cancel)
    {
        if (wanted.Window.IsEmpty || wanted.Window.Length > LongestWindow)
        {
            return AccessError.Invalid($"Look for a time of at most {LongestWindow.TotalDays:0} days that ends after it starts.", Noun.Reservation);
        }

        var found = await reads.ReadAsync(by, Sql.For(wanted.Page), Paged.Row(UnitRow.Read), _ => ParametersOf(tenant, wanted), cancel);
        if (found.IsRefused(out var refusal, out var read))
        {
            return refusal;
        }

        if (AccessDecision.Refuse(Permission.ReservationsRead, read.By.StandingIn(tenant), Noun.Unit) is { } weak)
        {
            return weak;
        }

        if (wanted.Site is { } site && (await ids.FindAsync(site, cancel))?.Tenant != tenant)
        {
            return AccessError.NotFound(Noun.Site);
        }

        var page = Paged.Page(read.Rows);
        var taken = await TakenAsync(by, tenant, page.Items, wanted.Window, cancel);
        if (taken.IsRefused(out var gone, out var periods))
        {
            return gone;
        }

        using var keys = await ring.RentAsync(tenant, cancel);
        var byUnit = periods.ToLookup(one => one.Unit, one => one.During);
        return page.Select(row =>
        {
            var free = wanted.Window.Without(byUnit[row.Unit]);
            return new FreeUnit(row.Open(keys), free is [var only] && only == wanted.Window, free);
        });
    }

    private Task<Outcome<List<(Guid Unit, Period During)>>> TakenAsync(
        Caller by,
        TenantId tenant,
        IReadOnlyList<UnitRow> units,
        Period window,
        CancellationToken cancel
    ) =>
        reads.ListAsync(
            by,
            """
            select unit_id, lower(during), upper(during) from reservation_unit
            where tenant_id = $1 and unit_id = any ($2) and is_live and during && tstzrange($3, $4)
            """,
            row => (row.GetGuid(0), new Period(row.GetFieldValue<DateTimeOffset>(1), row.GetFieldValue<DateTimeOffset>(2))),
            _ => [tenant.Value, units.Select(unit => unit.Unit).ToArray(), window.StartsAt, window.EndsAt],
            cancel
        );

    private static object?[] ParametersOf(TenantId tenant, RoomsWanted wanted) =>
        [
            tenant.Value,
            wanted.Page.Size,
            wanted.Page.Start,
            (short?)wanted.Site?.Kind,
            wanted.Site?.Text,
            (short?)wanted.Plan?.Kind,
            wanted.Plan?.Text,
            wanted.Guests,
            wanted.WholeOnly,
            wanted.Window.StartsAt,
            wanted.Window.EndsAt,
        ];

    private static readonly PagedSql Sql = Paged.Sql(
        $"""
        select {UnitRow.Columns}
        where u.tenant_id = $1 and u.archived_at is null and s.archived_at is null
            and ($5::text is null or u.site_id = (select row_id from public_id where kind = $4 and wire_id = $5 and tenant_id = $1))
            and ($7::text is null or exists (select from room_plan_unit x where x.tenant_id = u.tenant_id and x.unit_id = u.unit_id
                and x.plan_id = (select row_id from public_id where kind = $6 and wire_id = $7 and tenant_id = $1)))
            and ($8::integer is null
                or (select coalesce(bool_or(coalesce(p.max_guests, $8) >= $8), true)
                    from room_plan_unit x join room_plan p on p.tenant_id = x.tenant_id and p.plan_id = x.plan_id and p.archived_at is null
                    where x.tenant_id = u.tenant_id and x.unit_id = u.unit_id
                        and ($7::text is null or p.plan_id = (select row_id from public_id where kind = $6 and wire_id = $7 and tenant_id = $1))))
            and (not $9 or not exists (select from reservation_unit x where x.tenant_id = u.tenant_id and x.unit_id = u.unit_id and x.is_live
                and x.during && tstzrange($10::timestamptz, $11::timestamptz)))
        """,
        PageOrder.Rising("site_name text, site_uuid text, coalesce(number,U&'\\+10FFFF') text, name text, id text"),
        size: 2
    );
}
