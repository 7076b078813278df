using Latchwork.Dialects.Sifely.Wire;
using Latchwork.Domain;
using Latchwork.Domain.Grants;
using Latchwork.Operations.Gateways;
using Latchwork.Operations.Ids;
using Microsoft.AspNetCore.Builder;

namespace Latchwork.Dialects.Sifely.Gateways;

/// <summary>Gateways as they are told (11, 19.6).</summary>
internal static class GatewayEndpoints
{
    /// <summary>A phone that has just set up a gateway asks for its number so long (19.6).</summary>
    private static readonly TimeSpan JustFound = TimeSpan.FromMinutes(3);

    public static void Map(DialectRoutes sifely)
    {
        sifely.Own("list own gateways").MapMethods("/v3/gateway/list", SifelyDialect.GetAndPost, ListAsync);
        sifely.Own("find a new gateway").MapMethods("/v3/gateway/isInitSuccess", SifelyDialect.GetAndPost, IsThereAsync);
        sifely.OfLock(AccessAct.SeeGateway).MapMethods("/v3/gateway/listByLock", SifelyDialect.GetAndPost, OfLockAsync);
        // The name under which one client asks (11).
        sifely.OfLock(AccessAct.SeeGateway).MapMethods("/v3/lock/gateways", SifelyDialect.GetAndPost, OfLockAsync);
        sifely.OfGateway(AccessAct.SeeGateway).MapMethods("/v3/gateway/detail", SifelyDialect.GetAndPost, DetailAsync);
        sifely.OfGateway(AccessAct.SeeGateway).MapMethods("/v3/gateway/listLock", SifelyDialect.GetAndPost, LocksAsync);
        sifely.OfGateway(AccessAct.SeeGateway).MapMethods("/v3/gateway/listDevice", SifelyDialect.GetAndPost, DevicesAsync);
        sifely.OfGateway(AccessAct.SeeGateway).MapMethods("/v3/gateway/upgradeCheck", SifelyDialect.GetAndPost, UpgradeAsync);
    }

    /// <summary>The gateway that a request names.</summary>
    public static WireId Gateway(this SifelyParameters given) =>
        SifelyParameters.IdOf(WireIdKind.GatewayNumber, given.RequiredWhole("gatewayId", JavaType.Integer));

    private static Task<SifelyAnswer> ListAsync(SifelyCaller caller, SifelyParameters given, GatewayQueries gateways, CancellationToken cancel)
    {
        var paging = given.Paging();
        return given.PageAsync(
            paging,
            () => gateways.ListAsync(caller.Caller, paging.Request, cancel),
            GatewayBody.Of,
            SifelyJson.Wire.PageBodyGatewayBody
        );
    }

    private static Task<SifelyAnswer> IsThereAsync(
        SifelyCaller caller,
        SifelyParameters given,
        GatewayQueries gateways,
        TimeProvider clock,
        CancellationToken cancel
    )
    {
        var mac = given.RequiredText("gatewayNetMac");
        return given.ReadAsync(
            async () => Find(await gateways.FoundSinceAsync(caller.Caller, clock.GetUtcNow() - JustFound, cancel), mac),
            seen => new GatewayNumberBody(seen.Number),
            SifelyJson.Wire.GatewayNumberBody
        );
    }

    private static Outcome<SeenGateway> Find(Outcome<IReadOnlyList<SeenGateway>> found, string mac) =>
        found.IsRefused(out var refusal, out var gateways) ? refusal
        : gateways.FirstOrDefault(seen => seen.Mac.Equals(mac, StringComparison.OrdinalIgnoreCase)) is { } seen ? seen
        : AccessError.NotFound(Noun.Gateway);

    private static Task<SifelyAnswer> OfLockAsync(SifelyCaller caller, SifelyParameters given, GatewayQueries gateways, CancellationToken cancel)
    {
        var which = given.Lock();
        return given.ListAsync(
            () => gateways.OfLockAsync(caller.Caller, which, cancel),
            GatewayOfLockBody.Of,
            SifelyJson.Wire.ListBodyGatewayOfLockBody
        );
    }

    private static Task<SifelyAnswer> DetailAsync(SifelyCaller caller, SifelyParameters given, GatewayQueries gateways, CancellationToken cancel)
    {
        var which = given.Gateway();
        return given.ReadAsync(() => gateways.FindAsync(caller.Caller, which, cancel), GatewayBody.Of, SifelyJson.Wire.GatewayBody);
    }

    private static Task<SifelyAnswer> LocksAsync(SifelyCaller caller, SifelyParameters given, GatewayQueries gateways, CancellationToken cancel)
    {
        var which = given.Gateway();
        return given.ListAsync(
            () => gateways.LocksAsync(caller.Caller, which, cancel),
            LockOfGatewayBody.Of,
            SifelyJson.Wire.ListBodyLockOfGatewayBody
        );
    }

    private static Task<SifelyAnswer> DevicesAsync(SifelyCaller caller, SifelyParameters given, GatewayQueries gateways, CancellationToken cancel)
    {
        var which = given.Gateway();
        return given.ListAsync(
            () => gateways.DevicesAsync(caller.Caller, which, cancel),
            DeviceOfGatewayBody.Of,
            SifelyJson.Wire.ListBodyDeviceOfGatewayBody
        );
    }

    private static Task<SifelyAnswer> UpgradeAsync(SifelyCaller caller, SifelyParameters given, GatewayQueries gateways, CancellationToken cancel)
    {
        var which = given.Gateway();
        return given.ReadAsync(() => gateways.FindAsync(caller.Caller, which, cancel), GatewayUpgradeBody.Of, SifelyJson.Wire.GatewayUpgradeBody);
    }
}
