using System.Net.Http.Headers;
using System.Text;
using Latchwork.Testing.Keyvox;

namespace Latchwork.Dialects.Tests.Keyvox;

/// <summary>Requests as clients of the field send them (keyvox.md 15), with the oddities of their headers.</summary>
public sealed class CapturedRequestTests(KeyvoxHouse house) : IClassFixture<KeyvoxHouse>
{
    private const string Unknown = "E0043";

    /// <summary>Bodies as sent, so their ids are unknown here; what is answered tells that all of it was read.</summary>
    [Theory]
    [InlineData("getLocks", "{}", "0")]
    [InlineData(
        "createLockPin",
        """{"unitId":"5dc02d9557a9445018f12998","pinCode":"123456","pinType":"1","sTime":"{soon}","eTime":"{later}"}""",
        Unknown
    )]
    [InlineData(
        "createLockPin",
        """{"unitId":"5dc02d9557a9445018f12998","pinCode":"123456","pinType":"1","sTime":"1555411723","eTime":"1555498123"}""",
        "E0005"
    )]
    [InlineData("getLockStatus", """{"lockId":"LOCK0001"}""", Unknown)]
    [InlineData("unlock", """{"lockId":"LOCK0001","flag":1}""", Unknown)]
    [InlineData("createLockPin", """{"unitId":"5e901978ef16f912aa9aaaa7","sTime":"{soon}","eTime":"{later}","targetName":"BCL20230207"}""", Unknown)]
    [InlineData("getLockPinStatus", """{"pinId":"6051caf90d26a97c6aa1ca48"}""", Unknown)]
    [InlineData("getLockPinList", """{"lockId":"000D6F0013112273"}""", Unknown)]
    [InlineData("unlock", """{"lockId":"000D6F0013112273","flag":"0"}""", Unknown)]
    [InlineData(
        "createLockPin",
        """{"pinType":"1","eTime":"{later}","pinCode":"123456","unitId":"5dc02d9557a9445018f12998","sTime":"{soon}"}""",
        Unknown
    )]
    [InlineData("changeLockPin", """{"eTime":"1569921568","pinCode":"123456","pinId":"5cbd3a4657a9440a40653d46","sTime":"1555411723"}""", Unknown)]
    [InlineData("disableLockPin", """{"pinId":"5cbd3a4657a9440a40653d46"}""", Unknown)]
    [InlineData("getLockHistory", """{"lockId":"C11A1FCD10000162","records":"5","position":""}""", Unknown)]
    [InlineData("card/delCardList", """{"cardList":["610112d359f874472a51ed47"]}""", Unknown)]
    [InlineData("getLockPinList", """{"lockId": "LOCK0001", "sTime": {soon}, "eTime": {later}}""", Unknown)]
    [InlineData(
        "createLockPin",
        """{"unitId": "5dc02d9557a9445018f12998", "pinCode": "123456", "sTime": {soon}, "eTime": {later}, "targetName": "\u5bbf\u6cca\u8005"}""",
        Unknown
    )]
    [InlineData("unlock", """{"lockId":"ENTRY1","flag":"1"}""", Unknown)]
    [InlineData(
        "issueLockKey",
        """{"unitId":"5dc02d9557a9445018f12998","sTime":"{soon}","eTime":"{later}","targetName":"宿泊者","notificationMethod":"email","notificationDetails":{"email":"guest@example.com"}}""",
        Unknown
    )]
    public async Task The_body_of_every_client_is_read(string function, string body, string code) =>
        Assert.Equal(code, (await house.CallAsync(function, Timed(body))).Code);

    /// <summary>Family 3: a header on every call that other servers take for a compression they do not know.</summary>
    [Fact]
    public async Task The_sample_in_Java_is_let_in()
    {
        var request = Signed("card/add", """{"cardName":"guest","cardCode":"1234567890","cardDesc":"guest test"}""", 1);
        request.Content!.Headers.TryAddWithoutValidation("Content-Encoding", "UTF-8");

        Assert.Equal("0", (await house.SendAsync(request)).Code);
    }

    /// <summary>Family 2: the collection signs the path alone and posts to one with a query.</summary>
    [Fact]
    public async Task The_request_collection_is_let_in_and_asks_of_the_lock_in_its_body()
    {
        var door = await house.LockIdAsync("Front door");
        var reply = await house.SendAsync(
            "/api/eagle-pms/v1/getLockStatus?lockId=555BF973335E616F",
            $$"""{"lockId":"{{door}}"}""",
            new KeyvoxForm { SignedTarget = "/api/eagle-pms/v1/getLockStatus", ContentType = "text/plain" }
        );

        Assert.Equal("0", reply.Code);
        Assert.Equal("SIM-200", (string?)reply.Data!["lockType"]);
    }

    /// <summary>Family 8.</summary>
    [Fact]
    public async Task The_sample_in_PHP_is_let_in()
    {
        var request = Signed("getLocks", "{}", 2);
        request.Headers.Referrer = new Uri(house.Server.Http.BaseAddress!, "/api/eagle-pms/v1/getLocks");
        request.Headers.Connection.Add("close");

        Assert.Equal("0", (await house.SendAsync(request)).Code);
    }

    /// <summary>Family 5: its second try after a refusal is of another scheme.</summary>
    [Fact]
    public async Task A_clients_second_try_is_refused_as_no_signature()
    {
        var request = Signed("getLocks", "{}", 3);
        request.Headers.Remove("authorization");
        request.Headers.Remove("digest");
        request.Headers.TryAddWithoutValidation("authorization", $"HMAC {house.Key.Key}:{house.Key.Sign("x")}");
        request.Headers.TryAddWithoutValidation("digest", KeyvoxKey.DigestOf("{}"u8.ToArray())["SHA-256=".Length..]);

        Assert.Equal("HMAC signature cannot be verified", (await house.SendAsync(request)).Message);
    }

    /// <summary>Family 4, in whose requests the key stands open.</summary>
    [Fact]
    public async Task The_locker_web_shop_is_let_in()
    {
        var request = Signed("getLocks", "{}", 4);
        request.Headers.TryAddWithoutValidation("api", "getLockers");
        request.Headers.TryAddWithoutValidation("key", house.Key.Key);
        request.Headers.TryAddWithoutValidation("accept", "application/json");
        request.Content!.Headers.ContentType = MediaTypeHeaderValue.Parse("application/json; charset=utf-8");

        Assert.Equal("0", (await house.SendAsync(request)).Code);
    }

    /// <summary>One client compares <c>code</c> strictly, one <c>msg</c>; one needs both, in the documented order of an envelope.</summary>
    [Fact]
    public async Task Success_is_told_in_the_words_that_clients_compare()
    {
        var reply = await house.CallAsync("getLocks", "{}");

        Assert.StartsWith("""{"code":"0","msg":"success","data":""", reply.Text, StringComparison.Ordinal);
        Assert.Equal(
            "application/json;charset=UTF-8",
            reply.Raw.Content.Headers.ContentType?.ToString().Replace("; ", ";", StringComparison.Ordinal)
        );
    }

    private HttpRequestMessage Signed(string function, string body, int number) =>
        house.Key.Request($"/api/eagle-pms/v1/{function}", body, TimeProvider.System.GetUtcNow().AddSeconds(-201 - number));

    private static string Timed(string body)
    {
        var now = TimeProvider.System.GetUtcNow();
        return new StringBuilder(body)
            .Replace("{soon}", SigningHandler.At(now.AddHours(1)))
            .Replace("{later}", SigningHandler.At(now.AddHours(2)))
            .ToString();
    }
}
