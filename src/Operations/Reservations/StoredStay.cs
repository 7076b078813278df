using Latchwork.Domain;
using Latchwork.Domain.Reservations;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Storage;

namespace Latchwork.Operations.Reservations;

/// <summary>A reservation as its acts load and save it.</summary>
/// <param name="Zone">Of its site.</param>
/// <param name="Guest">Null for a block.</param>
internal sealed record StoredStay(ReservationId Id, SiteId Site, string Zone, Stay Stay, PersonId? Guest, string ContactName)
{
    public static async Task<StoredStay?> FindAsync(CallerTurn turn, Guid reservation, CancellationToken cancel)
    {
        var units = await turn.Work.ListAsync(
            """
            select unit_id, lower(during), upper(during), checked_in_at, checked_out_at from reservation_unit
            where tenant_id = $1 and reservation_id = $2 order by lower(during), unit_id
            """,
            row => new StayUnit(new UnitId(row.GetGuid(0)), row.GetFieldValue<DateTimeOffset>(1), row.GetFieldValue<DateTimeOffset>(2))
            {
                CheckedInAt = row.GetInstant(3),
                CheckedOutAt = row.GetInstant(4),
            },
            [turn.Tenant.Value, reservation],
            cancel
        );
        return await turn.Work.FirstAsync(
            """
            select r.site_id, s.zone, r.state, r.early, r.extend, r.person_id, r.contact_name
            from reservation r join site s on s.tenant_id = r.tenant_id and s.site_id = r.site_id
            where r.tenant_id = $1 and r.reservation_id = $2 for update of r
            """,
            row => new StoredStay(
                new ReservationId(reservation),
                new SiteId(row.GetGuid(0)),
                row.GetString(1),
                new Stay((StayState)row.GetInt16(2), row.GetFieldValue<TimeSpan>(3), row.GetFieldValue<TimeSpan>(4), [.. units]),
                row.GetId(5, id => new PersonId(id)),
                row.GetString(6)
            ),
            [turn.Tenant.Value, reservation],
            cancel
        );
    }

    /// <summary>
    /// Writes what the stay has become: the rooms that it leaves first, so that it may take them again at another time. A room that somebody else has is
    /// the database's to refuse.
    /// </summary>
    public async Task SaveAsync(CallerTurn turn, Stay next, CancellationToken cancel)
    {
        var keys = new object[] { turn.Tenant.Value, Id.Value };
        await turn.Work.DoAsync(
            "delete from reservation_unit where tenant_id = $1 and reservation_id = $2 and not (unit_id = any ($3))",
            [.. keys, next.Units.Select(unit => unit.Unit.Value).ToArray()],
            cancel
        );
        UpsertUnits(turn, Id, next);
        var period = next.Period;
        await turn.Work.DoAsync(
            """
            update reservation set state = $3, early = $4, extend = $5, starts_at = $6, ends_at = $7, checked_in_at = $8, checked_out_at = $9,
                cancelled_at = case when $3 = $10 then coalesce(cancelled_at, $11) end, clock_due_at = $12, updated_at = $11
            where tenant_id = $1 and reservation_id = $2
            """,
            [
                .. keys,
                (short)next.State,
                next.Early,
                next.Extend,
                period.StartsAt,
                period.EndsAt,
                next.Units.Min(unit => unit.CheckedInAt),
                next.State == StayState.CheckedOut ? next.Units.Max(unit => unit.CheckedOutAt) : null,
                (short)StayState.Cancelled,
                turn.Now,
                StayClock.NextLook(next.State, next.CodePeriod, seen: null, turn.Now),
            ],
            cancel
        );
    }

    public static void UpsertUnits(CallerTurn turn, ReservationId id, Stay stay) =>
        turn.Work.DoLater(
            """
            insert into reservation_unit (tenant_id, reservation_id, unit_id, during, checked_in_at, checked_out_at, is_live)
            select $1, $2, u.unit_id, tstzrange(u.starts_at, u.ends_at), u.checked_in_at, u.checked_out_at, u.is_live
            from unnest($3::uuid[], $4::timestamptz[], $5::timestamptz[], $6::timestamptz[], $7::timestamptz[], $8::boolean[])
                as u (unit_id, starts_at, ends_at, checked_in_at, checked_out_at, is_live)
            on conflict (tenant_id, reservation_id, unit_id) do update set during = excluded.during, checked_in_at = excluded.checked_in_at,
                checked_out_at = excluded.checked_out_at, is_live = excluded.is_live
            """,
            [
                turn.Tenant.Value,
                id.Value,
                stay.Units.Select(unit => unit.Unit.Value).ToArray(),
                stay.Units.Select(unit => unit.StartsAt).ToArray(),
                stay.Units.Select(unit => unit.EndsAt).ToArray(),
                stay.Units.Select(unit => unit.CheckedInAt).ToArray(),
                stay.Units.Select(unit => unit.CheckedOutAt).ToArray(),
                stay.Units.Select(stay.Takes).ToArray(),
            ]
        );

    public override string ToString() => $"reservation {Id.Value}";
}
