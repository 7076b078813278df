using System.Collections.Frozen;
using Latchwork.Dialects.Edge;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Clients;
using Latchwork.Operations.Identity;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Latchwork.Dialects.Keyvox.Auth;

/// <summary>
/// Requests of services that cannot sign (12): <c>Authorization: Bearer</c> and an integration token. It opens the hooks, which are for nothing else, and the functions
/// that a service's actions and look-ups are; everywhere else it is no credential.
/// </summary>
internal sealed class TokenRequests(Callers callers)
{
    private const string Hooks = "/v1/hooks/";
    private const string Scheme = "Bearer ";

    /// <summary>By the pattern of the route, whatever path a caller used for it.</summary>
    private static readonly FrozenSet<string> Functions = new[]
    {
        "/v1/createLockPin",
        "/v1/disableLockPin",
        "/v1/unlock",
        "/v1/locks/events",
        "/v1/createLockerPin",
        "/v1/unlockLocker",
        "/bacsorder/create",
        "/bacsorder/cancel",
        "/bacsorder/checkin",
        "/bacsorder/checkout",
        "/bacsorder/list",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Whether a token is asked for here; or may be sent, and what came has the form of one.</summary>
    public static bool AreMeant(HttpContext http) =>
        (http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText is { } route
        && (
            route.StartsWith(Hooks, StringComparison.Ordinal)
            || (Functions.Contains(route) && TextOf(http) is { } text && IntegrationTokens.IsOne(text))
        );

    public async ValueTask<(KeyvoxRefusal? Refusal, SignedRequest? Request)> AcceptAsync(HttpContext http, CancellationToken cancel)
    {
        if (TextOf(http) is not { } token || !IntegrationTokens.IsOne(token))
        {
            return (KeyvoxErrors.NoSignature, null);
        }

        var found = await callers.AuthenticateAsync(token, Surface.Keyvox, RequestOrigins.Of(http), cancel);
        return found.IsRefused(out _, out var caller) || caller.SessionKind != SessionKind.HookToken
            ? (KeyvoxErrors.NoSignature, null)
            : (null, new SignedRequest(caller, Once: null, SignsTarget: true));
    }

    /// <summary>Null for another scheme, or several headers.</summary>
    private static string? TextOf(HttpContext http) =>
        http.Request.Headers.Authorization is [{ } text] && text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            ? text[Scheme.Length..]
            : null;
}
