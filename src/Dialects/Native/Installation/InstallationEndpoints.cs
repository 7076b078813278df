using Latchwork.Dialects.Native.Document;
using Latchwork.Dialects.Native.Wire;
using Latchwork.Operations.Installation;
using Microsoft.AspNetCore.Builder;

namespace Latchwork.Dialects.Native.Installation;

/// <summary>The installation itself, for the people who look after it. A key belongs to a tenant, so none reaches it.</summary>
internal static class InstallationEndpoints
{
    private const string Installation = $"{NativeDialect.Root}/installation";

    public static void Map(DialectRoutes native)
    {
        native
            .Personal("read installation", isRead: true)
            .MapGet(Installation, ReadAsync)
            .As("getInstallation", "Nodes, database, backlog and backups.", tells: NativeJson.Wire.InstallationBody);
        native
            .Personal("read tenants", isRead: true)
            .MapGet($"{Installation}/tenants", TenantsAsync)
            .As("listTenants", "All tenants, oldest first: how large they are.", tells: NativeJson.Wire.ListBodySizedTenantBody, asks: [Asks.Page]);
        native
            .Personal("read refusals", isRead: true)
            .MapGet($"{Installation}/refusals", RefusalsAsync)
            .As(
                "listRefusals",
                "Log-ins and keys that were refused and belong to no tenant, newest first; those of a minute are told together.",
                tells: NativeJson.Wire.ListBodyRefusalBody,
                asks: [Asks.Page]
            );
    }

    private static Task<NativeAnswer> ReadAsync(NativeCaller caller, NativeInput given, ReadInstallation read, CancellationToken cancel) =>
        given.AnswerAsync(() => read.RunAsync(caller.Caller, cancel), InstallationBody.Of, NativeJson.Wire.InstallationBody);

    private static Task<NativeAnswer> TenantsAsync(NativeCaller caller, NativeInput given, InstallationTenants tenants, CancellationToken cancel)
    {
        var page = given.Page();
        return given.AnswerAsync(
            () => tenants.ListAsync(caller.Caller, page, cancel),
            seen => given.List(page, seen, SizedTenantBody.Of),
            NativeJson.Wire.ListBodySizedTenantBody
        );
    }

    private static Task<NativeAnswer> RefusalsAsync(NativeCaller caller, NativeInput given, InstallationRefusals refusals, CancellationToken cancel)
    {
        var page = given.Page();
        return given.AnswerAsync(
            () => refusals.ListAsync(caller.Caller, page, cancel),
            seen => given.List(page, seen, RefusalBody.Of),
            NativeJson.Wire.ListBodyRefusalBody
        );
    }
}
