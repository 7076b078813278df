using Latchwork.Dialects.Edge;
using Latchwork.Dialects.Sifely.Wire;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Identity;
using Microsoft.AspNetCore.Http;

namespace Latchwork.Dialects.Sifely.Auth;

/// <summary>Who asks, by which of the two wires, or why nobody does.</summary>
internal readonly record struct Authenticated(WireForm Form, Caller? Caller, SifelyError? Refusal);

/// <summary>
/// From a request to its caller, by the rules of 1.2 and 19: a token of TTLock's own log-in, as a parameter, decides for that wire, whatever header is
/// there besides; else the Authorization header counts.
/// </summary>
internal sealed class Authentication(Callers callers)
{
    public async ValueTask<Authenticated> ReadAsync(HttpContext http, SifelyParameters given)
    {
        if (TTLockToken.Of(given) is not { } token)
        {
            return await ByHeaderAsync(http);
        }

        // Some programs of TTLock put the same token in both places: it is the one that counts, also once it has ended (22, family 7).
        var hasHeader = http.Request.Headers.Authorization is { Count: > 0 } header && Credential.Read(header, out _)?.Secret != token;

        var found = await callers.AuthenticateAsync(token, Surface.TTLock, RequestOrigins.Of(http), http.RequestAborted);
        return found.IsRefused(out var error, out var caller) || caller.SessionKind != SessionKind.TTLockToken
            // A client of the other wire may put its token there too; what it sends in the header decides.
            ? hasHeader
                ? await ByHeaderAsync(http)
                : new(WireForm.TTLock, null, error is null ? SifelyErrors.NotAuthenticated401 : SifelyErrors.OnRead(error))
            : new(WireForm.TTLock, caller, null);
    }

    private async ValueTask<Authenticated> ByHeaderAsync(HttpContext http)
    {
        if (Credential.Read(http.Request.Headers.Authorization, out var fault) is not { } credential)
        {
            var refused = fault == CredentialFault.KeyAfterBearer ? SifelyErrors.KeyAfterBearer : SifelyErrors.NotAuthenticated401;
            return new(WireForm.Sifely, null, refused);
        }

        var found = await callers.AuthenticateAsync(credential.Secret, Surface.Sifely, RequestOrigins.Of(http), http.RequestAborted);
        return found.IsRefused(out var error, out var caller) ? new(WireForm.Sifely, null, SifelyErrors.OnRead(error))
            : IsOurs(caller, credential) ? new(WireForm.Sifely, caller, null)
            : new(WireForm.Sifely, null, SifelyErrors.NotAuthenticated401);
    }

    /// <summary>Secrets of other wires are of no use here.</summary>
    private static bool IsOurs(Caller caller, Credential credential) =>
        caller.SessionKind == (credential.IsKey ? SessionKind.SifelyKey : SessionKind.LegacyToken);
}
