using Latchwork.Dialects.Native.Document;
using Latchwork.Dialects.Native.Wire;
using Latchwork.Domain;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Users;
using Latchwork.Operations.Credentials;
using Latchwork.Operations.Ids;
using Microsoft.AspNetCore.Builder;

namespace Latchwork.Dialects.Native.Credentials;

/// <summary>Cards whose numbers are known: put on locks, changed and taken off, with what is known of each lock.</summary>
internal static class CardEndpoints
{
    private const string Cards = $"{NativeDialect.Root}/cards";

    private static readonly Tagged<SeenCode, CredentialBody> Card = Tagged.Of(
        (CodeQueries all, NativeCaller caller, string id, CancellationToken cancel) =>
            all.KnownAsync(caller.Caller, CredentialKind.Card, IdOf(id), cancel),
        CredentialBody.Of,
        NativeJson.Wire.CredentialBody
    );

    public static void Map(DialectRoutes native)
    {
        native
            .Needs(Permission.CredentialsWrite, Noun.Card)
            .MapPost(Cards, EnrollAsync)
            .As(
                "enrollCard",
                "Puts a card on one lock or many: all of them, or none.",
                takes: NativeJson.Wire.NewCardBody,
                makes: NativeJson.Wire.MadeBody
            );
        native
            .Needs(Permission.CredentialsRead, Noun.Card)
            .MapGet(Cards, ListAsync)
            .As(
                "listCards",
                "The cards at all locks, newest first, without their numbers; one that was revoked is there until each lock has confirmed that it is gone.",
                tells: NativeJson.Wire.ListBodyCredentialBody,
                asks: CredentialLists.Asked
            );
        native
            .Needs(Permission.CredentialsRead, Noun.Card)
            .MapGet($"{Cards}/{{id}}", FindAsync)
            .As(
                "getCard",
                "A card without its number, with what is known of it on each of its locks.",
                tells: NativeJson.Wire.CredentialBody,
                tagged: Card
            );
        native
            .Needs(Permission.CredentialsWrite, Noun.Card)
            .MapPatch($"{Cards}/{{id}}", ChangeAsync)
            .As(
                "changeCard",
                "Changes a card on all its locks.",
                takes: NativeJson.Wire.CardChangeBody,
                tells: NativeJson.Wire.MadeBody,
                tagged: Card
            );
        native
            .Needs(Permission.CredentialsWrite, Noun.Card)
            .MapDelete($"{Cards}/{{id}}", RevokeAsync)
            .As(
                "revokeCard",
                "Ends a card at once; that its locks have heard of it stays to be seen.",
                tells: NativeJson.Wire.MadeBody,
                tagged: Card
            );
    }

    private static Task<NativeAnswer> ListAsync(NativeCaller caller, NativeInput given, TenantCodes codes, CancellationToken cancel) =>
        CredentialLists.AnswerAsync(CredentialKind.Card, caller, given, codes, cancel);

    private static Task<NativeAnswer> EnrollAsync(
        NativeCaller caller,
        NativeInput given,
        EnrollCard enroll,
        WireIdIndex ids,
        CancellationToken cancel
    )
    {
        var body = given.Body(NativeJson.Wire.NewCardBody);
        var number = given.CardNumberOf(body?.Number);
        return given.MakeAsync(
            () => enroll.RunAsync(caller.Caller, RequestOf(body!, number!.Value), cancel),
            made => made.Credential.Value,
            async row => NativeAnswer.Made(Cards, await ids.OfRowAsync(caller.Tenant, row, WireIdKind.CredentialUuid, cancel))
        );
    }

    private static EnrollCardRequest RequestOf(NewCardBody body, CardNumber number) =>
        new(number)
        {
            Locks = [.. body.LockIds.Select(id => NativeInput.Id(WireIdKind.LockUuid, id))],
            Name = body.Name,
            Window = new TimeWindow(body.StartsAt, body.EndsAt),
        };

    private static Task<NativeAnswer> FindAsync(
        string id,
        NativeCaller caller,
        NativeInput given,
        IServiceProvider services,
        CancellationToken cancel
    ) => Card.TellAsync(id, caller, given, services, cancel);

    private static Task<NativeAnswer> ChangeAsync(
        string id,
        NativeCaller caller,
        NativeInput given,
        ChangeCredential change,
        CancellationToken cancel
    )
    {
        var body = given.Body(NativeJson.Wire.CardChangeBody);
        var changes = new CardChanges
        {
            Name = body?.Name,
            Number = given.CardNumberOf(body?.Number),
            StartsAt = body?.StartsAt,
            EndsAt = body?.EndsAt,
        };
        return given.ActAsync(() => change.RunAsync(caller.Caller, CredentialKind.Card, IdOf(id), smartLock: null, changes, cancel), id);
    }

    private static Task<NativeAnswer> RevokeAsync(
        string id,
        NativeCaller caller,
        NativeInput given,
        RevokeCredential revoke,
        CancellationToken cancel
    ) => given.ActAsync(() => revoke.RunAsync(caller.Caller, CredentialKind.Card, IdOf(id), smartLock: null, needsLink: false, cancel), id);

    private static CardNumber? CardNumberOf(this NativeInput given, string? text)
    {
        if (text is null)
        {
            return null;
        }

        if (CardNumber.Parse(text).IsRefused(out var invalid, out var number))
        {
            given.Refuse(invalid.Detail);
        }

        return number;
    }

    private static WireId IdOf(string id) => NativeInput.Id(WireIdKind.CredentialUuid, id);
}
