using Latchwork.Domain;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;

namespace Latchwork.Operations.Tenants;

/// <param name="Id">Its public UUID.</param>
/// <param name="Zone">IANA zone.</param>
/// <param name="AsksBeforeOpening">People at the console show once more who they are before they open a door or a box from afar (CO-4).</param>
public sealed record SeenTenant(string Id, string Name, string Zone, DateTimeOffset CreatedAt, bool AsksBeforeOpening);

/// <summary>What members and keys of a tenant may know of it.</summary>
public sealed class TenantQueries
{
    private readonly CallerReads reads;

    internal TenantQueries(CallerReads reads) => this.reads = reads;

    public async Task<Outcome<SeenTenant>> FindAsync(Caller by, TenantId tenant, CancellationToken cancel)
    {
        var found = await reads.ReadAsync(
            by,
            $"""
            select p.wire_id, t.name, t.zone, t.created_at, t.asks_before_opening
            from tenant t join public_id p on p.tenant_id = t.tenant_id and p.row_id = t.tenant_id and p.kind = {(int)WireIdKind.TenantUuid}
            where t.tenant_id = $1
            """,
            row => new SeenTenant(row.GetString(0), row.GetString(1), row.GetString(2), row.GetFieldValue<DateTimeOffset>(3), row.GetBoolean(4)),
            _ => [tenant.Value],
            cancel
        );
        return found.IsRefused(out var refusal, out var read) ? refusal
            : read.By.StandingIn(tenant) is null || read.Rows is not [var seen] ? AccessError.NotFound(Noun.Tenant)
            : seen;
    }
}
