using System.Text.Json.Nodes;
using Latchwork.Dialects.Tests.Doordeck;
using Latchwork.Operations.Secrets;
using Latchwork.Testing.Doordeck;

namespace Latchwork.Dialects.Tests.Scenarios.Doordeck;

/// <summary>The requests of the headless library 0.227.0 as its source writes them, and what it reads of the answers (14.2).</summary>
public sealed class HeadlessSdkTests(DoordeckHouse house) : IClassFixture<DoordeckHouse>
{
    private const string Agent = "KMP SDK JVM - v0.227.0";

    private string Door => house.FrontDoor;

    private SdkClient Desk => new(house.Server.Http, house.Desk, Agent);

    [Fact]
    public async Task It_asks_for_the_time_with_the_label_of_a_body_that_is_not_there()
    {
        var (status, _, body) = await Desk.SendAsync("GET", "/time", SdkClient.Json, SdkClient.Json, bearer: "");

        Assert.Equal(200, status);
        Assert.InRange((long)body!["now"]!, TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() - 60_000, long.MaxValue);
    }

    [Fact]
    public async Task It_registers_a_person_renews_their_tokens_and_logs_out()
    {
        var made = await Desk.SendAsync(
            "POST",
            "/auth/register?force=false",
            Version(3),
            SdkClient.Json,
            $$"""{"email":"headless@example.com","password":"{{LiveServer.Password}}","displayName":null,"ephemeralKey":null}""",
            bearer: ""
        );
        Assert.Equal((200, "application/vnd.doordeck.api-v3+json"), (made.Status, made.Type));
        var login = $$"""{"email":"headless@example.com","password":"{{LiveServer.Password}}"}""";
        var tokens = (await Desk.SendAsync("POST", "/auth/token", Version(2), SdkClient.Json, login, bearer: "")).Body!;
        IsToken((string)tokens["authToken"]!, isRefresh: false);
        IsToken((string)tokens["refreshToken"]!, isRefresh: true);

        var renewed = await PostNothingAsync("/auth/token/refresh", (string)tokens["refreshToken"]!);
        Assert.Equal(200, renewed.Status);
        IsToken((string)renewed.Body!["refreshToken"]!, isRefresh: true);
        var token = (string)renewed.Body["authToken"]!;
        Assert.Equal(200, (await Desk.SendAsync("GET", "/account", SdkClient.Json, bearer: token)).Status);
        Assert.Equal(204, (await PostNothingAsync("/auth/token/destroy", token)).Status);
        Assert.Equal(401, (await Desk.SendAsync("GET", "/account", SdkClient.Json, bearer: token)).Status);
    }

    /// <summary>On the JVM and Android a key is 60 characters of DER, elsewhere 44 of the raw bytes.</summary>
    [Fact]
    public async Task It_proves_a_key_in_its_envelope()
    {
        using var phone = await DoordeckPhone.LogInAsync(house.Server.Http, LiveServer.Account, LiveServer.Password);
        var client = new SdkClient(house.Server.Http, phone, Agent);
        byte[] envelope = [0x30, 0x2A, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x03, 0x21, 0x00, .. phone.PublicKey];
        var key = $$"""{"ephemeralKey":"{{Convert.ToBase64String(envelope)}}"}""";

        Assert.Equal(423, (await client.SendAsync("POST", "/auth/certificate", SdkClient.Json, SdkClient.Json, key)).Status);
        await client.ReadAsync("POST", "/auth/certificate/verify?method=EMAIL", SdkClient.Json, SdkClient.Json, key);
        var proof = $$"""{"verificationSignature":"{{phone.SignText(house.Server.Mails[0].Split(' ')[1])}}"}""";
        SdkClient.IsChain(await client.ReadAsync("POST", "/auth/certificate/check", SdkClient.Json, SdkClient.Json, proof));
        SdkClient.IsChain(await client.ReadAsync("POST", "/auth/certificate", SdkClient.Json, SdkClient.Json, key));
    }

