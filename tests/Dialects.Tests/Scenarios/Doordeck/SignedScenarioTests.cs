using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Latchwork.Testing.Doordeck;

namespace Latchwork.Dialects.Tests.Scenarios.Doordeck;

/// <summary>Tokens, keys and signed operations as they are answered (AK-6, AU-1, JW-1, JW-8, JW-10).</summary>
public sealed partial class SignedScenarioTests
{
    [Fact]
    public async Task Tokens_keys_and_signed_operations_are_answered_as_approved()
    {
        await using var server = await LiveServer.StartAsync(("Doordeck:LogInsPerMinute", "100000"));
        var runner = new ScenarioRunner(server.Http, server.NewActsAsync);
        await DoordeckPeople.KnowAsync(server, runner);
        using var desk = await DoordeckPhone.LogInAsync(server.Http, LiveServer.Account, LiveServer.Password);
        using var other = await DoordeckPhone.LogInAsync(server.Http, LiveServer.Account, LiveServer.Password);
        using var guest = await DoordeckPhone.RegisteredAsync(server.Http, "guest@example.com", LiveServer.Password);
        runner.Know("key", desk.WireKey);
        runner.Know("other key", other.WireKey);
        await server.NewActsAsync();

        await RunAsync(runner, SignedScenarios.Tokens);
        await RunAsync(runner, SignedScenarios.Keys);
        using var registered = await desk.SendAsync(HttpMethod.Post, "/auth/certificate", new JsonObject { ["ephemeralKey"] = desk.WireKey });
        desk.Take(JsonNode.Parse(await registered.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!);
        await SignAsync(runner, desk, guest);
        await server.NewActsAsync();
        await RunAsync(runner, SignedScenarios.Operations);
        await RunAsync(runner, SignedScenarios.People);

        var told = TokenForm().Replace(runner.Told, "{a token}");
        Approved.Check(
            "doordeck/signed.txt",
            MillisecondsForm().Replace(CertificateForm().Replace(told, "{a certificate}"), "${name}{milliseconds}")
        );
    }

    private static async Task SignAsync(ScenarioRunner runner, DoordeckPhone desk, DoordeckPhone guest)
    {
        var setting = new JsonObject
        {
            ["type"] = "MUTATE_SETTING",
            ["unlockDuration"] = 7.0,
            ["unlockBetween"] = null,
        };
        var nobody = runner.Fill("{nobody id}");
        Know("unlock", desk, "Front door", DoordeckPhone.Unlock());
        Know("shed unlock", desk, "Shed", DoordeckPhone.Unlock());
        Know("guest unlock", guest, "Front door", DoordeckPhone.Unlock());
        Know("guest setting", guest, "Front door", setting);
        Know("setting", desk, "Front door", setting);
        Know("shed setting", desk, "Shed", setting);
        Know("guest share", guest, "Front door", await ShareAsync(desk, nobody));
        Know("share", desk, "Front door", await ShareAsync(desk, nobody));
        Know("share with nobody", desk, "Front door", await ShareAsync(desk, nobody, "6f0c1a52-6f7b-4f0e-9a55-0a3b1c2d3e4f"));
        Know("taking back", desk, "Front door", new JsonObject { ["type"] = "REMOVE_USER", ["users"] = new JsonArray(nobody) });
        var user = await ShareAsync(desk, nobody);
        user.Remove("type");
        Know("batch", desk, "Back gate", new JsonObject { ["type"] = "BATCH_ADD_USER", ["users"] = new JsonArray(user) });
        var later = desk.Claims(runner.Fill("{Front door}"), setting.DeepClone().AsObject());
        later["exp"] = (long)later["exp"]! + 600;
        runner.Know("later setting", desk.Sign(desk.Header(), later));

        void Know(string name, DoordeckPhone phone, string door, JsonObject operation) =>
            runner.Know(name, phone.Sign(runner.Fill($"{{{door}}}"), operation.DeepClone().AsObject()));
    }

    private static async Task<JsonObject> ShareAsync(DoordeckPhone desk, string user, string? named = null)
    {
        using var answer = await desk.SendAsync(HttpMethod.Post, "/directory/query", new JsonObject { ["localKey"] = user });
        var found = JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
        return new JsonObject
        {
            ["type"] = "ADD_USER",
            ["user"] = named ?? user,
            ["publicKey"] = (string)found["publicKey"]!,
            ["role"] = null,
            ["start"] = null,
            ["end"] = null,
        };
    }

    private static async Task RunAsync(ScenarioRunner runner, Scenario[] scenarios)
    {
        foreach (var scenario in scenarios)
        {
            await runner.RunAsync(scenario);
        }
    }

    [GeneratedRegex("eyJ[0-9A-Za-z_-]+\\.eyJ[0-9A-Za-z_-]+\\.[0-9A-Za-z_-]+", RegexOptions.None, 1000)]
    private static partial Regex TokenForm();

    [GeneratedRegex("MII[BC][0-9A-Za-z+/]{200,}={0,2}", RegexOptions.None, 1000)]
    private static partial Regex CertificateForm();

    [GeneratedRegex("(?<name>\"now\":)[0-9]{13}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex MillisecondsForm();
}
