using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Latchwork.Testing;

namespace Latchwork.Dialects.Tests.Scenarios.Sifely;

/// <summary>Ekeys, groups and whose a lock is, over real HTTP, from no credential through every refusal to success.</summary>
public sealed class SharingScenarioTests
{
    private const string To = "/v3/key/send?keyName=Guest&startDate=0&endDate=0&createUser=1&remoteEnable=1&receiverUsername=new@example.com&lockId=";

    [Fact]
    public async Task The_ekeys_are_answered_as_approved() =>
        Approved.Check("sifely/ekeys.txt", await EkeyScenarios.Story.TellAsync("guest", "third"));

    [Fact]
    public async Task The_groups_are_answered_as_approved() => Approved.Check("sifely/groups.txt", await GroupScenarios.Story.TellAsync("guest"));

    [Fact]
    public async Task The_owners_are_answered_as_approved() =>
        Approved.Check("sifely/owners.txt", await OwnerScenarios.Story.TellAsync("guest", "heir"));

    /// <summary>3.3.</summary>
    [Fact]
    public async Task An_owner_who_deletes_their_own_ekey_deletes_the_lock()
    {
        await using var server = await LiveServer.StartAsync();
        var client = new SifelyClient(server.Http);
        var runner = new ScenarioRunner(server.Http);
        await SifelyDoors.KnowAsync(client, runner);
        var key = await client.LogInAsync();
        var ekey = JsonNode.Parse((await client.PostAsync("/v3/key/list?lockAlias=Shed", key)).Body)!["list"]![0]!["keyId"]!;

        Assert.Equal(200, (await client.PostAsync($"/v3/key/delete?keyId={ekey}", key)).Status);

        Assert.Contains("-1003", await runner.RunAsync(new("Detail", "GET", "/v3/lock/detail?lockId={Shed}")), StringComparison.Ordinal);
    }

    /// <summary>KR-5: the ekey of an invited person waits until they have set a password; the token works once.</summary>
    [Fact]
    public async Task An_invited_person_sets_a_password_and_then_opens_the_door()
    {
        await using var server = await LiveServer.StartAsync();
        var client = new SifelyClient(server.Http);
        await SifelyDoors.KnowAsync(client, new ScenarioRunner(server.Http));
        var key = await client.LogInAsync();
        var door = (long)JsonNode.Parse((await client.PostAsync("/v3/lock/list?lockAlias=Front", key)).Body)!["list"]![0]!["lockId"]!;
        Assert.Equal(200, (await client.PostAsync(To + door, key)).Status);
        var (recipient, token) = await new Outbox(server.Services).NewestAsync(await SifelyStory.HouseAsync(server));
        Assert.Equal("new@example.com", recipient);

        Assert.Equal((400, "invalid"), await AcceptAsync(server, token, "too short"));
        Assert.Equal((401, "not-authenticated"), await AcceptAsync(server, token[..^1] + "_", LiveServer.Password));
        Assert.Equal((200, null), await AcceptAsync(server, token, LiveServer.Password));
        Assert.Equal((401, "not-authenticated"), await AcceptAsync(server, token, LiveServer.Password));

        var own = await client.LogInAsync("new@example.com");
        Assert.Equal(200, (await client.PostAsync($"/v3/lock/unlock?lockId={door}", own)).Status);
        var list = JsonNode.Parse((await client.PostAsync("/v3/key/list", own)).Body)!["list"]![0]!;
        Assert.Equal("110401", (string?)list["keyStatus"]);
        Assert.Equal(200, (await client.PostAsync("/v3/lock/initialize?lockData={}", own)).Status);
    }

    private static async Task<(int Status, string? Code)> AcceptAsync(LiveServer server, string token, string password)
    {
        var body = new JsonObject { ["token"] = token, ["password"] = password };
        using var answer = await server.Http.PostAsJsonAsync("/api/v1/invitations/accept", body);
        return ((int)answer.StatusCode, (string?)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["code"]);
    }
}
