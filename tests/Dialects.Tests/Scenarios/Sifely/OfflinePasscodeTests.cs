using System.Globalization;
using System.Text.Json.Nodes;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Locks;
using Latchwork.Drivers.Simulator;
using Latchwork.Testing;

namespace Latchwork.Dialects.Tests.Scenarios.Sifely;

/// <summary>Random passcodes of the Sifely wire at a simulated keypad (4.1, 18).</summary>
public sealed class OfflinePasscodeTests
{
    private const string Get = "/v3/keyboardPwd/get?lockId={Front door}";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly Scenario[] Rows =
    [
        new("No credential", "POST", $"{Get}&keyboardPwdType=1&startDate={{now}}", null),
        new("No start", "POST", $"{Get}&keyboardPwdType=1"),
        new("A period without an end", "POST", $"{Get}&keyboardPwdType=3&startDate={{now}}"),
        new("A period that ends before it starts", "POST", $"{Get}&keyboardPwdType=3&startDate={{now}}&endDate=1"),
        new("A kind that is none", "POST", $"{Get}&keyboardPwdType=15&startDate={{now}}"),
        new("A window that no code can say", "POST", $"{Get}&keyboardPwdType=3&startDate={{now}}&endDate={{in five months and an hour}}"),
        new("A lock that works out no codes", "POST", "/v3/keyboardPwd/get?lockId={Back gate}&keyboardPwdType=1&startDate={now}"),
        new("An unknown lock", "POST", "/v3/keyboardPwd/get?lockId=1&keyboardPwdType=1&startDate={now}"),
        new("A lock of another tenant, answered alike", "POST", "/v3/keyboardPwd/get?lockId={a stranger's door}&keyboardPwdType=1&startDate={now}"),
        new("A period", "POST", $"{Get}&keyboardPwdType=3&startDate={{now}}&endDate={{in two hours}}&keyboardPwdName=Guest&keyboardPwdVersion=4")
        {
            Learns = [("period", "keyboardPwdId"), ("period's digits", "keyboardPwd")],
        },
        new("The same again is another code", "POST", $"{Get}&keyboardPwdType=3&startDate={{now}}&endDate={{in two hours}}")
        {
            Learns = [("second", "keyboardPwd")],
        },
        new("And then there is none left", "POST", $"{Get}&keyboardPwdType=3&startDate={{now}}&endDate={{in two hours}}"),
        new("Permanent, by a client that sends both dates", "POST", $"{Get}&keyboardPwdType=2&startDate={{now}}&endDate={{in two hours}}")
        {
            Learns = [("permanent", "keyboardPwd")],
        },
        new("Told again, by its number", "GET", $"{Get}&keyboardPwdId={{period}}"),
        new(
            "It cannot be changed before it was used",
            "POST",
            "/v3/keyboardPwd/change?lockId={Front door}&keyboardPwdId={period}&newKeyboardPwd=730158"
        ),
        new("The list", "GET", "/v3/lock/listKeyboardPwd?lockId={Front door}"),
    ];

    [Fact]
    public async Task The_scenarios_are_answered_as_approved()
    {
        await using var server = await LiveServer.StartAsync();
        var runner = await OpenAsync(server);
        foreach (var scenario in Rows)
        {
            await runner.RunAsync(scenario);
        }

        Approved.Check("sifely/offline-passcodes.txt", runner.Told);
    }

    [Fact]
    public async Task A_random_code_opens_a_lock_that_nothing_was_sent_to_and_is_known_to_have_been_used()
    {
        await using var server = await LiveServer.StartAsync();
        var runner = await OpenAsync(server);
        var made = JsonNode.Parse(await runner.RunAsync(new("Make", "POST", $"{Get}&keyboardPwdType=1&startDate={{now}}&keyboardPwdName=Anna")))!;
        var digits = (string)made["keyboardPwd"]!;

        // The lock's secret is brought to it in the background. Typed before that the code is wrong, and a few wrong ones block the keypad.
        await Poll.UntilAsync(() => server.Doors.Control(new WorldControl.Look("front-door")).Value.OfflineEpoch is not null);
        var typed = server.Doors.Control(new WorldControl.Present("front-door", CredentialKind.Passcode, digits)).Value;
        Assert.Equal(BoltState.Unlocked, typed.Bolt);

        JsonNode? row = null;
        await Poll.UntilAsync(
            async () =>
            {
                var records = JsonNode.Parse(await runner.RunAsync(new("Records", "GET", "/v3/lockRecord/list?lockId={Front door}&recordType=4")))!;
                row = records["list"]!.AsArray().FirstOrDefault(record => (int)record!["success"]! == 1);
                return row is not null;
            },
            Patience
        );
        Assert.Equal("Anna", (string)row!["keyName"]!);
    }

    private static async Task<ScenarioRunner> OpenAsync(LiveServer server)
    {
        var runner = new ScenarioRunner(server.Http, server.NewActsAsync);
        await SifelyDoors.KnowAsync(new SifelyClient(server.Http), runner);
        var now = TimeProvider.System.GetUtcNow();
        runner.Know("now", Milliseconds(now));
        runner.Know("in two hours", Milliseconds(now.AddHours(2)));
        runner.Know("in five months and an hour", Milliseconds(now.AddMonths(5).AddHours(1)));
        await server.NewActsAsync();
        return runner;
    }

    private static string Milliseconds(DateTimeOffset at) => at.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
}
