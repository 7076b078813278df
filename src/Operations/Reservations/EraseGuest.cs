using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Users;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;

namespace Latchwork.Operations.Reservations;

/// <summary>
/// Takes the guest of a reservation out of it: what they are called and how they are reached, wherever it stands. The stay and its audit remain and say
/// nothing of them any more (AU-7).
/// </summary>
public sealed class EraseGuest
{
    private readonly TenantTurns turns;

    internal EraseGuest(TenantTurns turns) => this.turns = turns;

    public Task<Outcome<Done>> RunAsync(Caller by, WireId reservation, CancellationToken cancel) =>
        turns.RunAsync<Done>(
            by,
            new TenantRules(AuditKind.ReservationChanged, Permission.PeopleErase, Noun.Reservation),
            reservation,
            async (turn, row) =>
            {
                foreach (var statement in Rows)
                {
                    await turn.Work.DoAsync(statement, [turn.Tenant.Value, row, turn.Now], cancel);
                }

                turn.Told.Add(TenantTurns.Told(turn, AuditKind.ReservationChanged, Noun.Reservation, row, "guest erased"));
                return Done.Yes;
            },
            cancel
        );

    private static readonly string[] Rows =
    [
        """
            update person p set name = '', locale = null, email_sealed = null, email_index = null, telephone_sealed = null, telephone_index = null,
                address_sealed = null, document_sealed = null, erased_at = $3
            from reservation r
            where r.tenant_id = $1 and r.reservation_id = $2 and p.tenant_id = r.tenant_id and p.person_id = r.person_id and p.erased_at is null
            """,
        """
            update credential c set name = null, updated_at = $3 from reservation_credential rc
            where rc.tenant_id = $1 and rc.reservation_id = $2 and c.tenant_id = rc.tenant_id and c.credential_id = rc.credential_id
            """,
        "update reservation_unit set contact_name = null where tenant_id = $1 and reservation_id = $2 and $3::timestamptz is not null",
        "update reservation set contact_name = '', updated_at = $3 where tenant_id = $1 and reservation_id = $2",
    ];
}
