using Latchwork.Operations.Identity;
using Microsoft.AspNetCore.Http;

namespace Latchwork.Dialects.Doordeck;

/// <summary>Who is asking, authenticated. A handler that wants one runs only with one.</summary>
internal sealed record DoordeckCaller(Caller Caller)
{
    /// <exception cref="InvalidOperationException">The route is declared public, but its handler wants a caller.</exception>
    public static ValueTask<DoordeckCaller> BindAsync(HttpContext http) =>
        http.Features.Get<DoordeckCaller>() is { } caller
            ? ValueTask.FromResult(caller)
            : throw new InvalidOperationException("A public route has no caller.");

    public override string ToString() => Caller.ToString();
}
