using Latchwork.Dialects.Native.Document;
using Latchwork.Dialects.Native.Wire;
using Latchwork.Domain;
using Latchwork.Operations.Applications;
using Latchwork.Operations.Ids;
using Microsoft.AspNetCore.Builder;

namespace Latchwork.Dialects.Native.Applications;

/// <summary>What an application's tokens are checked with, which pages may call for it, and who owns it. Whatever lets more in asks for a step-up.</summary>
internal static class VouchingEndpoints
{
    private const string Keys = $"{ApplicationEndpoints.One}/keys";
    private const string Issuers = $"{ApplicationEndpoints.One}/issuers";
    private const string Origins = $"{ApplicationEndpoints.One}/origins";
    private const string Owners = $"{ApplicationEndpoints.One}/owners";

    public static void Map(DialectRoutes native)
    {
        MapKeys(native);
        MapIssuers(native);
        MapOrigins(native);
        MapOwners(native);
    }

    private static void MapKeys(DialectRoutes native)
    {
        native
            .OfPerson("add a token key", Noun.Application)
            .MapPost(Keys, AddKeyAsync)
            .As(
                "addApplicationKey",
                "Adds a public key that tokens of the application are signed with.",
                takes: NativeJson.Wire.TokenKeyBody,
                tells: NativeJson.Wire.MadeBody,
                stepUp: true
            );
        native
            .OfPerson("remove a token key", Noun.Application)
            .MapDelete(Keys, RemoveKeyAsync)
            .As(
                "removeApplicationKey",
                "Takes a key away, and ends the sessions of the tokens that it signed.",
                tells: NativeJson.Wire.MadeBody,
                asks: [Asks.Text("kid", "Needed: the key's name.")]
            );
    }

    private static void MapIssuers(DialectRoutes native)
    {
        native
            .OfPerson("add a token issuer", Noun.Application)
            .MapPost(Issuers, AddIssuerAsync)
            .As(
                "addApplicationIssuer",
                "Adds an issuer that tokens of the application may name; each is one application's.",
                takes: NativeJson.Wire.NewIssuerBody,
                tells: NativeJson.Wire.MadeBody,
                stepUp: true
            );
        native
            .OfPerson("remove a token issuer", Noun.Application)
            .MapDelete(Issuers, RemoveIssuerAsync)
            .As(
                "removeApplicationIssuer",
                "Takes an issuer away, and ends the sessions of the tokens that named it.",
                tells: NativeJson.Wire.MadeBody,
                asks: [Asks.Address("url", "Needed: the issuer, to the letter.")]
            );
    }

    private static void MapOrigins(DialectRoutes native)
    {
        native
            .OfPerson("add a web origin", Noun.Application)
            .MapPost(Origins, AddOriginAsync)
            .As(
                "addApplicationOrigin",
                "Lets web pages of an origin call the Doordeck wire.",
                takes: NativeJson.Wire.NewOriginBody,
                tells: NativeJson.Wire.MadeBody,
                stepUp: true
            );
        native
            .OfPerson("remove a web origin", Noun.Application)
            .MapDelete(Origins, RemoveOriginAsync)
            .As(
                "removeApplicationOrigin",
                "Takes a web origin away.",
                tells: NativeJson.Wire.MadeBody,
                asks: [Asks.Address("origin", "Needed: the origin, to the letter.")]
            );
    }

    private static void MapOwners(DialectRoutes native)
    {
        native
            .OfPerson("add an owner", Noun.Application)
            .MapPost(Owners, AddOwnerAsync)
            .As(
                "addApplicationOwner",
                "Makes somebody with an account of this server an owner too.",
                takes: NativeJson.Wire.NewOwnerBody,
                tells: NativeJson.Wire.MadeBody,
                stepUp: true
            );
        native
            .OfPerson("remove an owner", Noun.Application)
            .MapDelete(Owners, RemoveOwnerAsync)
            .As(
                "removeApplicationOwner",
                "Somebody owns it no more; one owner is always left.",
                tells: NativeJson.Wire.MadeBody,
                asks: [Asks.Id("userId", "Needed: who.")],
                stepUp: true
            );
    }

