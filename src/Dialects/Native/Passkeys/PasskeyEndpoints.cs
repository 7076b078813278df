using Latchwork.Dialects.Native.Document;
using Latchwork.Dialects.Native.Session;
using Latchwork.Dialects.Native.Wire;
using Latchwork.Operations.Passkeys;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Latchwork.Dialects.Native.Passkeys;

/// <summary>The caller's own passkeys.</summary>
internal static class PasskeyEndpoints
{
    private const string Passkeys = $"{NativeDialect.Root}/account/passkeys";
    private const string One = $"{Passkeys}/{{id}}";

    public static void Map(DialectRoutes native)
    {
        native
            .Personal("list passkeys", isRead: true)
            .MapGet(Passkeys, ListAsync)
            .As("listPasskeys", "One's own passkeys, the oldest first: few, so all of them.", tells: NativeJson.Wire.PasskeysBody);
        native
            .Personal("offer passkey")
            .MapPost($"{Passkeys}/options", OfferAsync)
            .As("offerPasskey", "What the browser is asked to make a passkey by.", tells: NativeJson.Wire.PasskeyQuestionBody, stepUp: true);
        native
            .Personal("add passkey")
            .MapPost(Passkeys, AddAsync)
            .As(
                "addPasskey",
                "Takes the passkey into use that the browser has made. With the first second factor recovery codes come.",
                takes: NativeJson.Wire.NewPasskeyBody,
                makes: NativeJson.Wire.AddedPasskeyBody
            );
        native
            .Personal("rename passkey")
            .MapPatch(One, RenameAsync)
            .As("renamePasskey", "Calls a passkey otherwise.", takes: NativeJson.Wire.PasskeyNameBody, tells: NativeJson.Wire.MadeBody);
        native
            .Personal("remove passkey")
            .MapDelete(One, RemoveAsync)
            .As(
                "removePasskey",
                "Takes a passkey away: it lets nobody in any more. Refused to whose role needs a second factor and who has no other.",
                tells: NativeJson.Wire.SecondFactorRemovedBody,
                stepUp: true
            );
    }

    private static Task<NativeAnswer> ListAsync(NativeCaller caller, NativeInput given, OwnPasskeys own, CancellationToken cancel) =>
        given.AnswerAsync(
            () => own.ListAsync(caller.Caller, cancel),
            seen => new PasskeysBody([.. seen.Select(PasskeyBody.Of)], OwnPasskeys.Most),
            NativeJson.Wire.PasskeysBody
        );

    private static async Task<NativeAnswer> OfferAsync(
        HttpContext http,
        NativeCaller caller,
        NativeInput given,
        OfferPasskey offer,
        PasskeyPlaces places,
        CancellationToken cancel
    ) =>
        given.Refusal is { } refusal ? refusal
        : places.Of(http, out var elsewhere) is not { } place ? elsewhere!
        : await given.AnswerAsync(() => offer.RunAsync(caller.Caller, place, cancel), PasskeyQuestionBody.Of, NativeJson.Wire.PasskeyQuestionBody);

    private static async Task<NativeAnswer> AddAsync(
        HttpContext http,
        NativeCaller caller,
        NativeInput given,
        AddPasskey add,
        PasskeyPlaces places,
        CancellationToken cancel
    )
    {
        var body = given.Body(NativeJson.Wire.NewPasskeyBody);
        return given.Refusal is { } refusal ? refusal
            : places.Of(http, out var elsewhere) is not { } place ? elsewhere!
            : await given.AnswerAsync(
                () => add.RunAsync(caller.Caller, place, body!.Name, body.Read(), cancel),
                added =>
                    NativeAnswer.Created(
                        $"{Passkeys}/{added.Passkey.Id}",
                        new AddedPasskeyBody(PasskeyBody.Of(added.Passkey), added.RecoveryCodes),
                        NativeJson.Wire.AddedPasskeyBody
                    )
            );
    }

    private static Task<NativeAnswer> RenameAsync(string id, NativeCaller caller, NativeInput given, OwnPasskeys own, CancellationToken cancel)
    {
        var body = given.Body(NativeJson.Wire.PasskeyNameBody);
        return given.AnswerAsync(() => own.RenameAsync(caller.Caller, IdOf(id), body!.Name, cancel), _ => new MadeBody(id), NativeJson.Wire.MadeBody);
    }

    private static Task<NativeAnswer> RemoveAsync(
        string id,
        HttpContext http,
        NativeCaller caller,
        NativeInput given,
        OwnPasskeys own,
        PasskeyPlaces places,
        CancellationToken cancel
    ) =>
        given.AnswerAsync(
            () => own.RemoveAsync(caller.Caller, IdOf(id), places.Of(http, out _)?.Host, cancel),
            _ => new SecondFactorRemovedBody(IsRemoved: true),
            NativeJson.Wire.SecondFactorRemovedBody
        );

    /// <summary>One of another form names nothing.</summary>
    private static Guid? IdOf(string text) => Guid.TryParseExact(text, "D", out var id) ? id : null;
}
