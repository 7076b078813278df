using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Latchwork.Conformance.Tests.Native;
using Latchwork.Testing;
using Latchwork.Testing.Doordeck;
using Latchwork.Testing.ZWave;

namespace Latchwork.Conformance.Tests.ZWave;

/// <summary>
/// One door on two wires: an administrator shares it on the Doordeck wire with somebody who was only invited, they open it by an operation that they sign, the bolt
/// of the Z-Wave lock moves, and both wires tell who did it.
/// </summary>
[Collection(ZWaveRadio.Name)]
public sealed partial class SharedDoorTests(ZWaveFixture radio)
{
    private const int Node = 3;
    private const string GuestEmail = "guest@example.com";
    private const string GuestPassword = "the guest's long password";
    private const string V2 = "application/vnd.doordeck.api-v2+json,application/json";

    [Fact]
    public async Task A_share_opens_a_Z_Wave_door_and_both_wires_tell_of_it()
    {
        Assert.SkipWhen(radio.Missing is not null, radio.Missing ?? "");
        await radio.ActAsync("reset", new { node = Node });
        var folder = TestPaths.Fresh("shared");
        await using var house = await StartAsync(folder);
        var name = await house.AwaitLockAsync(await house.PairAsync(radio), Node);
        using var http = new HttpClient { BaseAddress = house.Server.BaseUrl };
        using var desk = await DoordeckPhone.RegisteredAsync(http, House.Login, House.Password);
        var door = (string)(await desk.GetAsync("/device")).AsArray().Single(one => (string)one!["name"]! == name)!["id"]!;
        await ExpectAsync(desk, door, new JsonObject { ["type"] = "MUTATE_LOCK", ["locked"] = true }, HttpStatusCode.OK);

        await ShareAsync(desk, door);
        await AcceptAsync(http, Path.Combine(folder, "mail"));
        using var guest = await DoordeckPhone.RegisteredAsync(http, GuestEmail, GuestPassword);
        var before = await MotionsAsync();
        await ExpectAsync(guest, door, DoordeckPhone.Unlock(), HttpStatusCode.OK);

        Assert.Equal((0, before + 1), (await ModeAsync(), await MotionsAsync()));
        var trail = (await desk.GetAsync($"/device/{door}/log", V2)).AsArray();
        var opened = trail.First(told => (string)told!["type"]! == "DOOR_UNLOCK" && (string?)told["issuer"]!["email"] == GuestEmail)!;
        Assert.False((bool)opened["rejected"]!);
        Assert.Contains(trail, told => (string)told!["type"]! == "LOCK_SHARED" && (string?)told["subject"]?["userId"] == guest.UserId);
        var key = await house.SifelyKeyAsync();
        var records = await house.SifelyAsync(key, $"/v3/lockRecord/list?lockId={await house.LockNumberAsync(key, name)}&recordType=12");
        Assert.Contains(records["list"]!.AsArray(), row => (string?)row!["username"] == GuestEmail && (int)row["success"]! == 1);
    }

    /// <summary>A server of the house that sends its mail into a folder.</summary>
    private static async Task<House> StartAsync(string folder)
    {
        var mail = new Dictionary<string, string>(StringComparer.Ordinal) { ["Mail__Folder"] = Path.Combine(folder, "mail") };
        var house = await House.StartAsync(new ServerSetup { DataFolder = folder, Environment = mail });
        var (status, body) = await house.SendAsync(HttpMethod.Post, "/api/v1/set-up", null, House.SetUpBody(house.Token));
        Assert.Equal(HttpStatusCode.Created, status);
        house.Key = (string)body["apiKey"]!;
        return house;
    }

    private static async Task ShareAsync(DoordeckPhone desk, string door)
    {
        using var named = await desk.SendAsync(HttpMethod.Post, $"/share/invite/{GuestEmail}");
        var guest = JsonNode.Parse(await named.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
        var share = new JsonObject
        {
            ["type"] = "ADD_USER",
            ["user"] = (string)guest["id"]!,
            ["publicKey"] = (string)guest["publicKey"]!,
            ["role"] = "USER",
            ["start"] = null,
            ["end"] = null,
        };
        await ExpectAsync(desk, door, share, HttpStatusCode.NoContent);
    }

    /// <summary>By the link in the mail.</summary>
    private static async Task AcceptAsync(HttpClient http, string mailFolder)
    {
        Match? link = null;
        await Poll.UntilAsync(() =>
        {
            var mails = Directory.Exists(mailFolder) ? Directory.GetFiles(mailFolder, "*.eml").Select(File.ReadAllText) : [];
            link = mails.Select(mail => WelcomeLink().Match(mail)).FirstOrDefault(match => match.Success);
            return link is not null;
        });
        var body = new JsonObject
        {
            ["userId"] = link!.Groups["user"].Value,
            ["token"] = link.Groups["token"].Value,
            ["password"] = GuestPassword,
        };
        using var content = new StringContent(body.ToJsonString(), System.Text.Encoding.UTF8, DoordeckPhone.Json);
        using var answer = await http.PostAsync(new Uri("/account/password/reset/verify", UriKind.Relative), content);
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
    }

    private static async Task ExpectAsync(DoordeckPhone phone, string door, JsonObject operation, HttpStatusCode expected)
    {
        using var answer = await phone.ExecuteAsync(door, operation);
        var body = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.StatusCode == expected, $"{operation["type"]}: {(int)answer.StatusCode} {body}");
    }

    private async Task<int> ModeAsync() => (await radio.LookAsync(Node)).GetProperty("mode").GetInt32();

    private async Task<int> MotionsAsync() => (await radio.LookAsync(Node)).GetProperty("motions").GetProperty("done").GetInt32();

    [GeneratedRegex("/console/welcome#user=(?<user>[0-9a-f-]+)&token=(?<token>[0-9A-Za-z]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex WelcomeLink();
}