    [Fact]
    public async Task It_reads_one_lock_in_the_third_version()
    {
        var (status, type, seen) = await Desk.SendAsync("GET", $"/device/{Door}", Version(3));

        Assert.Equal((200, "application/vnd.doordeck.api-v3+json"), (status, type));
        Assert.True(seen!.AsObject().ContainsKey("start") && seen.AsObject().ContainsKey("end"));
        Assert.Equal(
            ["CONFIGURABLE_UNLOCK_DURATION", "OPEN_HOURS", "BATCH_SHARING_25"],
            seen["settings"]!["capabilities"]!.AsObject().Select(capability => capability.Key)
        );
    }

    [Theory]
    [InlineData("/device/favourite")]
    [InlineData("/device/shareable")]
    [InlineData("/device/{lock}/users")]
    [InlineData("/user/{user}")]
    [InlineData("/site")]
    [InlineData("/site/{site}/device")]
    [InlineData("/site/{site}/user")]
    [InlineData("/account")]
    public async Task It_reads_without_a_version_or_a_label(string path) => await Desk.ReadAsync("GET", await FillAsync(path), SdkClient.Json);

    [Theory]
    [InlineData("/device/{lock}/log")]
    [InlineData("/device/{lock}/log?start=1500000000&end=1900000000")]
    [InlineData("/user/{user}/log")]
    public async Task It_reads_trails_in_which_everybody_is_named_and_its_own_calls_are_known_by_its_name(string path)
    {
        await ExecuteAsync("""{"type":"MUTATE_LOCK","locked":false,"duration":null}""");

        var trail = (await Desk.ReadAsync("GET", await FillAsync(path), Version(2))).AsArray();

        Assert.All(trail, told => Assert.NotNull(told!["issuer"]!["userId"]));
        var unlocked = trail.First(told => (string)told!["type"]! == "DOOR_UNLOCK")!;
        Assert.Equal("""{"type":"KMP_SDK_JVM","version":"0.227.0"}""", unlocked["userAgent"]!.ToJsonString());
    }

    /// <summary>Every object of a change carries the name of a class (2).</summary>
    [Theory]
    [InlineData("""{"type":"com.doordeck.multiplatform.sdk.model.requests.UpdateLockNameRequest","name":"My door"}""")]
    [InlineData("""{"type":"com.doordeck.multiplatform.sdk.model.requests.UpdateLockNameRequest","name":null}""")]
    [InlineData("""{"type":"com.doordeck.multiplatform.sdk.model.requests.UpdateLockFavouriteRequest","favourite":true}""")]
    [InlineData("""{"type":"A","settings":{"type":"B","usageRequirements":{"type":"C","time":[]}}}""")]
    [InlineData(
        """{"type":"A","settings":{"type":"B","usageRequirements":{"type":"C","location":{"latitude":51.5,"longitude":-0.1,"enabled":null,"radius":100,"accuracy":null}}}}"""
    )]
    [InlineData("""{"type":"A","settings":{"type":"B","usageRequirements":{"type":"C","location":null}}}""")]
    public async Task It_changes_a_property(string body) => await Desk.ReadAsync("PUT", $"/device/{Door}", SdkClient.Json, SdkClient.Json, body);

    [Fact]
    public async Task It_names_people_and_writes_all_that_it_does_not_know_of_them_as_null()
    {
        var invited = await Desk.ReadAsync("POST", "/share/invite/visitor@example.test?visitor=true", SdkClient.Json, SdkClient.Json);
        var one = $$"""{"email":null,"telephone":null,"localKey":"{{invited["id"]}}","foreignKey":null,"identity":null}""";
        var many = $$"""{"email":null,"telephone":null,"localKey":["{{invited["id"]}}"],"foreignKey":null}""";

        SdkClient.IsPersonWithKey(invited);
        Assert.Equal(invited.ToJsonString(), (await Desk.ReadAsync("POST", "/directory/query", SdkClient.Json, SdkClient.Json, one)).ToJsonString());
        Assert.Equal([invited.ToJsonString()], from found in (await BatchAsync(many)).AsArray() select found.ToJsonString());
    }

    /// <summary>8.1: all three parts in the alphabet that no library for tokens takes, padded.</summary>
    [Theory]
    [InlineData("""{"type":"MUTATE_LOCK","locked":false,"duration":null}""", 200)]
    [InlineData("""{"type":"MUTATE_SETTING","unlockDuration":7.0,"unlockBetween":null}""", 200)]
    [InlineData("""{"type":"MUTATE_SETTING","unlockDuration":null,"unlockBetween":null}""", 200)]
    public async Task It_signs_in_the_standard_alphabet_with_padding(string operation, int status) =>
        Assert.Equal(status, await ExecuteAsync(operation));

