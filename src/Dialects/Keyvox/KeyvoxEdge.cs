using Latchwork.Dialects.Edge;
using Latchwork.Dialects.Keyvox.Auth;
using Latchwork.Dialects.Keyvox.Wire;
using Latchwork.Domain;
using Latchwork.Operations.Clients;
using Microsoft.AspNetCore.Http;

namespace Latchwork.Dialects.Keyvox;

/// <summary>What this dialect does around its functions.</summary>
internal sealed class KeyvoxEdge(SignedRequests signed, TokenRequests tokens, RememberRead remember, KeyvoxRates rates) : IDialect
{
    public IReadOnlyList<string> Roots { get; } = ["v1", "api/eagle-pms", "place", "plan", "unit", "bacsorder"];

    public IReadOnlyCollection<string> Origins => [];

    public PathString RouteOf(PathString path) => KeyvoxPaths.RouteOf(path);

    public bool SentCredential(HttpContext http) => http.Request.Headers.Authorization.Count > 0 || http.Request.Headers.ProxyAuthorization.Count > 0;

    /// <summary>The body is read first: its digest is signed. What its headers say of an encoding is not believed (1.2).</summary>
    public async Task AdmitAsync(HttpContext http, RouteAct act, RequestDelegate handler)
    {
        OwnPages.TakeDate(http.Request);
        if (await RequestBody.ReadAsync(http) is not { } body)
        {
            await Refuse(http, KeyvoxErrors.BodyTooLarge);
            return;
        }

        var refusal = await RefuseCallerAsync(http, act, body);
        if (refusal is null)
        {
            var given = KeyvoxInput.Read(http.Request.Query, body);
            http.Features.Set(given);
            refusal = given.Refusal;
        }

        await (refusal is null ? handler(http) : Refuse(http, refusal));
    }

    public Asker? AskerOf(HttpContext http, RouteAct act) =>
        http.Features.Get<KeyvoxCaller>() is { } caller ? new Asker(caller.Caller, http.Features.Get<KeyvoxInput>()?.Named) : null;

    public Task WriteErrorAsync(HttpContext http, AccessError error) => Refuse(http, KeyvoxErrors.Of(error));

    public Task WriteFaultAsync(HttpContext http, EdgeFault fault) =>
        Refuse(
            http,
            fault switch
            {
                EdgeFault.UnknownPath => KeyvoxErrors.UnknownPath,
                EdgeFault.WrongVerb => KeyvoxErrors.WrongVerb,
                EdgeFault.BodyTooLarge => KeyvoxErrors.BodyTooLarge,
                EdgeFault.BodyUnreadable => KeyvoxErrors.UnreadableBody,
                EdgeFault.Crash => KeyvoxErrors.OurFault,
            }
        );

    private async ValueTask<KeyvoxRefusal?> RefuseCallerAsync(HttpContext http, RouteAct act, byte[] body)
    {
        if (act.PublicBecause is not null)
        {
            return null;
        }

        var (unproven, request) = TokenRequests.AreMeant(http)
            ? await tokens.AcceptAsync(http, http.RequestAborted)
            : await signed.AcceptAsync(http, body, http.RequestAborted);
        if (request is null)
        {
            return (unproven!.Reason == AccessErrorCode.NotAuthenticated ? rates.RefuseUnproven(RequestOrigins.Of(http)) : null) ?? unproven;
        }

        if (rates.Refuse(http, request.Caller, act.IsMotion ? RateClass.Motions : RateClass.Calls) is { } tooMany)
        {
            return tooMany;
        }

        if (!act.IsRead && request.MayHaveActed)
        {
            return KeyvoxErrors.NoDate;
        }

        http.Features.Set(new KeyvoxCaller(act.IsRead ? request.Caller : request.Caller with { Repeatable = request.Once }));
        return
            act.IsRead
            && request is { SignsTarget: false, Once: { } once }
            && await remember.RunAsync(request.Caller, once, http.RequestAborted) is { } used
            ? KeyvoxErrors.Of(used)
            : null;
    }

    private static Task Refuse(HttpContext http, KeyvoxRefusal refusal) => KeyvoxAnswer.Refused(refusal).ExecuteAsync(http);
}
