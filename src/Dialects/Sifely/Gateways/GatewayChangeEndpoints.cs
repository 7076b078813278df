using Latchwork.Dialects.Sifely.Wire;
using Latchwork.Domain.Grants;
using Latchwork.Operations.Gateways;
using Latchwork.Operations.Ids;
using Microsoft.AspNetCore.Builder;

namespace Latchwork.Dialects.Sifely.Gateways;

/// <summary>What is asked of a gateway by who owns every lock behind it (19.6).</summary>
internal static class GatewayChangeEndpoints
{
    public static void Map(DialectRoutes sifely)
    {
        sifely.OfGateway(AccessAct.ManageGateway).MapMethods("/v3/gateway/rename", SifelyDialect.GetAndPost, RenameAsync);
        sifely.OfGateway(AccessAct.ManageGateway).MapMethods("/v3/gateway/delete", SifelyDialect.GetAndPost, DeleteAsync);
        sifely.OfGateway(AccessAct.ManageGateway).MapMethods("/v3/gateway/transfer", SifelyDialect.GetAndPost, TransferAsync);
        sifely.OfGateway(AccessAct.ManageGateway).MapMethods("/v3/gateway/uploadDetail", SifelyDialect.GetAndPost, UploadDetailAsync);
        sifely.OfGateway(AccessAct.ManageGateway).MapMethods("/v3/gateway/setUpgradeMode", SifelyDialect.GetAndPost, SetUpgradeModeAsync);
    }

    private static Task<SifelyAnswer> RenameAsync(SifelyCaller caller, SifelyParameters given, RenameGateway rename, CancellationToken cancel)
    {
        var (which, name) = (given.Gateway(), given.RequiredText("gatewayName"));
        return given.YesAsync(() => rename.RunAsync(caller.Caller, which, name, cancel));
    }

    private static Task<SifelyAnswer> DeleteAsync(SifelyCaller caller, SifelyParameters given, DeleteGateway delete, CancellationToken cancel)
    {
        var which = given.Gateway();
        return given.YesAsync(() => delete.RunAsync(caller.Caller, which, cancel));
    }

    /// <summary>Of several that are named at once the first is answered for: none is handed over.</summary>
    private static Task<SifelyAnswer> TransferAsync(SifelyCaller caller, SifelyParameters given, TransferGateway transfer, CancellationToken cancel)
    {
        var which = given.Numbers("gatewayIdList") is [var first, ..] ? SifelyParameters.IdOf(WireIdKind.GatewayNumber, first) : given.Gateway();
        var receiver = given.RequiredText("receiverUsername");
        return given.YesAsync(() => transfer.RunAsync(caller.Caller, which, receiver, cancel));
    }

    private static Task<SifelyAnswer> UploadDetailAsync(
        SifelyCaller caller,
        SifelyParameters given,
        ConfigureGateway configure,
        CancellationToken cancel
    )
    {
        var which = given.Gateway();
        return given.YesAsync(() => configure.RunAsync(caller.Caller, which, GatewayWish.BeAsTold, cancel));
    }

    private static Task<SifelyAnswer> SetUpgradeModeAsync(
        SifelyCaller caller,
        SifelyParameters given,
        ConfigureGateway configure,
        CancellationToken cancel
    )
    {
        var which = given.Gateway();
        return given.YesAsync(() => configure.RunAsync(caller.Caller, which, GatewayWish.TakeFirmware, cancel));
    }
}
