using Latchwork.Dialects.Native.Document;
using Latchwork.Dialects.Native.Wire;
using Latchwork.Operations.Ids;
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
            .Personal("make a tenant")
            .MapPost($"{Installation}/tenants", AddAsync)
            .As(
                "addTenant",
                "Makes a further tenant with a first site. Its owner is somebody with an account, or is invited; the caller does not belong to it by that.",
                takes: NativeJson.Wire.NewTenantBody,
                makes: NativeJson.Wire.OwnedTenantBody,
                stepUp: true
            );
        native
            .Personal("invite a tenant's owner")
            .MapPost($"{Installation}/tenants/{{id}}/owner", InviteAsync)
            .As(
                "inviteTenantOwner",
                "Invites the owner of a tenant that nobody belongs to yet: once more, or somebody else. Earlier invitations to it are over.",
                takes: NativeJson.Wire.TenantOwnerBody,
                tells: NativeJson.Wire.OwnedTenantBody,
                stepUp: true
            );
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

    private static Task<NativeAnswer> AddAsync(NativeCaller caller, NativeInput given, AddTenant add, CancellationToken cancel)
    {
        var body = given.Body(NativeJson.Wire.NewTenantBody);
        return given.AnswerAsync(
            () => add.RunAsync(caller.Caller, new NewTenantRequest(body!.Name, body.TimeZone, body.OwnerEmail), cancel),
            made => NativeAnswer.Created($"{Installation}/tenants", OwnedTenantBody.Of(made), NativeJson.Wire.OwnedTenantBody)
        );
    }

    private static Task<NativeAnswer> InviteAsync(
        string id,
        NativeCaller caller,
        NativeInput given,
        InviteTenantOwner invite,
        CancellationToken cancel
    )
    {
        var body = given.Body(NativeJson.Wire.TenantOwnerBody);
        return given.AnswerAsync(
            () => invite.RunAsync(caller.Caller, NativeInput.Id(WireIdKind.TenantUuid, id), body!.OwnerEmail, cancel),
            OwnedTenantBody.Of,
            NativeJson.Wire.OwnedTenantBody
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
