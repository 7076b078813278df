using System.Text.Json.Nodes;
using Latchwork.Testing;
using Latchwork.Testing.Keyvox;

namespace Latchwork.Server.Tests;

public sealed class DemoTests
{
    /// <summary>Design, "Demo and ready file" and "People": a demo registers people, and says by which application.</summary>
    [Fact]
    public async Task A_program_of_the_TTLock_wire_registers_a_person_with_the_demo_and_logs_in()
    {
        var folder = TestPaths.Fresh("demo");
        string id;
        await using (var server = await ServerProcess.StartAsync(new ServerSetup { Arguments = ["--demo"], DataFolder = folder }))
        {
            var app = server.Ready["ttlock"]!;
            id = (string)app["clientId"]!;
            var secret = (string)app["clientSecret"]!;
            var now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
            const string Md5 = "ff3bdd571bbec1a341744f201b57d04e";

            var registered = await SendAsync(
                server,
                "/v3/user/register",
                new()
                {
                    ["clientId"] = id,
                    ["clientSecret"] = secret,
                    ["username"] = "anna1",
                    ["password"] = Md5,
                    ["date"] = $"{now}",
                }
            );
            var issued = await SendAsync(
                server,
                "/oauth2/token",
                new()
                {
                    ["clientId"] = id,
                    ["clientSecret"] = secret,
                    ["username"] = (string)registered["username"]!,
                    ["password"] = Md5,
                }
            );

            Assert.NotEmpty((string)issued["access_token"]!);
        }

        await using var again = await ServerProcess.StartAsync(new ServerSetup { Arguments = ["--demo"], DataFolder = folder });
        Assert.Equal(id, (string)again.Ready["ttlock"]!["clientId"]!);
    }

    /// <summary>Design, "Demo and ready file": the same block at every start, the rooms and the plan made once, and the neighbours apart.</summary>
    [Fact]
    public async Task The_keys_of_the_demo_sign_for_their_own_house_at_every_start()
    {
        var folder = TestPaths.Fresh("demo");
        string said;
        string others;
        await using (var server = await ServerProcess.StartAsync(new ServerSetup { Arguments = ["--demo"], DataFolder = folder }))
        {
            (said, others) = (server.Ready["keyvox"]!.ToJsonString(), server.Ready["other"]!["keyvox"]!.ToJsonString());
        }

        await using var again = await ServerProcess.StartAsync(new ServerSetup { Arguments = ["--demo"], DataFolder = folder });
        var (mine, other) = (again.Ready["keyvox"]!, again.Ready["other"]!["keyvox"]!);
        Assert.Equal((said, others), (mine.ToJsonString(), other.ToJsonString()));
        var units = (await SignedAsync(again, mine, "/v1/getUnits", "{}"))["data"]!.AsArray();
        Assert.Equal(4, units.Count);
        var unit = units.Single(one => (string?)one!["unitId"] == (string?)mine["unitId"])!;
        var plan = Assert.Single((await SignedAsync(again, mine, "/plan/list", "{}"))["data"]!["list"]!.AsArray())!;
        var cabinet = Assert.Single((await SignedAsync(again, mine, "/v1/getLockers", "{}"))["data"]!.AsArray())!;
        Assert.Equal(
            new[] { "placeId", "unitId", "lockId", "planId", "lockerDeviceId" }.Select(name => (string?)mine[name]),
            [(string?)unit["placeId"], (string?)unit["unitId"], (string?)unit["lockIds"], (string?)plan["commodityId"], (string?)cabinet["deviceId"]]
        );
        var doors = (await SignedAsync(again, mine, "/v1/getLocks", "{}"))["data"]!["list"]!.AsArray();
        Assert.Equal("Front door", (string?)doors.Single(door => (string?)door!["lockId"] == (string?)mine["lockId"])!["lockName"]);
        Assert.Equal("0", await CodeAsync(again, mine, "/v1/unlockLocker", $$"""{"deviceId":"{{mine["lockerDeviceId"]}}","boxNum":"00-00"}"""));
        Assert.Equal("0", await CodeAsync(again, other, "/v1/getLockStatus", $$"""{"lockId":"{{other["lockId"]}}"}"""));
        Assert.Equal("E0043", await CodeAsync(again, other, "/v1/getLockStatus", $$"""{"lockId":"{{mine["lockId"]}}"}"""));
    }

    private static async Task<string?> CodeAsync(ServerProcess server, JsonNode pair, string path, string body) =>
        (string?)(await SignedAsync(server, pair, path, body))["code"];

    private static async Task<JsonNode> SignedAsync(ServerProcess server, JsonNode pair, string path, string body)
    {
        var key = new KeyvoxKey((string)pair["apiKey"]!, (string)pair["secret"]!);
        using var http = new HttpClient { BaseAddress = server.BaseUrl };
        using var request = key.Request(path, body, TimeProvider.System.GetUtcNow());
        using var answer = await http.SendAsync(request);
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
    }

    private static async Task<JsonNode> SendAsync(ServerProcess server, string path, Dictionary<string, string> form)
    {
        using var http = new HttpClient { BaseAddress = server.BaseUrl };
        using var content = new FormUrlEncodedContent(form);
        using var answer = await http.PostAsync(new Uri(path, UriKind.Relative), content);
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
    }
}
