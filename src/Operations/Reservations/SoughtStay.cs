using Latchwork.Domain;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Users;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;

namespace Latchwork.Operations.Reservations;

/// <summary>A stay that is named by whoever wants to read what belongs to it.</summary>
internal static class SoughtStay
{
    public static async Task<Outcome<(TenantId Tenant, Guid Row)>> FindAsync(
        CallerReads reads,
        Caller by,
        WireId reservation,
        Permission needed,
        CancellationToken cancel
    )
    {
        var found = await reads.ReadAsync(
            by,
            "select tenant_id, row_id from public_id where kind = $1 and wire_id = $2",
            row => (new TenantId(row.GetGuid(0)), row.GetGuid(1)),
            _ => [(short)reservation.Kind, reservation.Text],
            cancel
        );
        return found.IsRefused(out var refusal, out var read) ? refusal
            : read.Rows is not [var (tenant, row)] ? AccessError.NotFound(Noun.Reservation)
            : AccessDecision.Refuse(needed, read.By.StandingIn(tenant), Noun.Reservation) is { } weak ? weak
            : (tenant, row);
    }
}
