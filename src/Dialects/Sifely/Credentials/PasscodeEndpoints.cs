using Latchwork.Dialects.Sifely.Wire;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Grants;
using Latchwork.Operations.Credentials;
using Latchwork.Operations.Ids;
using Microsoft.AspNetCore.Builder;

namespace Latchwork.Dialects.Sifely.Credentials;

/// <summary>Custom passcodes: made, changed, deleted (4.2 to 4.4, 4.6).</summary>
internal static class PasscodeEndpoints
{
    public static void Map(DialectRoutes sifely)
    {
        sifely.OfLock(AccessAct.ManageCredentials).MapMethods("/v3/keyboardPwd/add", SifelyDialect.GetAndPost, AddAsync);
        sifely.OfLock(AccessAct.ManageCredentials).MapMethods("/v3/keyboardPwd/change", SifelyDialect.GetAndPost, ChangeAsync);
        sifely.OfLock(AccessAct.RevokeCredentials).MapMethods("/v3/keyboardPwd/delete", SifelyDialect.GetAndPost, DeleteAsync);
        sifely.OfLock(AccessAct.RevokeCredentials).MapMethods("/v3/keyboardPwd/deleteByCode", SifelyDialect.GetAndPost, DeleteByCodeAsync);
    }

    private static Task<SifelyAnswer> AddAsync(
        SifelyCaller caller,
        SifelyParameters given,
        CreatePasscode create,
        PushPasscode push,
        SifelyOptions options,
        CancellationToken cancel
    )
    {
        var (which, reach) = (given.Lock(), given.Reach("addType"));
        var digits = given.Digits("keyboardPwd");
        if (digits is null)
        {
            given.RequiredText("keyboardPwd");
        }

        var (type, window) = given.WindowOfNew();
        var request = new CreatePasscodeRequest
        {
            Locks = [which],
            Digits = digits,
            Name = given.Text("keyboardPwdName"),
            Window = window,
            WireType = type,
        };
        return given.MadeAsync(
            () =>
                reach == Reach.Link
                    ? push.CreateAsync(caller.Caller, request, options.Wait, cancel)
                    : create.RunAsync(caller.Caller, request, cancel),
            PasscodeAddedBody.Custom,
            SifelyJson.Wire.PasscodeAddedBody
        );
    }

    /// <summary>One client leaves the lock out; what it sends as <c>keyboardPwd</c> are the old digits (4.3).</summary>
    private static Task<SifelyAnswer> ChangeAsync(
        SifelyCaller caller,
        SifelyParameters given,
        ChangePasscode change,
        PushPasscode push,
        SifelyOptions options,
        CancellationToken cancel
    )
    {
        var (which, reach) = (Passcode(given), given.Reach("changeType"));
        var smartLock = given.Has("lockId") ? given.Lock() : (WireId?)null;
        var changes = new PasscodeChanges
        {
            Name = given.Text("keyboardPwdName"),
            Digits = given.Digits("newKeyboardPwd"),
            StartsAt = given.Instant("startDate"),
            EndsAt = given.Instant("endDate"),
            KeepsOpenEnd = true,
            SaysOpenEnd = given.Whole("endDate") == 0,
        };
        return given.YesAsync(() =>
            reach == Reach.Link
                ? push.ChangeAsync(caller.Caller, which, smartLock, changes, options.Wait, cancel)
                : change.RunAsync(caller.Caller, which, smartLock, changes, cancel)
        );
    }

    /// <summary>The vendor's service insists on all three parameters, TTLock's does not on the last (4.4, 19.4).</summary>
    private static Task<SifelyAnswer> DeleteAsync(
        SifelyCaller caller,
        SifelyParameters given,
        RevokePasscode revoke,
        PushPasscode push,
        SifelyOptions options,
        CancellationToken cancel
    )
    {
        var (smartLock, which) = (given.Lock(), Passcode(given));
        var reach = caller.Caller.Surface == Surface.TTLock ? given.Reach("deleteType") : given.RequiredReach("deleteType");
        return reach == Reach.Link
            ? given.YesAsync(() => push.RevokeAsync(caller.Caller, which, smartLock, options.Wait, cancel))
            : given.YesAsync(() => revoke.RunAsync(caller.Caller, which, smartLock, needsLink: false, cancel));
    }

    private static Task<SifelyAnswer> DeleteByCodeAsync(
        SifelyCaller caller,
        SifelyParameters given,
        RevokePasscode revoke,
        PushPasscode push,
        SifelyOptions options,
        CancellationToken cancel
    )
    {
        var smartLock = given.Lock();
        given.RequiredText("keyboardPwd");
        var digits = given.AnyDigits("keyboardPwd") ?? default;
        var reach = given.Has("deleteType") ? given.Reach("deleteType") : Reach.Link;
        return reach == Reach.Link
            ? given.YesAsync(() => push.RevokeByDigitsAsync(caller.Caller, smartLock, digits, options.Wait, cancel))
            : given.YesAsync(() => revoke.ByDigitsAsync(caller.Caller, smartLock, digits, needsLink: false, cancel));
    }

    private static WireId Passcode(SifelyParameters given) =>
        SifelyParameters.IdOf(WireIdKind.EnrollmentNumber, given.RequiredWhole("keyboardPwdId", JavaType.Integer));
}