    [Fact]
    public async Task It_shares_with_several_at_once_where_the_lock_says_that_it_can()
    {
        var people = new[] { "one@example.test", "two@example.test" };
        var shares = new List<string>();
        foreach (var email in people)
        {
            var who = await Desk.ReadAsync("POST", $"/share/invite/{email}?visitor=false", SdkClient.Json, SdkClient.Json);
            shares.Add($$"""{"user":"{{who["id"]}}","publicKey":"{{who["publicKey"]}}","role":"USER","start":null,"end":null}""");
        }

        var seen = await Desk.ReadAsync("GET", $"/device/{Door}", Version(3));
        Assert.True(seen["settings"]!["capabilities"]!.AsObject().ContainsKey("BATCH_SHARING_25"));
        Assert.Equal(204, await ExecuteAsync($$"""{"type":"BATCH_ADD_USER","users":[{{string.Join(',', shares)}}]}"""));
    }

    [Fact]
    public async Task It_sets_the_doors_of_a_tile()
    {
        var tile = SecretMaker.Uuid4();
        var wanted = $$"""{"siteId":"{{await SiteAsync()}}","devices":["{{Door}}"]}""";

        Assert.Equal(wanted, (await Desk.ReadAsync("PUT", $"/tile/{tile}", Version(2), SdkClient.Json, wanted)).ToJsonString());
        Assert.Equal([Door], (await Desk.ReadAsync("GET", $"/tile/{tile}", Version(3)))["deviceIds"]!.AsArray().Select(id => (string)id!));
    }

    /// <summary>The versioned type first, then the plain one, in one header.</summary>
    private static string Version(int version) => $"application/vnd.doordeck.api-v{version}+json,application/json";

    /// <summary>Its claims are plain values, and it counts as good while it has a day left (5.1).</summary>
    private void IsToken(string token, bool isRefresh)
    {
        var claims = JsonNode.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(token.Split('.')[1]))!.AsObject();
        Assert.DoesNotContain(claims, claim => claim.Value is JsonArray or JsonObject);
        Assert.Equal((house.Server.Http.BaseAddress!.AbsoluteUri, "https://api.doordeck.com"), ((string?)claims["iss"], (string?)claims["aud"]));
        Assert.EndsWith("/", (string?)claims["iss"], StringComparison.Ordinal);
        SdkClient.IsUserId((string)claims["sub"]!);
        Assert.Equal((string)claims["sid"]!, Guid.Parse((string)claims["session"]!).ToString("D"));
        Assert.Equal(
            ("headless@example.com", false, isRefresh),
            ((string?)claims["email"], (bool)claims["email_verified"]!, (bool)claims["refresh"]!)
        );
        Assert.Equal(TimeSpan.FromDays(isRefresh ? 180 : 7).TotalSeconds, (long)claims["exp"]! - (long)claims["iat"]!);
    }

    private Task<(int Status, string? Type, JsonNode? Body)> PostNothingAsync(string path, string bearer) =>
        Desk.SendAsync("POST", path, SdkClient.Json, SdkClient.Json, body: null, bearer);

    private Task<JsonNode> BatchAsync(string body) => Desk.ReadAsync("POST", "/directory/query", Version(2), SdkClient.Json, body);

    private async Task<string> SiteAsync() => (string)(await Desk.ReadAsync("GET", "/site", SdkClient.Json))[0]!["id"]!;

    private async Task<string> FillAsync(string path) =>
        path.Replace("{lock}", Door, StringComparison.Ordinal)
            .Replace("{user}", house.Desk.UserId, StringComparison.Ordinal)
            .Replace("{site}", await SiteAsync(), StringComparison.Ordinal);

    private async Task<int> ExecuteAsync(string operation)
    {
        var header = $$"""{"alg":"EdDSA","x5c":{{Desk.Chain}},"typ":"JWT"}""";
        var token = Desk.Sign(Door, header, operation, Convert.ToBase64String);
        return (await Desk.SendAsync("POST", $"/device/{Door}/execute", SdkClient.Json, "application/jwt", token)).Status;
    }
}
