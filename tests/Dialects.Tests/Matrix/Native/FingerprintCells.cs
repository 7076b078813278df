using System.Globalization;
using Latchwork.Domain;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Locks;
using Latchwork.Operations.Credentials;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Locks;
using Microsoft.Extensions.DependencyInjection;
using static Latchwork.Dialects.Tests.Matrix.Native.NativeRows;

namespace Latchwork.Dialects.Tests.Matrix.Native;

/// <summary>A fingerprint of each side, as a telephone has noted it, in a list over all its doors.</summary>
internal sealed class FingerprintCells(NativeThings things) : NativeCells
{
    private const string List = "GET /api/v1/fingerprints";

    private readonly Dictionary<Side, string> there = [];
    private int made;

    public override IReadOnlyList<MatrixRow> Rows { get; } = [.. Own(List, Shown, Hidden, StayReaders)];

    public override bool IsList(string route) => route == List;

    public override async Task<string> IdAsync(TwoTenants tenants, MatrixRow row)
    {
        if (there.TryGetValue(row.Side, out var known))
        {
            return known;
        }

        var (services, tenant) = (tenants.Server.Services, tenants.TenantOf(row.Side));
        var number = FingerprintNumber.Parse((++made).ToString(CultureInfo.InvariantCulture)).Value;
        var request = new RegisterFingerprintRequest(new WireId(WireIdKind.LockUuid, await ReaderAsync(tenants, row.Side)), number);
        var registered = await services.GetRequiredService<RegisterFingerprint>().RunAsync(Caller.Server(tenant), request, CancellationToken.None);
        Assert.Null(registered.Error);
        return there[row.Side] = await services
            .GetRequiredService<WireIdIndex>()
            .OfRowAsync(tenant, registered.Value.Credential.Value, WireIdKind.CredentialUuid, CancellationToken.None);
    }

    /// <summary>The doors of the simulator read no fingers.</summary>
    private async Task<string> ReaderAsync(TwoTenants tenants, Side side)
    {
        var (services, tenant) = (tenants.Server.Services, tenants.TenantOf(side));
        var index = services.GetRequiredService<WireIdIndex>();
        var site = await index.FindAsync(new WireId(WireIdKind.SiteUuid, await things.SiteAsync(tenants, side)), CancellationToken.None);
        var added = await services
            .GetRequiredService<AddLock>()
            .RunAsync(
                Caller.Server(tenant),
                tenant,
                new SiteId(site!.Value.Id),
                "Cellar",
                Capabilities.Unlock | Capabilities.Fingerprints,
                CancellationToken.None
            );
        return await index.OfRowAsync(tenant, added.Value.Value, WireIdKind.LockUuid, CancellationToken.None);
    }
}
