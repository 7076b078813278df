using Latchwork.Dialects.Sifely.Wire;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Grants;
using Latchwork.Operations.Credentials;
using Latchwork.Operations.Ids;
using Microsoft.AspNetCore.Builder;

namespace Latchwork.Dialects.Sifely.Credentials;

/// <summary>What cards and fingerprints have in common: new periods and names, and their end (7.3, 19.5).</summary>
/// <param name="Path">Of all of its calls.</param>
/// <param name="Id">The parameter that names one.</param>
/// <param name="Name">The parameter with its name.</param>
internal sealed record CredentialCalls(CredentialKind Kind, string Path, string Id, string Name)
{
    public void Map(DialectRoutes sifely)
    {
        sifely.OfLock(AccessAct.ManageCredentials).MapMethods($"{Path}/changePeriod", SifelyDialect.GetAndPost, ChangePeriodAsync);
        sifely.OfLock(AccessAct.ManageCredentials).MapMethods($"{Path}/rename", SifelyDialect.GetAndPost, RenameAsync);
        sifely.OfLock(AccessAct.RevokeCredentials).MapMethods($"{Path}/delete", SifelyDialect.GetAndPost, DeleteAsync);
        sifely.OfLock(AccessAct.RevokeCredentials).MapMethods($"{Path}/clear", SifelyDialect.GetAndPost, ClearAsync);
    }

    private Task<SifelyAnswer> ChangePeriodAsync(
        SifelyCaller caller,
        SifelyParameters given,
        ChangeCredential change,
        PushCredential push,
        SifelyOptions options,
        CancellationToken cancel
    )
    {
        var (which, smartLock, reach) = (IdOf(given), LockOf(given), given.Reach("changeType"));
        var changes = new CredentialChanges { Window = given.Period(), Hours = given.Hours() };
        return given.YesAsync(() =>
            reach == Reach.Link
                ? push.ChangeAsync(caller.Caller, Kind, which, smartLock, changes, options.Wait, cancel)
                : change.RunAsync(caller.Caller, Kind, which, smartLock, changes, cancel)
        );
    }

    private Task<SifelyAnswer> RenameAsync(SifelyCaller caller, SifelyParameters given, ChangeCredential change, CancellationToken cancel)
    {
        var (which, smartLock) = (IdOf(given), LockOf(given));
        var changes = new CredentialChanges { Name = given.RequiredText(Name) };
        return given.YesAsync(() => change.RunAsync(caller.Caller, Kind, which, smartLock, changes, cancel));
    }

    private Task<SifelyAnswer> DeleteAsync(
        SifelyCaller caller,
        SifelyParameters given,
        RevokeCredential revoke,
        PushCredential push,
        SifelyOptions options,
        CancellationToken cancel
    )
    {
        var (smartLock, which, reach) = (given.Lock(), IdOf(given), given.Reach("deleteType"));
        return reach == Reach.Link
            ? given.YesAsync(() => push.RevokeAsync(caller.Caller, Kind, which, smartLock, options.Wait, cancel))
            : given.YesAsync(() => revoke.RunAsync(caller.Caller, Kind, which, smartLock, needsLink: false, cancel));
    }

    private Task<SifelyAnswer> ClearAsync(
        SifelyCaller caller,
        SifelyParameters given,
        ClearCredentials clear,
        PushCredential push,
        SifelyOptions options,
        CancellationToken cancel
    )
    {
        var (smartLock, reach) = (given.Lock(), given.Reach("type"));
        return reach == Reach.Link
            ? given.YesAsync(() => push.ClearAsync(caller.Caller, Kind, smartLock, options.Wait, cancel))
            : given.YesAsync(() => clear.RunAsync(caller.Caller, Kind, smartLock, needsLink: false, cancel));
    }

    private WireId IdOf(SifelyParameters given) => SifelyParameters.IdOf(WireIdKind.EnrollmentNumber, given.RequiredWhole(Id, JavaType.Integer));

    /// <summary>The number of a card or a fingerprint is enough.</summary>
    private static WireId? LockOf(SifelyParameters given) => given.Has("lockId") ? given.Lock() : null;
}