    private static Task<NativeAnswer> AddKeyAsync(string id, NativeCaller caller, NativeInput given, ApplicationKeys keys, CancellationToken cancel)
    {
        var body = given.Body(NativeJson.Wire.TokenKeyBody);
        return given.ActAsync(() => keys.AddAsync(caller.Caller, IdOf(id), body!.ToJwk(), cancel), id);
    }

    private static Task<NativeAnswer> RemoveKeyAsync(
        string id,
        NativeCaller caller,
        NativeInput given,
        ApplicationKeys keys,
        CancellationToken cancel
    )
    {
        var kid = given.Needed("kid", given.Text("kid"));
        return given.ActAsync(() => keys.RemoveAsync(caller.Caller, IdOf(id), kid!, cancel), id);
    }

    private static Task<NativeAnswer> AddIssuerAsync(
        string id,
        NativeCaller caller,
        NativeInput given,
        ApplicationIssuers issuers,
        CancellationToken cancel
    )
    {
        var body = given.Body(NativeJson.Wire.NewIssuerBody);
        return given.ActAsync(() => issuers.AddAsync(caller.Caller, IdOf(id), body!.Url, cancel), id);
    }

    private static Task<NativeAnswer> RemoveIssuerAsync(
        string id,
        NativeCaller caller,
        NativeInput given,
        ApplicationIssuers issuers,
        CancellationToken cancel
    )
    {
        var url = given.Needed("url", given.Address("url"));
        return given.ActAsync(() => issuers.RemoveAsync(caller.Caller, IdOf(id), url!, cancel), id);
    }

    private static Task<NativeAnswer> AddOriginAsync(
        string id,
        NativeCaller caller,
        NativeInput given,
        ApplicationOrigins origins,
        CancellationToken cancel
    )
    {
        var body = given.Body(NativeJson.Wire.NewOriginBody);
        return given.ActAsync(() => origins.AddAsync(caller.Caller, IdOf(id), body!.Origin, cancel), id);
    }

    private static Task<NativeAnswer> RemoveOriginAsync(
        string id,
        NativeCaller caller,
        NativeInput given,
        ApplicationOrigins origins,
        CancellationToken cancel
    )
    {
        var origin = given.Needed("origin", given.Address("origin"));
        return given.ActAsync(() => origins.RemoveAsync(caller.Caller, IdOf(id), origin!, cancel), id);
    }

    private static Task<NativeAnswer> AddOwnerAsync(
        string id,
        NativeCaller caller,
        NativeInput given,
        ApplicationOwners owners,
        CancellationToken cancel
    )
    {
        var body = given.Body(NativeJson.Wire.NewOwnerBody);
        return given.ActAsync(() => owners.AddAsync(caller.Caller, IdOf(id), PersonOf(body!.UserId), cancel), id);
    }

    private static Task<NativeAnswer> RemoveOwnerAsync(
        string id,
        NativeCaller caller,
        NativeInput given,
        ApplicationOwners owners,
        CancellationToken cancel
    )
    {
        var user = given.Named("userId", WireIdKind.UserUuid);
        if (user is null)
        {
            given.Refuse("'userId' must be there.");
        }

        return given.ActAsync(() => owners.RemoveAsync(caller.Caller, IdOf(id), user!.Value, cancel), id);
    }

    private static string? Needed(this NativeInput given, string name, string? text)
    {
        if (text is null)
        {
            given.Refuse($"'{name}' must be there.");
        }

        return text;
    }

    private static WireId IdOf(string id) => ApplicationEndpoints.IdOf(id);

    private static WireId PersonOf(string id) => NativeInput.Id(WireIdKind.UserUuid, id);
}
