using Latchwork.Domain;
using Latchwork.Domain.Reservations;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Secrets;

namespace Latchwork.Operations.Reservations;

/// <summary>Writes the rows of a reservation.</summary>
internal static class NewStay
{
    public static async Task<ReservationId> InsertAsync(
        CallerTurn turn,
        SiteId site,
        Stay stay,
        BookingRequest request,
        TenantKeys keys,
        CancellationToken cancel
    )
    {
        var id = ReservationId.New(turn.Now);
        var guest = request.IsBlock ? (PersonId?)null : GuestRows.Add(turn, keys, request.Contact);
        var (details, period) = (request.Details, stay.Period);
        var lines = await BookedLines.ToJsonAsync(turn, details.Lines, cancel);
        turn.Work.DoLater(
            """
            insert into reservation (tenant_id, reservation_id, site_id, state, person_id, contact_name, guests, starts_at, ends_at, early, extend,
                payment_state, payment_kind, channel, source, channel_order, is_important, lines, created_by, clock_due_at, created_at, updated_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18::jsonb, $19, $20, $21, $21)
            """,
            [
                turn.Tenant.Value,
                id.Value,
                site.Value,
                (short)stay.State,
                guest?.Value,
                request.Contact.Name?.Trim() ?? "",
                details.Guests ?? 1,
                period.StartsAt,
                period.EndsAt,
                stay.Early,
                stay.Extend,
                (short)(details.PaymentState ?? PaymentState.Unpaid),
                (short)(details.PaymentKind ?? PaymentKind.Offline),
                details.Channel,
                details.Source,
                details.ChannelOrder is { Length: > 0 } order ? order : null,
                details.IsImportant ?? false,
                lines,
                turn.By.Principal.Id,
                StayClock.NextLook(stay.State, stay.CodePeriod, seen: null, turn.Now),
                turn.Now,
            ]
        );
        StoredStay.UpsertUnits(turn, id, stay);
        await SaveUnitDetailsAsync(turn, id, [.. request.Units.Zip(stay.Units, (wanted, unit) => (wanted, unit.Unit))], cancel);
        return id;
    }

    /// <summary>What is said of single units.</summary>
    public static async Task SaveUnitDetailsAsync(
        CallerTurn turn,
        ReservationId id,
        IReadOnlyList<(WantedUnit Wanted, UnitId Unit)> units,
        CancellationToken cancel
    )
    {
        var said = units.Where(unit => unit.Wanted is { Guests: not null } or { ContactName: not null }).ToArray();
        if (said.Length > 0)
        {
            await turn.Work.DoAsync(
                """
                update reservation_unit r set guests = coalesce(u.guests, r.guests), contact_name = coalesce(u.contact_name, r.contact_name)
                from unnest($3::uuid[], $4::integer[], $5::text[]) as u (unit_id, guests, contact_name)
                where r.tenant_id = $1 and r.reservation_id = $2 and r.unit_id = u.unit_id
                """,
                [
                    turn.Tenant.Value,
                    id.Value,
                    said.Select(unit => unit.Unit.Value).ToArray(),
                    said.Select(unit => unit.Wanted.Guests).ToArray(),
                    said.Select(unit => unit.Wanted.ContactName?.Trim()).ToArray(),
                ],
                cancel
            );
        }
    }
}
