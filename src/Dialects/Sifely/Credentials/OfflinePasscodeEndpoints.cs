using Latchwork.Dialects.Sifely.Wire;
using Latchwork.Domain.Credentials.Offline;
using Latchwork.Domain.Grants;
using Latchwork.Operations.Credentials;
using Microsoft.AspNetCore.Builder;

namespace Latchwork.Dialects.Sifely.Credentials;

/// <summary>Random passcodes, which a lock works out by itself (4.1, docs/offline-codes.md).</summary>
internal static class OfflinePasscodeEndpoints
{
    public static void Map(DialectRoutes sifely) =>
        sifely.OfLock(AccessAct.ManageCredentials).MapMethods("/v3/keyboardPwd/get", SifelyDialect.GetAndPost, GetAsync);

    /// <summary>One path for two calls: with a type it makes a passcode, without one it tells of one that is there (4.5).</summary>
    private static Task<SifelyAnswer> GetAsync(
        SifelyCaller caller,
        SifelyParameters given,
        IssueOfflinePasscode issue,
        PasscodeQueries passcodes,
        TimeProvider clock,
        CancellationToken cancel
    ) =>
        given.Has("keyboardPwdType")
            ? IssueAsync(caller, given, issue, clock, cancel)
            : PasscodeListEndpoints.OneAsync(caller, given, passcodes, clock, cancel);

    private static Task<SifelyAnswer> IssueAsync(
        SifelyCaller caller,
        SifelyParameters given,
        IssueOfflinePasscode issue,
        TimeProvider clock,
        CancellationToken cancel
    )
    {
        var (smartLock, kind, name) = (given.Lock(), Kind(given), given.Text("keyboardPwdName"));
        given.RequiredWhole("startDate");
        // 0 stands for no bound: from now on.
        var (start, end) = (given.Instant("startDate") ?? clock.GetUtcNow(), given.Instant("endDate"));
        if (kind.HasEnd() && end is null)
        {
            given.RequiredWhole("endDate");
        }

        // Clients in the field send both dates with type 2 and take what comes (22): a stay that begins later gets a code of that stay.
        if (kind == OfflineKind.Permanent && end is not null && start > clock.GetUtcNow())
        {
            kind = OfflineKind.Period;
        }

        var request = new OfflinePasscodeRequest
        {
            Lock = smartLock,
            Kind = kind,
            StartsAt = start,
            EndsAt = kind.HasEnd() ? end : null,
            Name = name,
        };
        return given.MadeAsync(() => issue.RunAsync(caller.Caller, request, cancel), PasscodeAddedBody.Random, SifelyJson.Wire.PasscodeAddedBody);
    }

    /// <summary>The numbers of 13.1 are the scheme's own.</summary>
    private static OfflineKind Kind(SifelyParameters given)
    {
        var number = given.RequiredWhole("keyboardPwdType", JavaType.Integer);
        if (number is < (int)OfflineKind.OneTime or > (int)OfflineKind.Sunday)
        {
            given.Refuse(SifelyError.Invalid("'keyboardPwdType' of a random passcode is 1 to 14."));
        }

        return (OfflineKind)number;
    }

    /// <summary>One-time, permanent and erasing codes end by themselves or not at all: clients send an end with them all the same.</summary>
    private static bool HasEnd(this OfflineKind kind) => kind == OfflineKind.Period || kind.IsCyclic();
}
