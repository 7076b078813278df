using Latchwork.Dialects.Sifely.Wire;
using Latchwork.Domain;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Users;
using Latchwork.Operations.Grants;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace Latchwork.Dialects.Sifely.Ekeys;

/// <summary>Sending ekeys, changing and taking them back (3, 19.3).</summary>
internal static class SharingEndpoints
{
    public static void Map(DialectRoutes sifely)
    {
        sifely.OfLock(AccessAct.Share).MapMethods("/v3/key/send", SifelyDialect.GetAndPost, SendAsync);
        sifely.OfEkey().MapMethods("/v3/key/delete", SifelyDialect.GetAndPost, DeleteAsync);
        sifely.OfEkey().MapMethods("/v3/key/freeze", SifelyDialect.GetAndPost, FreezeAsync);
        sifely.OfEkey().MapMethods("/v3/key/unfreeze", SifelyDialect.GetAndPost, UnfreezeAsync);
        sifely.OfEkey().MapMethods("/v3/key/update", SifelyDialect.GetAndPost, UpdateAsync);
        sifely.OfEkey().MapMethods("/v3/key/changePeriod", SifelyDialect.GetAndPost, ChangePeriodAsync);
        sifely.OfEkey().MapMethods("/v3/key/authorize", SifelyDialect.GetAndPost, AuthorizeAsync);
        sifely.OfEkey().MapMethods("/v3/key/unauthorize", SifelyDialect.GetAndPost, UnauthorizeAsync);
        sifely.OfEkey().MapMethods("/v3/key/getUnlockLink", SifelyDialect.GetAndPost, UnlockLinkAsync);
        sifely.OfLock(AccessAct.RevokeAllGrants).MapMethods("/v3/lock/deleteAllKey", SifelyDialect.GetAndPost, DeleteAllAsync);
    }

    private static RouteGroupBuilder OfEkey(this DialectRoutes sifely) => sifely.Needs(Permission.GrantsWrite, Noun.Grant);

    private static Task<SifelyAnswer> SendAsync(SifelyCaller caller, SifelyParameters given, GrantAccess grant, CancellationToken cancel)
    {
        var request = given.Sending();
        return given.MadeAsync(
            () => grant.RunAsync(caller.Caller, request, cancel),
            made => new SentKeyBody(made.Number),
            SifelyJson.Wire.SentKeyBody
        );
    }

    private static Task<SifelyAnswer> DeleteAsync(SifelyCaller caller, SifelyParameters given, RevokeGrant revoke, CancellationToken cancel)
    {
        var ekey = given.Ekey();
        return given.YesAsync(() => revoke.RunAsync(caller.Caller, ekey, cancel));
    }

    private static Task<SifelyAnswer> FreezeAsync(SifelyCaller caller, SifelyParameters given, FreezeGrant freeze, CancellationToken cancel)
    {
        var ekey = given.Ekey();
        return given.YesAsync(() => freeze.RunAsync(caller.Caller, ekey, frozen: true, cancel));
    }

    private static Task<SifelyAnswer> UnfreezeAsync(SifelyCaller caller, SifelyParameters given, FreezeGrant freeze, CancellationToken cancel)
    {
        var ekey = given.Ekey();
        return given.YesAsync(() => freeze.RunAsync(caller.Caller, ekey, frozen: false, cancel));
    }

    private static Task<SifelyAnswer> UpdateAsync(SifelyCaller caller, SifelyParameters given, ChangeGrant change, CancellationToken cancel)
    {
        var ekey = given.Ekey();
        var edit = new GrantEdit { Name = given.Text("keyName"), CanUnlockRemotely = given.YesOrNo("remoteEnable") };
        return given.YesAsync(() => change.RunAsync(caller.Caller, ekey, edit, cancel));
    }

    private static Task<SifelyAnswer> ChangePeriodAsync(SifelyCaller caller, SifelyParameters given, ChangeGrant change, CancellationToken cancel)
    {
        var ekey = given.Ekey();
        var edit = new GrantEdit { Window = given.EkeyWindow() };
        return given.YesAsync(() => change.RunAsync(caller.Caller, ekey, edit, cancel));
    }

    private static Task<SifelyAnswer> AuthorizeAsync(SifelyCaller caller, SifelyParameters given, ChangeGrant change, CancellationToken cancel) =>
        SetRightAsync(caller, given, change, isAuthorised: true, cancel);

    private static Task<SifelyAnswer> UnauthorizeAsync(SifelyCaller caller, SifelyParameters given, ChangeGrant change, CancellationToken cancel) =>
        SetRightAsync(caller, given, change, isAuthorised: false, cancel);

    private static Task<SifelyAnswer> SetRightAsync(
        SifelyCaller caller,
        SifelyParameters given,
        ChangeGrant change,
        bool isAuthorised,
        CancellationToken cancel
    )
    {
        var edit = new GrantEdit { Of = given.Lock(), RunsTheLock = isAuthorised };
        var ekey = given.Ekey();
        return given.YesAsync(() => change.RunAsync(caller.Caller, ekey, edit, cancel));
    }

    private static Task<SifelyAnswer> UnlockLinkAsync(SifelyCaller caller, SifelyParameters given, MakeUnlockLink make, CancellationToken cancel)
    {
        var ekey = given.Ekey();
        return given.YesAsync(() => make.RunAsync(caller.Caller, ekey, cancel));
    }

    private static Task<SifelyAnswer> DeleteAllAsync(SifelyCaller caller, SifelyParameters given, RevokeAllGrants revoke, CancellationToken cancel)
    {
        var which = given.Lock();
        return given.YesAsync(() => revoke.RunAsync(caller.Caller, which, cancel));
    }
}
