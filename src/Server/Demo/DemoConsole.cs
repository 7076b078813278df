using System.Text.Json.Nodes;
using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Operations.ConsoleSessions;
using Latchwork.Operations.Identity;
using Latchwork.Operations.SecondFactors;
using Latchwork.Operations.Sessions;
using Latchwork.Server.Hosting;

namespace Latchwork.Server.Demo;

/// <summary>The demo's operator at the web console: an owner, who needs a second factor (CO-1); its secret is told like the password.</summary>
internal sealed class DemoConsole(
    StartConsoleSession start,
    EndSession end,
    Callers callers,
    OfferTotp offer,
    ConfirmTotp confirm,
    TimeProvider clock
)
{
    /// <summary>Each code works once, so it is confirmed by the one before: whoever comes at once has the present one.</summary>
    private static readonly TimeSpan Before = TimeSpan.FromSeconds(30);

    /// <returns>The secret of an app that makes codes.</returns>
    public async Task<string> EnrollAsync(DemoAccounts accounts, CancellationToken cancel)
    {
        var session = Expect(await start.RunAsync(accounts.Account, accounts.Password, code: null, default, cancel));
        var by = Expect(await callers.AuthenticateAsync(session.Secret, Surface.Console, default, cancel));
        var offered = Expect(await offer.RunAsync(by, cancel));
        Expect(await confirm.RunAsync(by, offered.CodeAt(clock.GetUtcNow() - Before), cancel));
        Expect(await end.RunAsync(by, cancel));
        return offered.Secret;
    }

    public static JsonObject Describe(Uri address, DemoAccounts accounts) =>
        new()
        {
            ["url"] = UrlOf(address).AbsoluteUri,
            ["email"] = accounts.Account,
            ["password"] = accounts.Password,
            ["totpSecret"] = accounts.TotpSecret,
        };

    public static void Print(TextWriter to, Uri address, DemoAccounts accounts)
    {
        to.WriteLine();
        to.WriteLine($"  Console        {UrlOf(address)}");
        to.WriteLine($"  log in as      {accounts.Account}, password {accounts.Password}");
        to.WriteLine($"  second factor  add {accounts.TotpSecret} to an app that makes codes");
    }

    /// <summary>By name: on a bare address browsers offer no passkeys (design, "TLS").</summary>
    private static Uri UrlOf(Uri address) => new UriBuilder(address) { Host = "localhost", Path = "/console/" }.Uri;

    private static T Expect<T>(Outcome<T> outcome) =>
        outcome.IsRefused(out var refusal, out var value)
            ? throw new StartRefusedException($"The demo's operator cannot use the console: {refusal.Detail}")
            : value;
}
