using Latchwork.Dialects.Native.Document;
using Latchwork.Dialects.Native.Wire;
using Latchwork.Domain;
using Latchwork.Domain.Users;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Tenants;
using Microsoft.AspNetCore.Builder;

namespace Latchwork.Dialects.Native.Tenants;

internal static class TenantEndpoints
{
    private const string Tenant = $"{NativeDialect.Root}/tenant";

    private static readonly Tagged<SeenTenant, TenantBody> Own = Tagged.Of(
        (TenantQueries all, NativeCaller caller, string _, CancellationToken cancel) => all.FindAsync(caller.Caller, caller.Tenant, cancel),
        TenantBody.Of,
        NativeJson.Wire.TenantBody
    );

    public static void Map(DialectRoutes native)
    {
        native.Own("read tenant").MapGet(Tenant, FindAsync).As("getTenant", "The tenant of the key.", tells: NativeJson.Wire.TenantBody, tagged: Own);
        native
            .Needs(Permission.TenantWrite, Noun.Tenant)
            .MapPatch(Tenant, ChangeAsync)
            .As(
                "changeTenant",
                "Changes what the tenant of the key is called, where its new sites are, and what its people are asked.",
                takes: NativeJson.Wire.TenantChangeBody,
                tells: NativeJson.Wire.MadeBody,
                tagged: Own,
                stepUp: true
            );
    }

    private static Task<NativeAnswer> FindAsync(NativeCaller caller, NativeInput given, IServiceProvider services, CancellationToken cancel) =>
        Own.TellAsync("", caller, given, services, cancel);

    private static Task<NativeAnswer> ChangeAsync(
        NativeCaller caller,
        NativeInput given,
        ChangeTenant change,
        WireIdIndex ids,
        CancellationToken cancel
    )
    {
        var body = given.Body(NativeJson.Wire.TenantChangeBody);
        return given.ActAsync(
            () => change.RunAsync(caller.Caller, caller.Tenant, new TenantChange(body!.Name, body.TimeZone, body.AsksBeforeOpening), cancel),
            _ => ChangedAsync(caller, ids, cancel),
            _ => ChangedAsync(caller, ids, cancel)
        );
    }

    private static async Task<NativeAnswer> ChangedAsync(NativeCaller caller, WireIdIndex ids, CancellationToken cancel) =>
        NativeAnswer.Body(
            new MadeBody(await ids.OfRowAsync(caller.Tenant, caller.Tenant.Value, WireIdKind.TenantUuid, cancel)),
            NativeJson.Wire.MadeBody
        );
}
