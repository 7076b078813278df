using Latchwork.Dialects.Native.Document;
using Latchwork.Dialects.Native.Passkeys;
using Latchwork.Dialects.Native.Wire;
using Latchwork.Operations.SecondFactors;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Latchwork.Dialects.Native.Session;

/// <summary>The caller's app that makes codes, and the recovery codes for when it is lost.</summary>
internal static class TotpEndpoints
{
    private const string Totp = $"{NativeDialect.Root}/account/totp";

    public static void Map(DialectRoutes native)
    {
        native
            .Personal("offer totp")
            .MapPost(Totp, OfferAsync)
            .As(
                "offerTotp",
                "Makes a secret for an app that makes codes. What the account has goes on to work until the new one is confirmed.",
                tells: NativeJson.Wire.TotpOfferBody,
                stepUp: true
            );
        native
            .Personal("confirm totp")
            .MapPost($"{Totp}/confirm", ConfirmAsync)
            .As(
                "confirmTotp",
                "Takes the offered secret into use, for a code that the app made from it. The first time recovery codes come with it.",
                takes: NativeJson.Wire.TotpCodeBody,
                tells: NativeJson.Wire.RecoveryCodesBody
            );
        native
            .Personal("remove totp")
            .MapDelete(Totp, RemoveAsync)
            .As(
                "removeTotp",
                "Takes the app that makes codes away. Refused to whose role needs a second factor and who has no other.",
                tells: NativeJson.Wire.SecondFactorRemovedBody,
                stepUp: true
            );
        native
            .Personal("renew recovery codes")
            .MapPost($"{NativeDialect.Root}/account/recovery-codes", RenewAsync)
            .As("renewRecoveryCodes", "Makes new recovery codes; those before are void.", tells: NativeJson.Wire.RecoveryCodesBody, stepUp: true);
    }

    private static Task<NativeAnswer> OfferAsync(NativeCaller caller, NativeInput given, OfferTotp offer, CancellationToken cancel) =>
        given.AnswerAsync(() => offer.RunAsync(caller.Caller, cancel), TotpOfferBody.Of, NativeJson.Wire.TotpOfferBody);

    private static Task<NativeAnswer> ConfirmAsync(NativeCaller caller, NativeInput given, ConfirmTotp confirm, CancellationToken cancel)
    {
        var body = given.Body(NativeJson.Wire.TotpCodeBody);
        return given.AnswerAsync(
            () => confirm.RunAsync(caller.Caller, body!.Code, cancel),
            codes => new RecoveryCodesBody(codes),
            NativeJson.Wire.RecoveryCodesBody
        );
    }

    private static Task<NativeAnswer> RemoveAsync(
        HttpContext http,
        NativeCaller caller,
        NativeInput given,
        RemoveTotp remove,
        PasskeyPlaces places,
        CancellationToken cancel
    ) =>
        given.AnswerAsync(
            () => remove.RunAsync(caller.Caller, places.Of(http, out _)?.Host, cancel),
            _ => new SecondFactorRemovedBody(IsRemoved: true),
            NativeJson.Wire.SecondFactorRemovedBody
        );

    private static Task<NativeAnswer> RenewAsync(NativeCaller caller, NativeInput given, RenewRecoveryCodes renew, CancellationToken cancel) =>
        given.AnswerAsync(() => renew.RunAsync(caller.Caller, cancel), codes => new RecoveryCodesBody(codes), NativeJson.Wire.RecoveryCodesBody);
}
