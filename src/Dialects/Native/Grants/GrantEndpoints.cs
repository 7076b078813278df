using Latchwork.Dialects.Native.Document;
using Latchwork.Dialects.Native.Wire;
using Latchwork.Domain;
using Latchwork.Domain.Users;
using Latchwork.Operations.Grants;
using Latchwork.Operations.Ids;
using Microsoft.AspNetCore.Builder;

namespace Latchwork.Dialects.Native.Grants;

/// <summary>Who may open what, and when.</summary>
internal static class GrantEndpoints
{
    private const string Grants = $"{NativeDialect.Root}/grants";

    private static readonly Tagged<SeenGrant, GrantBody> Grant = Tagged.Of(
        (TenantGrants all, NativeCaller caller, string id, CancellationToken cancel) => all.FindAsync(caller.Caller, IdOf(id), cancel),
        GrantBody.Of,
        NativeJson.Wire.GrantBody
    );

    public static void Map(DialectRoutes native)
    {
        native
            .Needs(Permission.GrantsRead, Noun.Grant)
            .MapGet(Grants, ListAsync)
            .As(
                "listGrants",
                "The grants to the locks of the tenant that were not revoked, oldest first.",
                tells: NativeJson.Wire.ListBodyGrantBody,
                asks: [Asks.Page, Asks.Id("lockId", "To this lock."), Asks.Id("userId", "Of this person.")]
            );
        native
            .Needs(Permission.GrantsWrite, Noun.Grant)
            .MapPost(Grants, GiveAsync)
            .As(
                "giveGrant",
                "Gives somebody a right to a lock. There is one for each person and lock: given again, the same one gets these terms.",
                takes: NativeJson.Wire.NewGrantBody,
                makes: NativeJson.Wire.MadeBody
            );
        native
            .Needs(Permission.GrantsRead, Noun.Grant)
            .MapGet($"{Grants}/{{id}}", FindAsync)
            .As("getGrant", "A grant that was not revoked.", tells: NativeJson.Wire.GrantBody, tagged: Grant);
        native
            .Needs(Permission.GrantsWrite, Noun.Grant)
            .MapPatch($"{Grants}/{{id}}", ChangeAsync)
            .As(
                "changeGrant",
                "Changes a grant, and with it what derives from it.",
                takes: NativeJson.Wire.GrantChangeBody,
                tells: NativeJson.Wire.MadeBody,
                tagged: Grant
            );
        native
            .Needs(Permission.GrantsWrite, Noun.Grant)
            .MapDelete($"{Grants}/{{id}}", RevokeAsync)
            .As("revokeGrant", "Ends a grant at once and for good, and what derives from it.", tells: NativeJson.Wire.MadeBody, tagged: Grant);
        native
            .Needs(Permission.GrantsWrite, Noun.Grant)
            .MapPost($"{Grants}/{{id}}/freeze", FreezeAsync)
            .As("freezeGrant", "Freezes a grant: it opens nothing until that is undone.", tells: NativeJson.Wire.MadeBody);
        native
            .Needs(Permission.GrantsWrite, Noun.Grant)
            .MapPost($"{Grants}/{{id}}/unfreeze", UnfreezeAsync)
            .As("unfreezeGrant", "Undoes the freezing of a grant.", tells: NativeJson.Wire.MadeBody);
    }

    private static Task<NativeAnswer> ListAsync(NativeCaller caller, NativeInput given, TenantGrants grants, CancellationToken cancel)
    {
        var page = given.Page();
        var filter = new TenantGrantsFilter(page)
        {
            Lock = given.Named("lockId", WireIdKind.LockUuid),
            Holder = given.Named("userId", WireIdKind.UserUuid),
        };
        return given.AnswerAsync(
            () => grants.ListAsync(caller.Caller, caller.Tenant, filter, cancel),
            seen => given.List(page, seen, GrantBody.Of),
            NativeJson.Wire.ListBodyGrantBody
        );
    }

    private static Task<NativeAnswer> GiveAsync(NativeCaller caller, NativeInput given, GrantAccess give, WireIdIndex ids, CancellationToken cancel)
    {
        var body = given.Body(NativeJson.Wire.NewGrantBody);
        RefuseBad(given, body?.Hours);
        return given.MakeAsync(
            () => give.RunAsync(caller.Caller, body!.ToRequest(), cancel),
            grant => grant.Id.Value,
            async row => NativeAnswer.Made(Grants, await ids.OfRowAsync(caller.Tenant, row, WireIdKind.GrantUuid, cancel))
        );
    }

    private static Task<NativeAnswer> FindAsync(
        string id,
        NativeCaller caller,
        NativeInput given,
        IServiceProvider services,
        CancellationToken cancel
    ) => Grant.TellAsync(id, caller, given, services, cancel);

    private static Task<NativeAnswer> ChangeAsync(string id, NativeCaller caller, NativeInput given, ChangeGrant change, CancellationToken cancel)
    {
        var body = given.Body(NativeJson.Wire.GrantChangeBody);
        RefuseBad(given, body?.Hours);
        return given.ActAsync(() => change.RunAsync(caller.Caller, IdOf(id), body!.ToEdit(), cancel), id);
    }

    private static Task<NativeAnswer> RevokeAsync(string id, NativeCaller caller, NativeInput given, RevokeGrant revoke, CancellationToken cancel) =>
        given.ActAsync(() => revoke.RunAsync(caller.Caller, IdOf(id), cancel), id);

    private static Task<NativeAnswer> FreezeAsync(string id, NativeCaller caller, NativeInput given, FreezeGrant freeze, CancellationToken cancel) =>
        given.ActAsync(() => freeze.RunAsync(caller.Caller, IdOf(id), frozen: true, cancel), id);

    private static Task<NativeAnswer> UnfreezeAsync(
        string id,
        NativeCaller caller,
        NativeInput given,
        FreezeGrant freeze,
        CancellationToken cancel
    ) => given.ActAsync(() => freeze.RunAsync(caller.Caller, IdOf(id), frozen: false, cancel), id);

    private static void RefuseBad(NativeInput given, HoursBody? hours)
    {
        if (hours?.Fault() is { } fault)
        {
            given.Refuse(fault);
        }
    }

    private static WireId IdOf(string id) => NativeInput.Id(WireIdKind.GrantUuid, id);
}
