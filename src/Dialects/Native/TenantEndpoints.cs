using Latchwork.Dialects.Native.Wire;
using Latchwork.Operations.Tenants;
using Microsoft.AspNetCore.Builder;

namespace Latchwork.Dialects.Native;

internal static class TenantEndpoints
{
    public static void Map(DialectRoutes native) => native.Own("read tenant").MapGet($"{NativeDialect.Root}/tenant", FindAsync);

    private static async Task<NativeAnswer> FindAsync(NativeCaller caller, NativeInput given, TenantQueries tenants, CancellationToken cancel)
    {
        if (given.Refusal is { } refusal)
        {
            return refusal;
        }

        var found = await tenants.FindAsync(caller.Caller, caller.Tenant, cancel);
        return found.IsRefused(out var error, out var seen) ? error : NativeAnswer.Body(TenantBody.Of(seen), NativeJson.Wire.TenantBody);
    }
}
