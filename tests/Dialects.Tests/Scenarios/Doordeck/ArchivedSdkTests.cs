using System.Buffers.Text;
using Latchwork.Dialects.Tests.Doordeck;
using Latchwork.Operations.Secrets;
using Latchwork.Testing.Doordeck;

namespace Latchwork.Dialects.Tests.Scenarios.Doordeck;

/// <summary>The requests of the archived JavaScript library 2.5.1 as they were captured in Node.js, and what it reads of the answers (14.1).</summary>
public sealed class ArchivedSdkTests(DoordeckHouse house) : IClassFixture<DoordeckHouse>
{
    private const string Agent = "axios/1.7.4";
    private const string Accept = "application/json, text/plain, */*";
    private const string Hours =
        """{"start":"08:00","end":"18:00","timezone":"Europe/London","days":["MONDAY","FRIDAY"],"exceptions":["2030-12-25"]}""";

    private string Door => house.FrontDoor;

    private SdkClient Desk => new(house.Server.Http, house.Desk, Agent);

    [Fact]
    public async Task It_registers_a_first_key_and_another_one_by_a_code()
    {
        await house.AddPersonAsync("archived@example.com");
        using var phone = await DoordeckPhone.LogInAsync(house.Server.Http, "archived@example.com", LiveServer.Password);
        var first = await PostAsync(new SdkClient(house.Server.Http, phone, Agent), "/auth/certificate", KeyOf(phone));
        Assert.Equal(200, first.Status);
        SdkClient.IsChain(first.Body!);

        using var second = await DoordeckPhone.LogInAsync(house.Server.Http, "archived@example.com", LiveServer.Password);
        var client = new SdkClient(house.Server.Http, second, Agent);
        Assert.Equal(423, (await PostAsync(client, "/auth/certificate", KeyOf(second))).Status);
        Assert.Equal("EMAIL", (string?)(await PostAsync(client, "/auth/certificate/verify", KeyOf(second))).Body!["method"]);
        var signature = second.SignText(house.Server.Mails[0].Split(' ')[1]);
        Assert.Equal(88, signature.Length);
        var proven = await PostAsync(client, "/auth/certificate/check", $$"""{"verificationSignature":"{{signature}}"}""");
        Assert.Equal(200, proven.Status);
        SdkClient.IsChain(proven.Body!);
    }

    [Theory]
    [InlineData("")]
    [InlineData("?visitor=false")]
    public async Task It_names_people_by_their_address_with_a_body_of_four_bytes_and_finds_them_by_their_id(string query)
    {
        var invited = await Desk.ReadAsync("POST", $"/share/invite/alice@example.test{query}", Accept, SdkClient.Json, "null");
        SdkClient.IsPersonWithKey(invited);

        var found = await Desk.ReadAsync("POST", "/directory/query", Accept, SdkClient.Json, $$"""{"localKey":"{{invited["id"]}}"}""");

        Assert.Equal(invited.ToJsonString(), found.ToJsonString());
    }

    [Theory]
    [InlineData("""{"type":"MUTATE_LOCK","locked":false}""")]
    [InlineData("""{"type":"MUTATE_LOCK","locked":true}""")]
    [InlineData("""{"type":"MUTATE_SETTING","unlockDuration":7}""")]
    [InlineData($$"""{"type":"MUTATE_SETTING","unlockBetween":{{Hours}}}""")]
    [InlineData("""{"type":"MUTATE_SETTING","unlockBetween":null}""")]
    public async Task It_moves_and_sets_a_door(string operation) => Assert.Equal(200, await ExecuteAsync(operation));

    [Theory]
    [InlineData("")]
    [InlineData(""","start":1900000000,"end":1900086400""")]
    public async Task It_shares_and_takes_back(string window)
    {
        var friend = await Desk.ReadAsync("POST", "/share/invite/bo@example.test", Accept, SdkClient.Json, "null");
        var share = $$"""{"type":"ADD_USER","publicKey":"{{friend["publicKey"]}}","user":"{{friend["id"]}}","role":"USER"{{window}}}""";

        Assert.Equal(204, await ExecuteAsync(share));
        Assert.Equal(200, await ExecuteAsync($$"""{"type":"REMOVE_USER","users":["{{friend["id"]}}"]}"""));
    }

    [Fact]
    public async Task It_puts_a_tile_on_a_door_finds_the_door_by_it_and_takes_it_off()
    {
        var tile = SecretMaker.Uuid4();

        Assert.Equal(202, (await Desk.SendAsync("PUT", $"/device/{Door}/tile/{tile}", Accept, SdkClient.Json, "null")).Status);
        var (_, type, found) = await Desk.SendAsync("GET", $"/tile/{tile}", "application/vnd.doordeck.api-v3+json");
        Assert.Equal("application/vnd.doordeck.api-v3+json", type);
        Assert.Equal([Door], found!["deviceIds"]!.AsArray().Select(id => (string)id!));
        var seen = await Desk.ReadAsync("GET", $"/device/{Door}", Accept);
        Assert.Contains(tile, seen["settings"]!["tiles"]!.AsArray().Select(id => (string)id!));
        Assert.Equal(202, (await Desk.SendAsync("DELETE", $"/device/{Door}/tile/{tile}", Accept)).Status);
        Assert.Equal(404, (await Desk.SendAsync("GET", $"/tile/{tile}", "application/vnd.doordeck.api-v3+json")).Status);
    }

    private static string KeyOf(DoordeckPhone phone) => $$"""{"ephemeralKey":"{{phone.WireKey}}"}""";

    private static Task<(int Status, string? Type, System.Text.Json.Nodes.JsonNode? Body)> PostAsync(SdkClient client, string path, string body) =>
        client.SendAsync("POST", path, Accept, SdkClient.Json, body);

    private async Task<int> ExecuteAsync(string operation)
    {
        var header = $$"""{"alg":"EdDSA","typ":"JWT","x5c":{{Desk.Chain}}}""";
        var token = Desk.Sign(Door, header, operation, part => Base64Url.EncodeToString(part));
        return (await Desk.SendAsync("POST", $"/device/{Door}/execute", Accept, "application/jwt", token)).Status;
    }
}
