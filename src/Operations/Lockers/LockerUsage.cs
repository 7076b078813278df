using Latchwork.Domain;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Lockers;
using Latchwork.Domain.Users;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using NodaTime;

namespace Latchwork.Operations.Lockers;

/// <summary>A day of a cabinet, by the clocks of its site.</summary>
/// <param name="Begun">Leases that began on it.</param>
/// <param name="Used">Boxes that somebody had at some time of it.</param>
public sealed record UsedDay(LocalDate Day, int Begun, int Used);

/// <param name="Zone">Of its site.</param>
/// <param name="Boxes">How many it has now.</param>
public sealed record UsedLocker(string Zone, int Boxes, IReadOnlyList<UsedDay> Days);

/// <summary>How much a cabinet was used, day by day, worked out from its leases: a box that was reserved and whose time began counts, a block does not.</summary>
public sealed class LockerUsage
{
    /// <summary>Longer ago nobody asks at once.</summary>
    public const int MostDays = 92;

    private readonly CallerReads reads;

    internal LockerUsage(CallerReads reads) => this.reads = reads;

    /// <param name="days">Up to today, included.</param>
    public async Task<Outcome<UsedLocker>> RunAsync(Caller by, WireId locker, int days, CancellationToken cancel)
    {
        if (days is < 1 or > MostDays)
        {
            return AccessError.Invalid($"Ask for 1 to {MostDays} days.", Noun.Locker);
        }

        var found = await reads.ReadAsync(
            by,
            Sql,
            row =>
                (
                    Tenant: new TenantId(row.GetGuid(0)),
                    Zone: row.GetString(1),
                    Boxes: row.GetInt32(2),
                    Day: new UsedDay(LocalDate.FromDateOnly(row.GetFieldValue<DateOnly>(3)), row.GetInt32(4), row.GetInt32(5))
                ),
            now => [(short)locker.Kind, locker.Text, now, days],
            cancel
        );
        if (found.IsRefused(out var refusal, out var read))
        {
            return refusal;
        }

        return read.Rows is not [var first, ..] ? LockerTurns.NoLocker
            : AccessDecision.Refuse(Permission.LockersRead, read.By.StandingIn(first.Tenant), Noun.Locker) is { } weak ? weak
            : new UsedLocker(first.Zone, first.Boxes, [.. read.Rows.Select(row => row.Day)]);
    }

    private static readonly string Sql = $"""
        with cabinet as (
            select k.tenant_id, k.locker_id, s.zone, ($3::timestamptz at time zone s.zone)::date as today,
                (select count(*)::int from locker_box b where b.tenant_id = k.tenant_id and b.locker_id = k.locker_id and b.gone_at is null) as boxes
            from public_id p
            join locker k on k.tenant_id = p.tenant_id and k.locker_id = p.row_id and k.decommissioned_at is null
            join site s on s.tenant_id = k.tenant_id and s.site_id = k.site_id
            where p.kind = $1 and p.wire_id = $2),
        days as (
            select c.*, d.n, (c.today - d.n)::timestamp at time zone c.zone as begins, (c.today - d.n + 1)::timestamp at time zone c.zone as ends
            from cabinet c cross join generate_series(0, $4::int - 1) as d (n)),
        had as (
            select l.box_id, l.starts_at, coalesce(l.ended_at, 'infinity') as until from cabinet c
            join box_lease l on l.tenant_id = c.tenant_id and l.locker_id = c.locker_id and l.kind <> {(int)BoxLeaseKind.Hold} and l.starts_at <= $3
                and (l.ended_at is null or l.ended_at > (select min(begins) from days)))
        select d.tenant_id, d.zone, d.boxes, d.today - d.n, (count(*) filter (where h.starts_at >= d.begins))::int, count(distinct h.box_id)::int
        from days d left join had h on h.starts_at < d.ends and h.until > d.begins
        group by d.tenant_id, d.zone, d.boxes, d.today, d.n order by d.n desc
        """;
}
