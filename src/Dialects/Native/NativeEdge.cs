using Latchwork.Dialects.Edge;
using Latchwork.Dialects.Native.Auth;
using Latchwork.Dialects.Native.Wire;
using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Operations;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace Latchwork.Dialects.Native;

/// <summary>What this dialect does around its handlers.</summary>
internal sealed class NativeEdge(Callers callers, SessionCallers people, CallRates rates, NativeOptions options, PageSeals seals, TimeProvider clock)
    : IDialect
{
    public IReadOnlyList<string> Roots { get; } = ["api/v1"];

    /// <summary>Web pages of other origins have no business here (CO-2).</summary>
    public IReadOnlyCollection<string> Origins => [];

    public async Task AdmitAsync(HttpContext http, RouteAct act, RequestDelegate handler)
    {
        var refusal = await RefuseCallerAsync(http, act) ?? await NativeInput.ReadAsync(http) ?? Preconditions.Take(http) ?? TakeKey(http, act);
        if (refusal is null && http.Features.GetRequiredFeature<NativeInput>() is { IsList: true } list)
        {
            list.TakeSeal(await seals.OfAsync(http.Features.GetRequiredFeature<NativeCaller>().Tenant, http.RequestAborted));
        }

        await (refusal is null ? handler(http) : NativeAnswer.Refused(refusal).ExecuteAsync(http));
    }

    public Asker? AskerOf(HttpContext http, RouteAct act) =>
        http.Features.Get<NativeCaller>() is { } caller ? new Asker(caller.Caller, NamedBy(http, act)) : null;

    private static WireId? NamedBy(HttpContext http, RouteAct act) =>
        http.GetRouteValue("id") is string id ? NativeInput.Id(KindOf(act.On), id) : null;

    private static WireIdKind KindOf(Noun on) =>
        on switch
        {
            Noun.Link => WireIdKind.LinkUuid,
            Noun.Site => WireIdKind.SiteUuid,
            Noun.Unit => WireIdKind.UnitUuid,
            Noun.RoomPlan => WireIdKind.RoomPlanUuid,
            Noun.Reservation => WireIdKind.ReservationUuid,
            Noun.Locker => WireIdKind.LockerUuid,
            Noun.Passcode or Noun.Card => WireIdKind.CredentialUuid,
            Noun.Grant => WireIdKind.GrantUuid,
            Noun.User => WireIdKind.UserUuid,
            Noun.Device => WireIdKind.DeviceUuid,
            Noun.LockGroup => WireIdKind.GroupUuid,
            Noun.Application => WireIdKind.ApplicationUuid,
            _ => WireIdKind.LockUuid,
        };

    public Task WriteErrorAsync(HttpContext http, AccessError error) => NativeAnswer.Refused(error).ExecuteAsync(http);

    public Task WriteFaultAsync(HttpContext http, EdgeFault fault) =>
        NativeAnswer
            .Refused(
                fault switch
                {
                    EdgeFault.UnknownPath => NativeErrors.UnknownPath,
                    EdgeFault.WrongVerb => NativeErrors.WrongVerb,
                    EdgeFault.BodyTooLarge => NativeErrors.BodyTooLarge,
                    EdgeFault.BodyUnreadable => NativeErrors.UnreadableBody,
                    EdgeFault.Crash => NativeErrors.OurFault,
                }
            )
            .ExecuteAsync(http);

    private async ValueTask<NativeProblem?> RefuseCallerAsync(HttpContext http, RouteAct act)
    {
        if (act.PublicBecause is not null)
        {
            return null;
        }

        // Whoever sends a key means it, whatever cookie the browser adds.
        if (http.Request.Headers.Authorization.Count == 0 && ConsoleCookie.Secret(http) is { } secret)
        {
            return await people.AdmitAsync(http, act, secret) ?? RefuseRate(http.Features.GetRequiredFeature<NativeCaller>().Caller, act);
        }

        if (Bearer.Key(http.Request.Headers.Authorization) is not { } key)
        {
            return act.IsPersonal ? NativeErrors.NoSession : NativeErrors.NoKey;
        }

        var found = await callers.AuthenticateAsync(key, Surface.Native, RequestOrigins.Of(http), http.RequestAborted);
        if (found.IsRefused(out var error, out var caller))
        {
            return NativeErrors.Of(error);
        }

        http.Features.Set(new NativeCaller(caller));
        return caller.SessionKind != SessionKind.NativeKey ? NativeErrors.NoKey
            : act.IsPersonal ? NativeErrors.NotAPerson
            : RefuseRate(caller, act);
    }

    /// <summary>What only looks has no key: it does nothing that could be done twice.</summary>
    private NativeProblem? TakeKey(HttpContext http, RouteAct act)
    {
        if (HttpMethods.IsGet(http.Request.Method) || http.Request.Headers[IdempotencyKeys.Header] is not { Count: > 0 } header)
        {
            return null;
        }

        if (http.Features.Get<NativeCaller>() is not { Caller: var caller })
        {
            return NativeErrors.NoRepeats;
        }

        if (act.IsPersonal)
        {
            return NativeErrors.NoRepeatsOfOneself;
        }

        if (!IdempotencyKeys.IsOne(header, out var key))
        {
            return NativeErrors.BadKey;
        }

        var once = IdempotencyKeys.Of(key, http, http.Features.GetRequiredFeature<NativeInput>(), clock.GetUtcNow());
        http.Features.Set(new NativeCaller(caller with { Repeatable = once }));
        return null;
    }

    private NativeProblem? RefuseRate(Caller caller, RouteAct act) =>
        options.CallsPerMinute is { } limit
        && rates.Take(new RateSubject(Surface.Native, caller.Principal.Id, act.IsMotion ? RateClass.Motions : RateClass.Calls), limit)
            is { IsAdmitted: false } full
            ? NativeErrors.Of(new AccessError(AccessErrorCode.RateLimited, "Too many calls.") { RetryAfter = full.FreeIn })
            : null;
}
