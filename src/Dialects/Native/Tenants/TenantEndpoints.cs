using Latchwork.Dialects.Native.Document;
using Latchwork.Dialects.Native.Wire;
using Latchwork.Operations.Tenants;
using Microsoft.AspNetCore.Builder;

namespace Latchwork.Dialects.Native.Tenants;

internal static class TenantEndpoints
{
    public static void Map(DialectRoutes native) =>
        native
            .Own("read tenant")
            .MapGet($"{NativeDialect.Root}/tenant", FindAsync)
            .As("getTenant", "The tenant of the key.", tells: NativeJson.Wire.TenantBody);

    private static Task<NativeAnswer> FindAsync(NativeCaller caller, NativeInput given, TenantQueries tenants, CancellationToken cancel) =>
        given.AnswerAsync(() => tenants.FindAsync(caller.Caller, caller.Tenant, cancel), TenantBody.Of, NativeJson.Wire.TenantBody);
}
