using Latchwork.Dialects.Doordeck.Wire;
using Latchwork.Domain;
using Latchwork.Operations.Applications;
using Microsoft.AspNetCore.Builder;

namespace Latchwork.Dialects.Doordeck.Platform;

/// <summary>What an application's tokens are checked with, and which web pages may call for it (11.3, 5.2, 2).</summary>
internal static class VouchingEndpoints
{
    private const string Key = $"{ApplicationEndpoints.One}/auth/key";
    private const string Issuer = $"{ApplicationEndpoints.One}/auth/issuer";
    private const string Origin = $"{ApplicationEndpoints.One}/cors";

    public static void Map(DialectRoutes doordeck)
    {
        doordeck.Named("add a token key", Noun.Application).MapPost(Key, AddKeyAsync);
        // Ours: the wire has no way to take a key back, and one that was lost must go.
        doordeck.Named("remove a token key", Noun.Application).MapDelete(Key, RemoveKeyAsync);
        doordeck.Named("add a token issuer", Noun.Application).MapPost(Issuer, AddIssuerAsync);
        doordeck.Named("remove a token issuer", Noun.Application).MapDelete(Issuer, RemoveIssuerAsync);
        doordeck.Named("add a web origin", Noun.Application).MapPost(Origin, AddOriginAsync);
        doordeck.Named("remove a web origin", Noun.Application).MapDelete(Origin, RemoveOriginAsync);
    }

    private static Task<DoordeckAnswer> AddKeyAsync(
        string applicationId,
        DoordeckCaller caller,
        DoordeckInput given,
        ApplicationKeys keys,
        CancellationToken cancel
    ) =>
        given.AnswerAsync(
            () => keys.AddAsync(caller.Caller, ApplicationEndpoints.IdOf(applicationId), given.Bytes, cancel),
            _ => DoordeckAnswer.Nothing
        );

    private static Task<DoordeckAnswer> RemoveKeyAsync(
        string applicationId,
        DoordeckCaller caller,
        DoordeckInput given,
        ApplicationKeys keys,
        CancellationToken cancel
    )
    {
        var body = given.Body(DoordeckJson.Wire.KidBody);
        return given.AnswerAsync(
            () => keys.RemoveAsync(caller.Caller, ApplicationEndpoints.IdOf(applicationId), body!.Kid, cancel),
            _ => DoordeckAnswer.Nothing
        );
    }

    private static Task<DoordeckAnswer> AddIssuerAsync(
        string applicationId,
        DoordeckCaller caller,
        DoordeckInput given,
        ApplicationIssuers issuers,
        CancellationToken cancel
    ) => WithUrlAsync(given, url => issuers.AddAsync(caller.Caller, ApplicationEndpoints.IdOf(applicationId), url, cancel));

    private static Task<DoordeckAnswer> RemoveIssuerAsync(
        string applicationId,
        DoordeckCaller caller,
        DoordeckInput given,
        ApplicationIssuers issuers,
        CancellationToken cancel
    ) => WithUrlAsync(given, url => issuers.RemoveAsync(caller.Caller, ApplicationEndpoints.IdOf(applicationId), url, cancel));

    private static Task<DoordeckAnswer> AddOriginAsync(
        string applicationId,
        DoordeckCaller caller,
        DoordeckInput given,
        ApplicationOrigins origins,
        CancellationToken cancel
    ) => WithUrlAsync(given, url => origins.AddAsync(caller.Caller, ApplicationEndpoints.IdOf(applicationId), url, cancel));

    private static Task<DoordeckAnswer> RemoveOriginAsync(
        string applicationId,
        DoordeckCaller caller,
        DoordeckInput given,
        ApplicationOrigins origins,
        CancellationToken cancel
    ) => WithUrlAsync(given, url => origins.RemoveAsync(caller.Caller, ApplicationEndpoints.IdOf(applicationId), url, cancel));

    private static Task<DoordeckAnswer> WithUrlAsync(DoordeckInput given, Func<string, Task<Outcome<Done>>> run)
    {
        var body = given.Body(DoordeckJson.Wire.UrlBody);
        return given.AnswerAsync(() => run(body!.Url), _ => DoordeckAnswer.Nothing);
    }
}

internal sealed record UrlBody(string Url);

internal sealed record KidBody(string Kid);
