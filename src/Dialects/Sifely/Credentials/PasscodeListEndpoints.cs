using Latchwork.Dialects.Sifely.Wire;
using Latchwork.Domain;
using Latchwork.Domain.Grants;
using Latchwork.Operations;
using Latchwork.Operations.Credentials;
using Microsoft.AspNetCore.Builder;

namespace Latchwork.Dialects.Sifely.Credentials;

/// <summary>Passcodes as they are told, with digits for those who may manage the lock (4.5, 5.5, KR-3).</summary>
internal static class PasscodeListEndpoints
{
    public static void Map(DialectRoutes sifely)
    {
        sifely.OfLock(AccessAct.RevealCredentials).MapMethods("/v3/lock/listKeyboardPwd", SifelyDialect.GetAndPost, ListAsync);
        sifely.OfLock(AccessAct.RevealCredentials).MapMethods("/v3/keyboardPwd/detail", SifelyDialect.GetAndPost, OneAsync);
    }

    private static Task<SifelyAnswer> ListAsync(
        SifelyCaller caller,
        SifelyParameters given,
        PasscodeQueries passcodes,
        TimeProvider clock,
        CancellationToken cancel
    )
    {
        var number = given.RequiredWhole("lockId");
        var paging = given.Paging();
        var filter = new CredentialsFilter(paging.Request) { Order = given.Order(), Search = given.Text("searchStr") };
        return given.PageAsync(
            paging,
            () => passcodes.OnLockWithDigitsAsync(caller.Caller, SifelyParameters.LockOf(number), filter, cancel),
            seen => PasscodeInfo.Of(seen, number, clock.GetUtcNow()),
            SifelyJson.Wire.PageBodyPasscodeInfo
        );
    }

    /// <summary>One passcode, by its number or by its digits.</summary>
    public static Task<SifelyAnswer> OneAsync(
        SifelyCaller caller,
        SifelyParameters given,
        PasscodeQueries passcodes,
        TimeProvider clock,
        CancellationToken cancel
    )
    {
        var number = given.RequiredWhole("lockId");
        var filter = new CredentialsFilter(new PageRequest(1, 1))
        {
            EnrollmentNumber = given.Number31("keyboardPwdId"),
            Digits = given.AnyDigits("keyboardPwd"),
        };
        if (filter is { EnrollmentNumber: null, Digits: null })
        {
            given.RequiredWhole("keyboardPwdId", JavaType.Integer);
        }

        return given.ReadAsync(
            async () => First(await passcodes.OnLockWithDigitsAsync(caller.Caller, SifelyParameters.LockOf(number), filter, cancel)),
            seen => PasscodeInfo.Of(seen, number, clock.GetUtcNow()),
            SifelyJson.Wire.PasscodeInfo
        );
    }

    private static Outcome<CredentialView> First(Outcome<PageOf<CredentialView>> found) =>
        found.IsRefused(out var refusal, out var page) ? refusal
        : page.Items is [var one, ..] ? one
        : AccessError.NotFound(Noun.Passcode);
}
