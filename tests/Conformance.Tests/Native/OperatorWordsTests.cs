using System.Text.Json.Nodes;
using Latchwork.Conformance.Tests.Samples;

namespace Latchwork.Conformance.Tests.Native;

/// <summary>Words of the operator's command line against a live server, as a script uses them.</summary>
public sealed class OperatorWordsTests(DemoServer demo) : IClassFixture<DemoServer>
{
    private const int Refused = 1;
    private const int WrongUse = 2;

    [Fact]
    public async Task Grants_are_given_changed_frozen_and_revoked()
    {
        const string Guest = "guest@example.com";
        string[] terms = ["--until", "2031-04-01T00:00Z", "--hours", "12345@08:00-18:00", "--name", "Spring"];
        var given = await JsonAsync(["grants", "give", "Front door", Guest, "--invite", .. terms]);
        var id = (string)given["id"]!;

        var listed = await OfAsync("grants", id);
        Assert.Equal(("Front door", Guest, "holder", true), Told(listed));
        Assert.Equal(new DateTimeOffset(2031, 4, 1, 0, 0, 0, TimeSpan.Zero), (DateTimeOffset)listed["window"]!["endsAt"]!);
        Assert.Equal("18:00", (string?)listed["hours"]!["windows"]![0]!["until"]);

        await DoneAsync("Changed.", "grants", "change", id, "--role", "deputy", "--until", "2031-05-01T00:00Z");
        Assert.Equal("deputy", (string?)(await OfAsync("grants", id))["role"]);
        await DoneAsync("Frozen.", "grants", "freeze", id);
        Assert.True((bool)(await OfAsync("grants", id))["isFrozen"]!);
        await DoneAsync("Frozen no more.", "grants", "unfreeze", id);
        await DoneAsync("Revoked.", "grants", "revoke", id);
        var (_, table, _) = await RunAsync("grants", "list", "--lock", "Front door");
        Assert.StartsWith("LOCK", table, StringComparison.Ordinal);
        Assert.DoesNotContain(Guest, table, StringComparison.Ordinal);

        Assert.Equal(Refused, (await RunAsync("grants", "revoke", id)).ExitCode);
        Assert.Equal(Refused, (await RunAsync("grants", "give", "No door", Guest)).ExitCode);
        Assert.Equal(WrongUse, (await RunAsync("grants", "give", "Front door", Guest, "--hours", "8@08:00-18:00")).ExitCode);
        Assert.Equal(WrongUse, (await RunAsync("grants", "give", "Front door", Guest, "--role", "king")).ExitCode);
    }

    [Fact]
    public async Task Users_are_invited_get_another_role_and_are_removed()
    {
        const string Colleague = "colleague@example.com";
        var invited = await JsonAsync("users", "invite", Colleague, "operator");
        var id = (string)invited["id"]!;

        var waiting = await OfAsync("users", id);
        Assert.Equal((Colleague, "operator", true), ((string?)waiting["login"], (string?)waiting["role"], (bool)waiting["isWaiting"]!));
        await DoneAsync("Changed.", "users", "change", Colleague, "auditor");
        Assert.Equal("auditor", (string?)(await OfAsync("users", id))["role"]);
        await DoneAsync("Removed.", "users", "remove", Colleague);
        Assert.DoesNotContain(Colleague, (await RunAsync("users", "list")).Output, StringComparison.Ordinal);

        Assert.Equal(Refused, (await RunAsync("users", "remove", id)).ExitCode);
        Assert.Equal(Refused, (await RunAsync("users", "invite", "nowhere", "auditor")).ExitCode);
        Assert.Equal(WrongUse, (await RunAsync("users", "invite", Colleague, "king")).ExitCode);
    }

    [Fact]
    public async Task Alerts_are_asked_for_changed_and_taken_back()
    {
        var desk = (string)demo.Server.Ready["sifely"]!["account"]!;
        string[] terms = ["--topic", "doorForced", "--topic", "jammed", "--lock", "Front door", "--quiet", "22:00-07:00", "--most", "3"];
        var id = (string)(await JsonAsync(["alerts", "add", desk, .. terms]))["id"]!;

        var listed = await OfAsync("alerts", id);
        Assert.Equal(("mail", 3, false), ((string?)listed["channel"], (int)listed["mostAnHour"]!, (bool)listed["isDefault"]!));
        Assert.Equal(["doorForced", "jammed"], listed["topics"]!.AsArray().Select(topic => (string)topic!));
        Assert.Equal("22:00", (string?)listed["quietHours"]!["from"]);
        await DoneAsync("Changed.", "alerts", "change", id, "--topic", "tampered", "--nothing-is-urgent");
        var changed = await OfAsync("alerts", id);
        Assert.Equal(("tampered", false, 3), ((string?)changed["topics"]![0], (bool)changed["urgentPasses"]!, (int)changed["mostAnHour"]!));
        var (_, table, _) = await RunAsync("alerts", "list");
        Assert.Contains("tampered", table, StringComparison.Ordinal);
        await DoneAsync("Removed.", "alerts", "remove", id);

        Assert.Equal(Refused, (await RunAsync("alerts", "remove", id)).ExitCode);
        Assert.Equal(Refused, (await RunAsync("alerts", "add", "nobody@example.com")).ExitCode);
        Assert.Equal(Refused, (await RunAsync("alerts", "add", desk, "--topic", "rain")).ExitCode);
        Assert.Equal(WrongUse, (await RunAsync("alerts", "add", desk, "--quiet", "late")).ExitCode);
    }

    [Fact]
    public async Task Neither_who_only_waits_nor_the_last_owner_is_switched_off_and_who_is_on_is_switched_on_again()
    {
        const string Auditor = "auditor@example.com";
        var desk = (string)demo.Server.Ready["sifely"]!["account"]!;
        var waiting = (string)(await JsonAsync("users", "invite", Auditor, "auditor"))["id"]!;

        Assert.Equal(Refused, (await RunAsync("users", "switch-off", Auditor)).ExitCode);
        Assert.Equal(Refused, (await RunAsync("users", "switch-off", desk)).ExitCode);
        await DoneAsync("Switched on.", "users", "switch-on", desk);
        Assert.False((bool)(await OfAsync("users", waiting))["isSwitchedOff"]!);
    }

    private static (string?, string?, string?, bool) Told(JsonNode grant) =>
        ((string?)grant["lockName"], (string?)grant["userLogin"], (string?)grant["role"], (bool)grant["isWaiting"]!);

    private async Task<JsonNode> OfAsync(string word, string id) =>
        (await JsonAsync(word, "list")).AsArray().Single(one => (string?)one!["id"] == id)!;

    private async Task<JsonNode> JsonAsync(params string[] words)
    {
        var (exitCode, output, errors) = await RunAsync([.. words, "--json"]);
        Assert.True(exitCode == 0, errors);
        return JsonNode.Parse(output)!;
    }

    private async Task DoneAsync(string said, params string[] words)
    {
        var (exitCode, output, errors) = await RunAsync(words);
        Assert.True(exitCode == 0, errors);
        Assert.Equal(said, output.Trim());
    }

    private Task<(int ExitCode, string Output, string Errors)> RunAsync(params string[] words) =>
        Operator.RunAsync(demo.Server.BaseUrl, (string)demo.Native["apiKey"]!, "", words);
}
