using Latchwork.Dialects.Doordeck.Auth;
using Latchwork.Dialects.Doordeck.Wire;
using Latchwork.Dialects.Edge;
using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Applications;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Latchwork.Dialects.Doordeck;

/// <summary>What this dialect does around its handlers.</summary>
internal sealed class DoordeckEdge(Callers callers, ApplicationTokens tokens, ApplicationOrigins origins, DoordeckRates rates) : IDialect
{
    /// <summary>The path value that names a lock.</summary>
    public const string LockId = "lockId";

    public IReadOnlyList<string> Roots { get; } = ["auth", "account", "time", "device", "user", "share", "directory", "site", "tile", "platform"];

    public IReadOnlyCollection<string> Origins => [];

    /// <summary>Those of all applications (2).</summary>
    public ValueTask<bool> AllowsAsync(string origin, CancellationToken cancel) => origins.IsRegisteredAsync(origin, cancel);

    public CorsRules Cors { get; } =
        new("GET, POST, PUT, DELETE, OPTIONS", "Location, Retry-After")
        {
            Headers = "Authorization, Content-Type, Accept, Accept-Language",
            MaxAge = TimeSpan.FromHours(1),
            AnswersAnybody = true,
        };

    public bool AcceptsTrailingSlash => true;

    public async Task AdmitAsync(HttpContext http, RouteAct act, RequestDelegate handler)
    {
        var refusal = await RefuseCallerAsync(http, act) ?? await ReadAsync(http);
        await (refusal is null ? handler(http) : DoordeckAnswer.Refused(refusal).ExecuteAsync(http));
    }

    public Asker? AskerOf(HttpContext http, RouteAct act) =>
        http.Features.Get<DoordeckCaller>() is { } caller ? new Asker(caller.Caller, NamedBy(http)) : null;

    private static WireId? NamedBy(HttpContext http) => http.GetRouteValue(LockId) is string id ? DoordeckInput.Id(WireIdKind.LockUuid, id) : null;

    public Task WriteErrorAsync(HttpContext http, AccessError error) => DoordeckAnswer.Refused(DoordeckErrors.Of(error)).ExecuteAsync(http);

    public Task WriteFaultAsync(HttpContext http, EdgeFault fault) =>
        DoordeckAnswer
            .Refused(
                fault switch
                {
                    EdgeFault.UnknownPath => DoordeckErrors.UnknownPath,
                    EdgeFault.WrongVerb => DoordeckErrors.WrongVerb,
                    EdgeFault.BodyTooLarge => DoordeckErrors.BodyTooLarge,
                    EdgeFault.BodyUnreadable => DoordeckErrors.UnreadableBody,
                    EdgeFault.Crash => DoordeckErrors.OurFault,
                }
            )
            .ExecuteAsync(http);

    private async ValueTask<DoordeckError?> RefuseCallerAsync(HttpContext http, RouteAct act)
    {
        if (act.PublicBecause is not null)
        {
            return null;
        }

        if (Bearer.Token(http.Request.Headers.Authorization) is not { } token)
        {
            return DoordeckErrors.NoToken;
        }

        var found = await FindAsync(token, RequestOrigins.Of(http), http.RequestAborted);
        if (found.IsRefused(out var error, out var caller))
        {
            return DoordeckErrors.Of(error);
        }

        if (!TakesRefreshToken.Is(http) && caller.SessionKind is not (SessionKind.DoordeckSession or SessionKind.ApplicationToken))
        {
            return DoordeckErrors.NoToken;
        }

        http.Features.Set(new DoordeckCaller(caller));
        return rates.Refuse(caller, act.IsMotion ? RateClass.Motions : RateClassOf(http)) is { } tooMany ? DoordeckErrors.Of(tooMany) : null;
    }

    /// <summary>A token that nobody knows may be one that an application signed: the first time it is admitted, and is known from then on (5.2).</summary>
    private async ValueTask<Outcome<Caller>> FindAsync(string token, RequestOrigin from, CancellationToken cancel)
    {
        var found = await callers.AuthenticateAsync(token, Surface.Doordeck, from, cancel);
        return found.Error?.Code != AccessErrorCode.NotAuthenticated ? found
            : (await tokens.AdmitAsync(token, from, cancel)).Error is { } refusal ? refusal
            : await callers.AuthenticateAsync(token, Surface.Doordeck, from, cancel);
    }

    private static RateClass RateClassOf(HttpContext http) => http.GetEndpoint()?.Metadata.GetMetadata<CountedApart>()?.As ?? RateClass.Calls;

    private static async ValueTask<DoordeckError?> ReadAsync(HttpContext http)
    {
        if (ApiVersion.Of(http) is not { } version)
        {
            return DoordeckErrors.NotAcceptable;
        }

        if (await RequestBody.ReadAsync(http) is not { } bytes)
        {
            return DoordeckErrors.BodyTooLarge;
        }

        http.Features.Set(new DoordeckInput(http.Request.Query, bytes, http.Request.ContentType, version));
        return http.Request.Headers.ContentEncoding.Count > 0 && bytes.Length > 0
            ? DoordeckErrors.Invalid("The body of a request is not compressed here.")
            : null;
    }
}

/// <summary>Metadata of a route whose calls have a limit of their own.</summary>
internal sealed record CountedApart(RateClass As);
