using Latchwork.Dialects.Native.Document;
using Latchwork.Dialects.Native.Wire;
using Latchwork.Domain;
using Latchwork.Domain.Users;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Sites;
using Microsoft.AspNetCore.Builder;

namespace Latchwork.Dialects.Native.Sites;

internal static class SiteEndpoints
{
    private const string Sites = $"{NativeDialect.Root}/sites";

    private static readonly Tagged<SiteView, SiteDetailBody> Site = Tagged.Of(
        (SiteQueries all, NativeCaller caller, string id, CancellationToken cancel) => all.FindAsync(caller.Caller, IdOf(id), cancel),
        SiteDetailBody.Of,
        NativeJson.Wire.SiteDetailBody
    );

    public static void Map(DialectRoutes native)
    {
        native
            .Needs(Permission.SitesRead, Noun.Site)
            .MapGet(Sites, ListAsync)
            .As("listSites", "The sites of the tenant, oldest first.", tells: NativeJson.Wire.ListBodySiteBody, asks: [Asks.Page]);
        native
            .Needs(Permission.SitesWrite, Noun.Site)
            .MapPost(Sites, AddAsync)
            .As("addSite", "Adds a building.", takes: NativeJson.Wire.NewSiteBody, makes: NativeJson.Wire.MadeBody);
        native
            .Needs(Permission.SitesRead, Noun.Site)
            .MapGet($"{Sites}/{{id}}", FindAsync)
            .As("getSite", "A site in detail.", tells: NativeJson.Wire.SiteDetailBody, tagged: Site);
        native
            .Needs(Permission.SitesWrite, Noun.Site)
            .MapPatch($"{Sites}/{{id}}", ChangeAsync)
            .As(
                "changeSite",
                "Changes what is kept of a site.",
                takes: NativeJson.Wire.SiteChangeBody,
                tells: NativeJson.Wire.MadeBody,
                tagged: Site
            );
    }

    private static Task<NativeAnswer> ListAsync(NativeCaller caller, NativeInput given, SiteQueries sites, CancellationToken cancel)
    {
        var page = given.Page();
        return given.AnswerAsync(
            () => sites.ListAsync(caller.Caller, caller.Tenant, page, cancel),
            seen => given.List(page, seen, SiteBody.Of),
            NativeJson.Wire.ListBodySiteBody
        );
    }

    private static Task<NativeAnswer> AddAsync(NativeCaller caller, NativeInput given, AddSite add, WireIdIndex ids, CancellationToken cancel)
    {
        var body = given.Body(NativeJson.Wire.NewSiteBody);
        return given.MakeAsync(
            () => add.RunAsync(caller.Caller, caller.Tenant, body!.Name, body.TimeZone, cancel),
            site => site.Value,
            async row => NativeAnswer.Made(Sites, await ids.OfRowAsync(caller.Tenant, row, WireIdKind.SiteUuid, cancel))
        );
    }

    private static Task<NativeAnswer> FindAsync(
        string id,
        NativeCaller caller,
        NativeInput given,
        IServiceProvider services,
        CancellationToken cancel
    ) => Site.TellAsync(id, caller, given, services, cancel);

    private static Task<NativeAnswer> ChangeAsync(string id, NativeCaller caller, NativeInput given, ChangeSite change, CancellationToken cancel)
    {
        var body = given.Body(NativeJson.Wire.SiteChangeBody);
        return given.ActAsync(() => change.RunAsync(caller.Caller, IdOf(id), body!.Changes(), cancel), id);
    }

    private static WireId IdOf(string id) => NativeInput.Id(WireIdKind.SiteUuid, id);
}
