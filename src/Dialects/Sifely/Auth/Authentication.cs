using Latchwork.Dialects.Edge;
using Latchwork.Dialects.Sifely.Wire;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Identity;
using Microsoft.AspNetCore.Http;

namespace Latchwork.Dialects.Sifely.Auth;

/// <summary>From the Authorization header to a caller, by the rules of 1.2.</summary>
internal sealed class Authentication(Callers callers)
{
    /// <summary>The caller, or why there is none.</summary>
    public async ValueTask<(Caller? Caller, SifelyError? Refusal)> ReadAsync(HttpContext http)
    {
        if (Credential.Read(http.Request.Headers.Authorization, out var fault) is not { } credential)
        {
            return (null, fault == CredentialFault.KeyAfterBearer ? SifelyErrors.KeyAfterBearer : SifelyErrors.NotAuthenticated401);
        }

        var found = await callers.AuthenticateAsync(credential.Secret, Surface.Sifely, RequestOrigins.Of(http), http.RequestAborted);
        return found.IsRefused(out var error, out var caller) ? (null, SifelyErrors.OnRead(error))
            : IsOurs(caller, credential) ? (caller, null)
            : (null, SifelyErrors.NotAuthenticated401);
    }

    /// <summary>Secrets of other wires are of no use here.</summary>
    private static bool IsOurs(Caller caller, Credential credential) =>
        caller.SessionKind == (credential.IsKey ? SessionKind.SifelyKey : SessionKind.LegacyToken);
}
