using Latchwork.Dialects.Sifely.Wire;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Grants;
using Latchwork.Operations.Credentials;
using Microsoft.AspNetCore.Builder;

namespace Latchwork.Dialects.Sifely.Credentials;

/// <summary>Fingerprints, which a telephone at the lock has enrolled (8, 19.5).</summary>
internal static class FingerprintEndpoints
{
    private const string Path = "/v3/fingerprint";

    public static void Map(DialectRoutes sifely)
    {
        sifely.OfLock(AccessAct.RevealCredentials).MapMethods($"{Path}/list", SifelyDialect.GetAndPost, ListAsync);
        sifely.OfLock(AccessAct.ManageCredentials).MapMethods($"{Path}/add", SifelyDialect.GetAndPost, AddAsync);
        new CredentialCalls(CredentialKind.Fingerprint, Path, "fingerprintId", "fingerprintName").Map(sifely);
    }

    private static Task<SifelyAnswer> ListAsync(
        SifelyCaller caller,
        SifelyParameters given,
        CredentialQueries fingerprints,
        TimeProvider clock,
        CancellationToken cancel
    )
    {
        var number = given.RequiredWhole("lockId");
        var paging = given.Paging();
        var filter = new CredentialsFilter(paging.Request) { Order = given.Order(), Search = given.Text("searchStr") };
        return given.PageAsync(
            paging,
            () => fingerprints.OnLockWithValuesAsync(caller.Caller, CredentialKind.Fingerprint, SifelyParameters.LockOf(number), filter, cancel),
            seen => FingerprintInfo.Of(seen, number, clock.GetUtcNow()),
            SifelyJson.Wire.PageBodyFingerprintInfo
        );
    }

    private static Task<SifelyAnswer> AddAsync(SifelyCaller caller, SifelyParameters given, RegisterFingerprint register, CancellationToken cancel)
    {
        var (smartLock, number) = (given.Lock(), given.FingerprintNumber("fingerprintNumber"));
        var request = new RegisterFingerprintRequest(smartLock, number)
        {
            Name = given.Text("fingerprintName"),
            Window = given.Period(),
            Hours = given.HoursOfNew("fingerprintType"),
            NeedsLink = given.Reach("addType") == Reach.Link,
        };
        return given.MadeAsync(
            () => register.RunAsync(caller.Caller, request, cancel),
            made => new FingerprintAddedBody(made.Enrollments[0].Number),
            SifelyJson.Wire.FingerprintAddedBody
        );
    }
}
