using Latchwork.Operations.Identity;
using Microsoft.AspNetCore.Http;

namespace Latchwork.Dialects.Sifely;

/// <summary>Who is asking, authenticated. A handler that wants one runs only with one.</summary>
internal sealed record SifelyCaller(Caller Caller)
{
    /// <exception cref="InvalidOperationException">The route is declared public, but its handler wants a caller.</exception>
    public static ValueTask<SifelyCaller> BindAsync(HttpContext http) =>
        SifelyCall.Of(http).Caller is { } caller
            ? ValueTask.FromResult(new SifelyCaller(caller))
            : throw new InvalidOperationException("A public route has no caller.");

    public override string ToString() => Caller.ToString();
}
