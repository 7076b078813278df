using System.Security.Cryptography;
using System.Text;
using Latchwork.Dialects.Edge;
using Latchwork.Dialects.Native.Auth;
using Latchwork.Dialects.Native.Document;
using Latchwork.Dialects.Native.Session;
using Latchwork.Dialects.Native.Wire;
using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Operations.ConsoleSessions;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Passkeys;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Latchwork.Dialects.Native.Passkeys;

/// <summary>Log-in by passkey, alone or after the password, and the step-up by one (CO-1, CO-4).</summary>
internal static class PasskeySessionEndpoints
{
    private const string LogIn = $"{NativeDialect.Root}/session/passkey";
    private const string StepUp = $"{NativeDialect.Root}/session/step-up/passkey";

    public static void Map(DialectRoutes native)
    {
        native
            .Public(
                "ask for a passkey",
                because: "Nobody is known yet: what is told is a random challenge, and of a person only after their password."
            )
            .MapPost($"{LogIn}/options", AskToLogInAsync)
            .As(
                "askForPasskey",
                "What the browser is asked to show a passkey by. Without a body whoever has one for this server; with login and password theirs.",
                takes: NativeJson.Wire.PasskeyLogInBody,
                tells: NativeJson.Wire.PasskeyQuestionBody,
                mayLackBody: true
            );
        native
            .Public("log in by passkey", because: "The passkey in the body is the credential.")
            .MapPost(LogIn, LogInAsync)
            .As(
                "logInByPasskey",
                "Logs a person in by a passkey alone: it is two factors, since its device knows its owner. The answer sets the cookie of the session.",
                takes: NativeJson.Wire.PasskeyAnswerBody,
                tells: NativeJson.Wire.SessionBody
            );
        native
            .Personal("ask for a passkey to step up")
            .MapPost($"{StepUp}/options", AskToStepUpAsync)
            .As(
                "askForPasskeyToStepUp",
                "What the browser is asked to show one of one's own passkeys by.",
                tells: NativeJson.Wire.PasskeyQuestionBody
            );
        native
            .Personal("step up by passkey")
            .MapPost(StepUp, StepUpAsync)
            .As(
                "stepUpByPasskey",
                "The person shows once more who they are, by a passkey. The answer sets another cookie.",
                takes: NativeJson.Wire.PasskeyAnswerBody,
                tells: NativeJson.Wire.SessionBody
            );
    }

    private static async Task<NativeAnswer> AskToLogInAsync(
        HttpContext http,
        NativeInput given,
        AskForPasskey ask,
        PasskeyPlaces places,
        PasskeyRates rates,
        CancellationToken cancel
    )
    {
        var body = given.OptionalBody(NativeJson.Wire.PasskeyLogInBody);
        var from = RequestOrigins.Of(http);
        return given.Refusal is { } refusal ? refusal
            : !SameOrigin.IsSaid(http.Request) ? NativeErrors.CrossSite
            : places.Of(http, out var elsewhere) is not { } place ? elsewhere!
            : body is not null && !LogInTransport.IsSafe(http) ? NativeErrors.UnsafeSetUp
            : rates.Refuse(from) is { } full ? full
            : await given.AnswerAsync(
                () => body is null ? ask.ToLogInAsync(place, cancel) : ask.ToLogInAsync(place, body.Login, body.Password, from, cancel),
                PasskeyQuestionBody.Of,
                NativeJson.Wire.PasskeyQuestionBody
            );
    }

    private static async Task<NativeAnswer> LogInAsync(
        HttpContext http,
        NativeInput given,
        StartByPasskey start,
        PasskeyPlaces places,
        ConsoleAnswers answers,
        CancellationToken cancel
    )
    {
        var body = given.Body(NativeJson.Wire.PasskeyAnswerBody);
        return given.Refusal is { } refusal ? refusal
            : !SameOrigin.IsSaid(http.Request) ? NativeErrors.CrossSite
            : places.Of(http, out var elsewhere) is not { } place ? elsewhere!
            : await answers.BegunAsync(http, await start.RunAsync(place, body!.Read(), RequestOrigins.Of(http), cancel));
    }

    private static async Task<NativeAnswer> AskToStepUpAsync(
        HttpContext http,
        NativeCaller caller,
        NativeInput given,
        AskForPasskey ask,
        PasskeyPlaces places,
        CancellationToken cancel
    ) =>
        given.Refusal is { } refusal ? refusal
        : places.Of(http, out var elsewhere) is not { } place ? elsewhere!
        : await given.AnswerAsync(() => ask.ToProveAsync(caller.Caller, place, cancel), PasskeyQuestionBody.Of, NativeJson.Wire.PasskeyQuestionBody);

    private static async Task<NativeAnswer> StepUpAsync(
        HttpContext http,
        NativeCaller caller,
        NativeInput given,
        ProveAgain prove,
        PasskeyPlaces places,
        ConsoleAnswers answers,
        CancellationToken cancel
    )
    {
        var body = given.Body(NativeJson.Wire.PasskeyAnswerBody);
        return given.Refusal is { } refusal ? refusal
            : places.Of(http, out var elsewhere) is not { } place ? elsewhere!
            : await answers.BegunAsync(http, await prove.ByPasskeyAsync(caller.Caller, place, body!.Read(), cancel));
    }
}

/// <summary>How often a network may ask to be asked, since each question is kept for some minutes.</summary>
internal sealed class PasskeyRates(CallRates rates)
{
    private const int PerMinute = 60;

    public AccessError? Refuse(RequestOrigin from) =>
        rates.Take(new RateSubject(Surface.Console, Whose(from), RateClass.LogIns), PerMinute) is { IsAdmitted: false } full
            ? new AccessError(AccessErrorCode.RateLimited, "Too many log-ins by passkey from there.") { RetryAfter = full.FreeIn }
            : null;

    private static Guid Whose(RequestOrigin from) =>
        new(SHA256.HashData(Encoding.UTF8.GetBytes(RequestOrigin.NetworkOf(from.Address))).AsSpan(0, 16));
}
