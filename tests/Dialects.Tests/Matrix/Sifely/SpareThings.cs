using System.Globalization;
using Latchwork.Dialects.Tests.Scenarios;
using Latchwork.Domain;
using Latchwork.Domain.Locks;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Locks;
using Latchwork.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Latchwork.Dialects.Tests.Matrix.Sifely;

/// <summary>Locks and ekeys that a request may use up.</summary>
internal sealed class SpareThings
{
    private readonly Dictionary<Side, UserId> guests = [];

    /// <summary>The wire's number of a new lock that nothing connects: the side's first administrator owns it.</summary>
    public async Task<long> LockAsync(TwoTenants tenants, Side side)
    {
        var tenant = tenants.TenantOf(side);
        var site = await OneAsync(tenants, "select site_id::text from site where tenant_id = $1 order by created_at limit 1", tenant.Value);
        var added = await tenants
            .Server.Services.GetRequiredService<AddLock>()
            .RunAsync(
                Caller.Server(tenant),
                tenant,
                new SiteId(Guid.Parse(site, CultureInfo.InvariantCulture)),
                "Spare",
                Capabilities.Unlock,
                CancellationToken.None
            );
        return await NumberAsync(tenants, added.Value.Value, WireIdKind.LockNumber);
    }

    /// <summary>The wire's number of a new ekey of the side's guest to the side's door; the one before is gone.</summary>
    public async Task<long> EkeyAsync(TwoTenants tenants, Side side, GrantShape shape)
    {
        var people = new Population(tenants.Server.Services);
        var door = await people.LockAsync(side == Side.House ? tenants.HouseLock : tenants.NeighbourLock);
        if (!guests.TryGetValue(side, out var guest))
        {
            guests[side] = guest = await people.PersonAsync(tenants.TenantOf(side), AccountOf(side), LiveServer.Password);
        }

        await tenants.QueryAsync(
            "update access_grant set revoked_at = clock_timestamp() where user_id = $1 and revoked_at is null returning grant_id::text",
            guest.Value
        );
        await people.GrantAsync(tenants.TenantOf(side), door, guest, shape);
        var grant = await OneAsync(tenants, "select grant_id::text from access_grant where user_id = $1 and revoked_at is null", guest.Value);
        return await NumberAsync(tenants, Guid.Parse(grant, CultureInfo.InvariantCulture), WireIdKind.GrantNumber);
    }

    public static string AccountOf(Side side) => $"spare@{side}.example";

    private static async Task<long> NumberAsync(TwoTenants tenants, Guid row, WireIdKind kind) =>
        long.Parse(
            await OneAsync(tenants, "select wire_id from public_id where row_id = $1 and kind = $2", row, (short)kind),
            CultureInfo.InvariantCulture
        );

    private static async Task<string> OneAsync(TwoTenants tenants, string sql, params object[] values) =>
        (await tenants.QueryAsync(sql, values)).Single();
}
