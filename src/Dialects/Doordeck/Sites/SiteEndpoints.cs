using Latchwork.Dialects.Doordeck.Locks;
using Latchwork.Dialects.Doordeck.People;
using Latchwork.Dialects.Doordeck.Wire;
using Latchwork.Domain;
using Latchwork.Operations.Grants;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Locks;
using Latchwork.Operations.Sites;
using Microsoft.AspNetCore.Builder;

namespace Latchwork.Dialects.Doordeck.Sites;

/// <summary>Sites at which the caller may use a lock (11.1).</summary>
internal static class SiteEndpoints
{
    public static void Map(DialectRoutes doordeck)
    {
        doordeck.Own("list sites").MapGet("/site", ListAsync);
        doordeck.Named("list a site's locks", Noun.Site, isRead: true).MapGet("/site/{siteId}/device", LocksAsync);
        doordeck.Named("list a site's people", Noun.Site, isRead: true).MapGet("/site/{siteId}/user", PeopleAsync);
    }

    private static Task<DoordeckAnswer> ListAsync(DoordeckCaller caller, DoordeckInput given, PersonSites sites, CancellationToken cancel) =>
        given.AnswerAsync(
            () => sites.ListAsync(caller.Caller, cancel),
            found => Array.ConvertAll(found, SiteBody.Of),
            DoordeckJson.Wire.SiteBodyArray
        );

    private static Task<DoordeckAnswer> LocksAsync(
        string siteId,
        DoordeckCaller caller,
        DoordeckInput given,
        HeldLocks locks,
        CancellationToken cancel
    ) =>
        given.AnswerAsync(
            () => locks.OfSiteAsync(caller.Caller, IdOf(siteId), cancel),
            held => LockBody.OfAll(held, given.Version),
            DoordeckJson.Wire.LockBodyArray
        );

    private static Task<DoordeckAnswer> PeopleAsync(
        string siteId,
        DoordeckCaller caller,
        DoordeckInput given,
        LockPeople people,
        CancellationToken cancel
    ) =>
        given.AnswerAsync(
            () => people.OfSiteAsync(caller.Caller, IdOf(siteId), cancel),
            found => Array.ConvertAll(found, SitePersonBody.Of),
            DoordeckJson.Wire.SitePersonBodyArray
        );

    private static WireId IdOf(string siteId) => DoordeckInput.Id(WireIdKind.SiteUuid, siteId);
}
