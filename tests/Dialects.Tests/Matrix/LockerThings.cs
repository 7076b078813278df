using System.Globalization;
using System.Text.Json.Nodes;
using Latchwork.Domain;
using Latchwork.Domain.Lockers;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Links;
using Latchwork.Operations.Lockers;
using Latchwork.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Latchwork.Dialects.Tests.Matrix;

/// <summary>The cabinet of each side, and leases of its boxes.</summary>
internal sealed class LockerThings
{
    private static readonly DateTimeOffset Later = new(2035, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly Dictionary<Side, string> lockers = [];
    private readonly Dictionary<Side, string> leases = [];
    private int days;

    /// <summary>The neighbours get theirs when it is first asked for.</summary>
    public async Task<string> LockerAsync(TwoTenants tenants, Side side)
    {
        if (lockers.TryGetValue(side, out var there))
        {
            return there;
        }

        var (services, tenant) = (tenants.Server.Services, tenants.TenantOf(side));
        if (side == Side.Neighbours)
        {
            var request = new PairLinkRequest("simulator", "simulator:lockers?travel=0&seed=9", "Lockers");
            var paired = await services.GetRequiredService<PairLink>().RunAsync(Caller.Server(tenant), tenant, request, CancellationToken.None);
            // The matrices of several wires ask for it.
            Assert.True(paired.Error is null or { Code: AccessErrorCode.Taken }, paired.Error?.Detail);
        }

        var found = new List<string>();
        await Poll.UntilAsync(async () =>
            (
                found = await tenants.QueryAsync(
                    "select p.wire_id from locker k join public_id p on p.row_id = k.locker_id and p.kind = $2 where k.tenant_id = $1",
                    tenant.Value,
                    (short)WireIdKind.LockerUuid
                )
            ).Count > 0
        );
        return lockers[side] = found[0];
    }

    /// <summary>Of a time that no other has.</summary>
    public string FreshLease()
    {
        var (starts, ends) = NextDay();
        return new JsonObject
        {
            ["kind"] = "rental",
            ["startsAt"] = starts.ToString("O", CultureInfo.InvariantCulture),
            ["endsAt"] = ends.ToString("O", CultureInfo.InvariantCulture),
        }.ToJsonString();
    }

    /// <summary>One that may be ended; another one once it was.</summary>
    public async Task<string> LeaseAsync(TwoTenants tenants, Side side)
    {
        if (leases.TryGetValue(side, out var there))
        {
            return there;
        }

        var (starts, ends) = NextDay();
        var request = new LeaseBoxRequest
        {
            Locker = new WireId(WireIdKind.LockerUuid, await LockerAsync(tenants, side)),
            Kind = BoxLeaseKind.Rental,
            StartsAt = starts,
            EndsAt = ends,
        };
        var lease = tenants.Server.Services.GetRequiredService<LeaseBox>();
        return leases[side] = (await lease.RunAsync(Caller.Server(tenants.TenantOf(side)), request, CancellationToken.None)).Value.Uuid;
    }

    public void ForgetLease(Side side) => leases.Remove(side);

    private (DateTimeOffset Starts, DateTimeOffset Ends) NextDay()
    {
        var starts = Later.AddDays(++days);
        return (starts, starts.AddDays(1));
    }
}
