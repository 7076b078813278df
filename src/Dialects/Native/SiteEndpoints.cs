using Latchwork.Dialects.Native.Wire;
using Latchwork.Domain;
using Latchwork.Domain.Users;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Sites;
using Microsoft.AspNetCore.Builder;

namespace Latchwork.Dialects.Native;

internal static class SiteEndpoints
{
    private const string Sites = $"{NativeDialect.Root}/sites";

    public static void Map(DialectRoutes native)
    {
        native.Needs(Permission.SitesRead, Noun.Site).MapGet(Sites, ListAsync);
        native.Needs(Permission.SitesWrite, Noun.Site).MapPost(Sites, AddAsync);
    }

    private static Task<NativeAnswer> ListAsync(NativeCaller caller, NativeInput given, SiteQueries sites, CancellationToken cancel)
    {
        var page = given.Page();
        return given.AnswerAsync(
            () => sites.ListAsync(caller.Caller, caller.Tenant, page, cancel),
            seen => seen.Body(page, SiteBody.Of),
            NativeJson.Wire.ListBodySiteBody
        );
    }

    private static Task<NativeAnswer> AddAsync(NativeCaller caller, NativeInput given, AddSite add, WireIdIndex ids, CancellationToken cancel)
    {
        var body = given.Body(NativeJson.Wire.NewSiteBody);
        return given.AnswerAsync(
            () => add.RunAsync(caller.Caller, caller.Tenant, body!.Name, body.TimeZone, cancel),
            async site =>
            {
                var id = await ids.OfRowAsync(caller.Tenant, site.Value, WireIdKind.SiteUuid, cancel);
                return NativeAnswer.Created(Sites, new MadeBody(id), NativeJson.Wire.MadeBody);
            }
        );
    }
}
