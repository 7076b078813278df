using Latchwork.Domain;
using Latchwork.Domain.Users;
using Latchwork.Operations.Identity;
using Microsoft.AspNetCore.Http;

namespace Latchwork.Dialects.Native;

/// <summary>Who is asking, authenticated. A handler that wants one runs only with one.</summary>
internal sealed record NativeCaller(Caller Caller)
{
    /// <summary>A key acts in exactly one tenant, a person with each call in the one that it names.</summary>
    public TenantId Tenant => Caller.Home;

    /// <summary>The tenant asks for it before something is opened from afar, and it is too long ago that the person showed who they are (CO-4).</summary>
    public bool MustProveToOpen(DateTimeOffset now) =>
        Caller.ActingIn is { } tenant && Caller.AsksBeforeOpening.Contains(tenant) && !SessionRules.IsProven(Caller.ProvenAt, now);

    /// <exception cref="InvalidOperationException">The route is declared public, but its handler wants a caller.</exception>
    public static ValueTask<NativeCaller> BindAsync(HttpContext http) =>
        http.Features.Get<NativeCaller>() is { } caller
            ? ValueTask.FromResult(caller)
            : throw new InvalidOperationException("A public route has no caller.");

    public override string ToString() => Caller.ToString();
}
