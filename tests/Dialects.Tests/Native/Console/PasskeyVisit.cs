using System.Text.Json.Nodes;
using Latchwork.Dialects.Tests.Scenarios;

namespace Latchwork.Dialects.Tests.Native.Console;

/// <summary>The calls about passkeys, as the console makes them.</summary>
internal static class PasskeyVisit
{
    private const string Account = "/account/passkeys";
    private const string LogIn = "/session/passkey";
    private const string StepUp = "/session/step-up/passkey";

    public static Task<(int Status, JsonNode Body)> AskToAddAsync(this ConsoleVisit visit) => visit.PostAsync($"{Account}/options");

    public static Task<(int Status, JsonNode Body)> AskToLogInAsync(this ConsoleVisit visit, string? login = null) =>
        visit.PostAsync($"{LogIn}/options", login is null ? null : new { login, password = LiveServer.Password });

    public static Task<(int Status, JsonNode Body)> AskToStepUpAsync(this ConsoleVisit visit) => visit.PostAsync($"{StepUp}/options");

    public static Task<(int Status, JsonNode Body)> AddAsync(this ConsoleVisit visit, JsonNode asked, SoftPasskey passkey, string name = "Laptop") =>
        visit.PostAsync(
            Account,
            new
            {
                challengeId = (string)asked["challengeId"]!,
                credential = passkey.Make(asked["options"]!),
                name,
            }
        );

    public static Task<(int Status, JsonNode Body)> LogInByAsync(this ConsoleVisit visit, JsonNode asked, SoftPasskey passkey) =>
        visit.PostAsync(LogIn, Answer(asked, passkey));

    public static Task<(int Status, JsonNode Body)> StepUpByAsync(this ConsoleVisit visit, JsonNode asked, SoftPasskey passkey) =>
        visit.PostAsync(StepUp, Answer(asked, passkey));

    /// <summary>Asked for, made and added.</summary>
    public static async Task<(int Status, JsonNode Body)> AddPasskeyAsync(this ConsoleVisit visit, SoftPasskey passkey, string name = "Laptop") =>
        await visit.AskToAddAsync() is { Status: 200, Body: var asked } ? await visit.AddAsync(asked, passkey, name) : await visit.AskToAddAsync();

    /// <summary>By the passkey alone.</summary>
    public static async Task<(int Status, JsonNode Body)> LogInByAsync(this ConsoleVisit visit, SoftPasskey passkey) =>
        await visit.LogInByAsync((await visit.AskToLogInAsync()).Body, passkey);

    public static async Task<(int Status, JsonNode Body)> StepUpByAsync(this ConsoleVisit visit, SoftPasskey passkey) =>
        await visit.StepUpByAsync((await visit.AskToStepUpAsync()).Body, passkey);

    public static object Answer(JsonNode asked, SoftPasskey passkey) =>
        new { challengeId = (string)asked["challengeId"]!, credential = passkey.Show(asked["options"]!) };
}
