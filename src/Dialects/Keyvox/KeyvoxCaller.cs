using Latchwork.Domain;
using Latchwork.Operations.Identity;
using Microsoft.AspNetCore.Http;

namespace Latchwork.Dialects.Keyvox;

/// <summary>Who is asking, authenticated. A handler that wants one runs only with one.</summary>
internal sealed record KeyvoxCaller(Caller Caller)
{
    /// <summary>The organisation that the key acts for.</summary>
    public TenantId Tenant => Caller.Home;

    /// <summary>Tokens of services do not: they act for no person.</summary>
    public bool SeesTelephones => Caller.SessionKind != SessionKind.HookToken;

    /// <exception cref="InvalidOperationException">The route is declared public, but its handler wants a caller.</exception>
    public static ValueTask<KeyvoxCaller> BindAsync(HttpContext http) =>
        http.Features.Get<KeyvoxCaller>() is { } caller
            ? ValueTask.FromResult(caller)
            : throw new InvalidOperationException("A public route has no caller.");

    public override string ToString() => Caller.ToString();
}
