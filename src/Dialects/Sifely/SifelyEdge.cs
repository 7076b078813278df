using System.Globalization;
using Latchwork.Dialects.Edge;
using Latchwork.Dialects.Sifely.Auth;
using Latchwork.Dialects.Sifely.Wire;
using Latchwork.Domain;
using Latchwork.Operations.Ids;
using Microsoft.AspNetCore.Http;

namespace Latchwork.Dialects.Sifely;

/// <summary>What this dialect does around its handlers.</summary>
internal sealed class SifelyEdge(Authentication authentication, SifelyRates rates, SifelyQuota quota, TTLockDates dates, SifelyOptions options)
    : IDialect
{
    private const string CountedRoot = "/v3";

    /// <summary>Paths that only the older relative of this wire has (19.1).</summary>
    private static readonly PathString[] OfTTLockAlone = ["/oauth2", "/v3/user"];

    public IReadOnlyList<string> Roots { get; } = ["system", "client", "v3", "oauth2"];

    public IReadOnlyCollection<string> Origins { get; } = [.. options.Origins];

    public async Task AdmitAsync(HttpContext http, RouteAct act, RequestDelegate handler)
    {
        var call = SifelyCall.Of(http);
        (call.Given, var unreadable) = await ParameterReader.ReadAsync(http);
        call.Form = OfTTLockAlone.Any(root => http.Request.Path.StartsWithSegments(root, StringComparison.Ordinal))
            ? WireForm.TTLock
            : WireForm.Sifely;
        var refusal = await CallerAsync(http, act, call) ?? unreadable ?? Misplaced(act, call) ?? dates.Refuse(http, call);
        await (refusal is null ? handler(http) : WriteAsync(http, refusal));
    }

    public bool SentCredential(HttpContext http) => http.Request.Headers.Authorization.Count > 0 || SifelyCall.Of(http).Given.Has(TTLockToken.Name);

    public Asker? AskerOf(HttpContext http, RouteAct act) =>
        SifelyCall.Of(http) is { Caller: { } caller } call ? new Asker(caller, NamedBy(call.Given, act)) : null;

    public Task WriteErrorAsync(HttpContext http, AccessError error) => WriteAsync(http, SifelyErrors.OnRead(error));

    public Task WriteFaultAsync(HttpContext http, EdgeFault fault) =>
        WriteAsync(
            http,
            fault switch
            {
                EdgeFault.UnknownPath => SifelyErrors.UnknownPath,
                EdgeFault.WrongVerb => SifelyErrors.WrongVerb(http.Request.Method),
                EdgeFault.BodyTooLarge => SifelyError.BodyTooLarge,
                EdgeFault.BodyUnreadable => SifelyErrors.UnreadableBody,
                EdgeFault.Crash => SifelyErrors.OurFault,
            }
        );

    /// <summary>Who is asking, and whether they may ask so often. Calls outside <c>/v3</c> are not counted (16).</summary>
    private async ValueTask<SifelyError?> CallerAsync(HttpContext http, RouteAct act, SifelyCall call)
    {
        if (act.PublicBecause is not null)
        {
            return null;
        }

        (call.Form, call.Caller, var refusal) = await authentication.ReadAsync(http, call.Given);
        if (call.Caller is { } caller && http.Request.Path.StartsWithSegments(CountedRoot, StringComparison.Ordinal))
        {
            (call.Rate, refusal) = rates.Take(caller, act.IsMotion);
            // A call that comes too soon is one of the month's all the same.
            var month = await quota.CountAsync(caller, http.RequestAborted);
            refusal ??= await quota.RefuseAsync(caller, act, month, http.RequestAborted);
        }

        return refusal;
    }

    /// <summary>A key belongs into the header: in an address it ends up in the logs of everything on the way (AK-1).</summary>
    private static SifelyError? Misplaced(RouteAct act, SifelyCall call) =>
        act.PublicBecause is null && HoldsKey(call.Given) ? SifelyErrors.KeyInParameter : null;

    private static WireId? NamedBy(SifelyParameters given, RouteAct act) =>
        act.On switch
        {
            Noun.Lock => NamedBy(given, "lockId", WireIdKind.LockNumber),
            Noun.Gateway => NamedBy(given, "gatewayId", WireIdKind.GatewayNumber),
            _ => null,
        };

    private static WireId? NamedBy(SifelyParameters given, string name, WireIdKind kind) =>
        int.TryParse(given.AsGiven(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? WireId.Number(kind, number) : null;

    private static bool HoldsKey(SifelyParameters given) =>
        given.Values.Any(value => Credential.IsKeyForm(value))
        || given.AsGiven(TTLockToken.Name)?.StartsWith("sk-", StringComparison.Ordinal) == true;

    private static Task WriteAsync(HttpContext http, SifelyError error) => SifelyAnswer.Refused(error).ExecuteAsync(http);
}
