using Latchwork.Dialects.Edge;
using Latchwork.Dialects.Native.Document;
using Latchwork.Dialects.Native.Wire;
using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Users;
using Latchwork.Operations.ConsoleSessions;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Microsoft.AspNetCore.Http;

namespace Latchwork.Dialects.Native.Auth;

/// <summary>
/// People at the console: by the cookie of their session, on the same routes as keys. Like a key a person acts in one tenant with each call, the one that the
/// call names.
/// </summary>
internal sealed class SessionCallers(Callers callers, ConfirmCaller confirm, LiveSessions sessions, WireIdIndex ids, TimeProvider clock)
{
    public const string TenantHeader = "Latchwork-Tenant";

    /// <summary>On calls that no person asked for just now: they do not keep the session from idling.</summary>
    public const string BackgroundHeader = "Latchwork-Background";

    /// <summary>Why the call is refused; null where it goes on, and then its caller is known.</summary>
    public async ValueTask<NativeProblem?> AdmitAsync(HttpContext http, RouteAct act, string secret)
    {
        var cancel = http.RequestAborted;
        var found = await callers.AuthenticateAsync(secret, Surface.Console, RequestOrigins.Of(http), cancel);
        if (found.IsRefused(out _, out var remembered) || remembered.SessionKind != SessionKind.ConsoleSession)
        {
            return NativeErrors.SessionEnded;
        }

        // Their role decides here already, before any operation asks: so not what a node remembers of it does (AZ-5).
        if ((await confirm.FreshAsync(remembered, cancel)).IsRefused(out var error, out var caller))
        {
            return error.Code == AccessErrorCode.NotAuthenticated ? NativeErrors.SessionEnded : NativeErrors.Of(error);
        }

        if (!HttpMethods.IsGet(http.Request.Method) && !IsOwnPage(http, secret))
        {
            sessions.TellCrossSite(caller);
            return NativeErrors.CrossSite;
        }

        if (http.Request.Headers[BackgroundHeader] is not ["true"])
        {
            await sessions.KeepAwakeAsync(caller, cancel);
        }

        var (acting, refusal) =
            !act.IsPersonal ? await ActingAsync(http, caller, cancel)
            : act.NeedsSecondFactor && caller.LacksSecondFactor ? (caller, NativeErrors.SecondFactorMissing)
            : (caller, null);
        var known = new NativeCaller(acting);
        http.Features.Set(known);
        return refusal ?? RefuseUnproven(http, act, known);
    }

    private static bool IsOwnPage(HttpContext http, string secret) =>
        SameOrigin.IsSaid(http.Request) && ConsoleCookie.IsAntiforgery(http.Request.Headers[ConsoleCookie.AntiforgeryHeader], secret);

    private async ValueTask<(Caller Acting, NativeProblem? Refusal)> ActingAsync(HttpContext http, Caller caller, CancellationToken cancel)
    {
        if (caller.LacksSecondFactor)
        {
            return (caller, NativeErrors.SecondFactorMissing);
        }

        var named = http.Request.Headers[TenantHeader];
        TenantId? tenant =
            named.Count > 0 ? await FindAsync(named.ToString(), caller, cancel)
            : caller.Standings.Count == 1 ? caller.Standings.Keys.Single()
            : null;
        return tenant is { } one ? (caller.In(one), null)
            : named.Count > 0 ? (caller, NativeErrors.Of(AccessError.NotFound(Noun.Tenant)))
            : (caller, NativeErrors.NoTenant(caller.Standings.Count > 1));
    }

    /// <summary>One in which the caller has no role is as if it were not (AZ-3).</summary>
    private async ValueTask<TenantId?> FindAsync(string named, Caller caller, CancellationToken cancel) =>
        await ids.FindAsync(NativeInput.Id(WireIdKind.TenantUuid, named), cancel) is { } row && caller.Standings.ContainsKey(row.Tenant)
            ? row.Tenant
            : null;

    /// <summary>CO-4: what is delicate everywhere, and what the tenant has asked for.</summary>
    private NativeProblem? RefuseUnproven(HttpContext http, RouteAct act, NativeCaller known)
    {
        var now = clock.GetUtcNow();
        var isDelicate = http.GetEndpoint()!.Metadata.GetRequiredMetadata<ApiCall>().StepUp;
        return (isDelicate && !SessionRules.IsProven(known.Caller.ProvenAt, now)) || (act.IsOpening && known.MustProveToOpen(now))
            ? NativeErrors.StepUp
            : null;
    }
}
