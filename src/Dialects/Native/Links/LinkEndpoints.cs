using Latchwork.Dialects.Native.Document;
using Latchwork.Dialects.Native.Wire;
using Latchwork.Domain;
using Latchwork.Domain.Users;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Links;
using Microsoft.AspNetCore.Builder;

namespace Latchwork.Dialects.Native.Links;

/// <summary>Connections to hardware, and the families of it that this server speaks.</summary>
internal static class LinkEndpoints
{
    private const string Links = $"{NativeDialect.Root}/links";

    private static readonly Tagged<LinkInDetail, LinkDetailBody> Link = Tagged.Of(
        (LinkQueries all, NativeCaller caller, string id, CancellationToken cancel) => all.FindAsync(caller.Caller, IdOf(id), cancel),
        LinkDetailBody.Of,
        NativeJson.Wire.LinkDetailBody
    );

    public static void Map(DialectRoutes native)
    {
        native
            .Needs(Permission.LinksRead, Noun.Link)
            .MapGet($"{NativeDialect.Root}/drivers", DriversAsync)
            .As("listDrivers", "The families of hardware that this server speaks.", tells: NativeJson.Wire.ListBodyDriverBody);
        native
            .Needs(Permission.LinksRead, Noun.Link)
            .MapGet(Links, ListAsync)
            .As("listLinks", "Connections to hardware, oldest first.", tells: NativeJson.Wire.ListBodyLinkBody, asks: [Asks.Page]);
        native
            .Needs(Permission.LinksRead, Noun.Link)
            .MapGet($"{NativeDialect.Root}/link-queues", QueuesAsync)
            .As(
                "listLinkQueues",
                "What waits in front of each link, and for how long.",
                tells: NativeJson.Wire.ListBodyLinkQueueBody,
                asks: [Asks.Page]
            );
        native
            .Needs(Permission.LinksWrite, Noun.Link)
            .MapPost(Links, PairAsync)
            .As(
                "pairLink",
                "Makes a link known; it is reached in the background, and its devices appear once it was.",
                takes: NativeJson.Wire.PairLinkBody,
                makes: NativeJson.Wire.MadeBody
            );
        native
            .Needs(Permission.LinksRead, Noun.Link)
            .MapGet($"{Links}/{{id}}", FindAsync)
            .As("getLink", "A link and the devices behind it.", tells: NativeJson.Wire.LinkDetailBody, tagged: Link);
        native
            .Needs(Permission.LinksWrite, Noun.Link)
            .MapDelete($"{Links}/{{id}}", RemoveAsync)
            .As("removeLink", "Takes a link away. Nothing is taken off its locks.", tells: NativeJson.Wire.RemovedLinkBody, tagged: Link);
    }

    private static Task<NativeAnswer> DriversAsync(NativeCaller caller, NativeInput given, DriverQueries drivers, CancellationToken cancel) =>
        given.AnswerAsync(() => drivers.ListAsync(caller.Caller, caller.Tenant, cancel), DriverBody.All, NativeJson.Wire.ListBodyDriverBody);

    private static Task<NativeAnswer> ListAsync(NativeCaller caller, NativeInput given, LinkQueries links, CancellationToken cancel)
    {
        var page = given.Page();
        return given.AnswerAsync(
            () => links.ListAsync(caller.Caller, caller.Tenant, page, cancel),
            seen => given.List(page, seen, LinkBody.Of),
            NativeJson.Wire.ListBodyLinkBody
        );
    }

    private static Task<NativeAnswer> QueuesAsync(NativeCaller caller, NativeInput given, LinkQueues queues, CancellationToken cancel)
    {
        var page = given.Page();
        return given.AnswerAsync(
            () => queues.ListAsync(caller.Caller, caller.Tenant, page, cancel),
            seen => given.List(page, seen, LinkQueueBody.Of),
            NativeJson.Wire.ListBodyLinkQueueBody
        );
    }

    private static Task<NativeAnswer> PairAsync(NativeCaller caller, NativeInput given, PairLink pair, WireIdIndex ids, CancellationToken cancel)
    {
        var body = given.Body(NativeJson.Wire.PairLinkBody);
        return given.MakeAsync(
            () => pair.RunAsync(caller.Caller, caller.Tenant, RequestOf(body!), cancel),
            link => link.Value,
            async row => NativeAnswer.Made(Links, await ids.OfRowAsync(caller.Tenant, row, WireIdKind.LinkUuid, cancel))
        );
    }

    private static PairLinkRequest RequestOf(PairLinkBody body) =>
        new(body.Family, body.Address, body.Name, body.Secret, body.SiteId is { } site ? NativeInput.Id(WireIdKind.SiteUuid, site) : null);

    private static Task<NativeAnswer> FindAsync(
        string id,
        NativeCaller caller,
        NativeInput given,
        IServiceProvider services,
        CancellationToken cancel
    ) => Link.TellAsync(id, caller, given, services, cancel);

    private static Task<NativeAnswer> RemoveAsync(string id, NativeCaller caller, NativeInput given, RemoveLink remove, CancellationToken cancel) =>
        given.ActAsync(
            () => remove.RunAsync(caller.Caller, IdOf(id), cancel),
            left => Removed(left.Locks, left.CodesLeft),
            former => Removed(former.Counts[0], former.Counts[1])
        );

    private static Task<NativeAnswer> Removed(int locks, int codesLeft) =>
        Task.FromResult(NativeAnswer.Body(new RemovedLinkBody(locks, codesLeft), NativeJson.Wire.RemovedLinkBody));

    private static WireId IdOf(string id) => NativeInput.Id(WireIdKind.LinkUuid, id);
}
