using Latchwork.Dialects.Edge;
using Latchwork.Dialects.Native.Auth;
using Latchwork.Dialects.Native.Document;
using Latchwork.Dialects.Native.Wire;
using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Operations.ConsoleSessions;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Sessions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Latchwork.Dialects.Native.Session;

/// <summary>Log-in, step-up and log-out of people at the console (CO-1, CO-4).</summary>
internal static class SessionEndpoints
{
    private const string Path = $"{NativeDialect.Root}/session";

    public static void Map(DialectRoutes native)
    {
        native
            .Public("log in", because: "The password in the body is the credential.")
            .MapPost(Path, LogInAsync)
            .As(
                "logIn",
                "Logs a person in: the answer sets the cookie of the session.",
                takes: NativeJson.Wire.LogInBody,
                tells: NativeJson.Wire.SessionBody
            );
        native
            .Personal("read session", isRead: true)
            .MapGet(Path, ReadAsync)
            .As("getSession", "Who is logged in, for how long, and what they may do in which tenant.", tells: NativeJson.Wire.SessionBody);
        native.Personal("log out").MapDelete(Path, EndAsync).As("logOut", "Ends the session, on every node.", tells: NativeJson.Wire.LoggedOutBody);
        native
            .Personal("step up")
            .MapPost($"{Path}/step-up", StepUpAsync)
            .As(
                "stepUp",
                "The person shows once more who they are: for five minutes nothing asks again. The answer sets another cookie.",
                takes: NativeJson.Wire.StepUpBody,
                tells: NativeJson.Wire.SessionBody
            );
    }

    private static async Task<NativeAnswer> LogInAsync(
        HttpContext http,
        NativeInput given,
        StartConsoleSession start,
        ConsoleAnswers answers,
        CancellationToken cancel
    )
    {
        var body = given.Body(NativeJson.Wire.LogInBody);
        return given.Refusal is { } refusal ? refusal
            : !LogInTransport.IsSafe(http) ? NativeErrors.UnsafeSetUp
            : !SameOrigin.IsSaid(http.Request) ? NativeErrors.CrossSite
            : await answers.BegunAsync(http, await start.RunAsync(body!.Login, body.Password, body.Code, RequestOrigins.Of(http), cancel));
    }

    private static Task<NativeAnswer> ReadAsync(
        HttpContext http,
        NativeCaller caller,
        NativeInput given,
        ReadConsoleSession read,
        CancellationToken cancel
    ) =>
        given.AnswerAsync(
            () => read.RunAsync(caller.Caller, cancel),
            seen => SessionBody.Of(seen, ConsoleCookie.Secret(http)!),
            NativeJson.Wire.SessionBody
        );

    private static async Task<NativeAnswer> EndAsync(
        HttpContext http,
        NativeCaller caller,
        NativeInput given,
        EndSession end,
        CancellationToken cancel
    )
    {
        if (given.Refusal is { } refusal)
        {
            return refusal;
        }

        if ((await end.RunAsync(caller.Caller, cancel)).Error is { } error)
        {
            return error;
        }

        ConsoleCookie.Take(http);
        return NativeAnswer.Body(new LoggedOutBody(IsLoggedOut: true), NativeJson.Wire.LoggedOutBody);
    }

    private static async Task<NativeAnswer> StepUpAsync(
        HttpContext http,
        NativeCaller caller,
        NativeInput given,
        ProveAgain prove,
        ConsoleAnswers answers,
        CancellationToken cancel
    )
    {
        var body = given.Body(NativeJson.Wire.StepUpBody);
        if (body is not null && body.Password is null == body.Code is null)
        {
            given.Refuse("Send either a code or the password.");
        }

        return given.Refusal is { } refusal ? refusal
            : !LogInTransport.IsSafe(http) ? NativeErrors.UnsafeSetUp
            : await answers.BegunAsync(
                http,
                body!.Code is { } code
                    ? await prove.ByCodeAsync(caller.Caller, code, cancel)
                    : await prove.ByPasswordAsync(caller.Caller, body.Password!, cancel)
            );
    }
}

/// <summary>What is answered to whoever has just shown who they are: the cookie, and the session as it now stands.</summary>
internal sealed class ConsoleAnswers(Callers callers, ReadConsoleSession read)
{
    public async Task<NativeAnswer> BegunAsync(HttpContext http, Outcome<ConsoleSecret> begun)
    {
        if (begun.IsRefused(out var refusal, out var secret))
        {
            return refusal;
        }

        var cancel = http.RequestAborted;
        var found = await callers.AuthenticateAsync(secret.Secret, Surface.Console, RequestOrigins.Of(http), cancel);
        if (found.IsRefused(out var gone, out var caller) || (await read.RunAsync(caller, cancel)).IsRefused(out gone, out var seen))
        {
            return gone;
        }

        ConsoleCookie.Give(http, secret);
        return NativeAnswer.Body(SessionBody.Of(seen, secret.Secret), NativeJson.Wire.SessionBody);
    }
}
