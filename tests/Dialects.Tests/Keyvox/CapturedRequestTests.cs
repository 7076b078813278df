using System.Text;
using System.Text.Json.Nodes;
using Latchwork.Operations.Ids;
using Latchwork.Testing.Keyvox;

namespace Latchwork.Dialects.Tests.Keyvox;

/// <summary>Requests as clients of the field send them (keyvox.md 15), with the oddities of their headers.</summary>
public sealed class CapturedRequestTests(KeyvoxHouse house) : IClassFixture<KeyvoxHouse>
{
    private const string FrontDoor = "Front door";
    private static int calls;

    public static TheoryData<int> Requests() => [.. Enumerable.Range(0, CapturedRequest.All.Length)];

    /// <summary>Bodies as sent, so their ids are unknown here; what is answered tells that all of it was read.</summary>
    [Theory]
    [MemberData(nameof(Requests))]
    public async Task The_body_of_every_client_is_read(int number)
    {
        var sent = CapturedRequest.All[number];

        var reply = await SendAsync(sent, sent.Body);

        Assert.True(sent.Code == reply.Code, $"{sent}: {reply.Text}");
        await UndoAsync(reply);
    }

    /// <summary>The same of things that are there: what each asks for is done, with its own choice of words and numbers.</summary>
    [Theory]
    [MemberData(nameof(Requests))]
    public async Task What_every_client_asks_for_is_done(int number)
    {
        var sent = CapturedRequest.All[number];
        var isOver = sent.Body.Contains("\"15", StringComparison.Ordinal);

        var reply = await SendAsync(sent, await WithOurIdsAsync(sent.Body));

        Assert.True((isOver ? "E0005" : "0") == reply.Code, $"{sent}: {reply.Text}");
        Assert.Equal(reply.Code == "0", (string?)reply.Body["msg"] == "success");
        await UndoAsync(reply);
    }

    /// <summary>Family 1 and others look for their door in it; family 6 splits the locks on commas and does without the key.</summary>
    [Fact]
    public async Task Units_join_their_locks_with_commas_and_leave_the_key_out_where_there_is_none()
    {
        var (two, none) = (await UnitAsync(), await house.AddUnitAsync("No lock"));

        var units = (await SendAsync(Of(8, "getUnits"), "{}")).Data!.AsArray();

        string[] locks = [await house.LockIdAsync(FrontDoor), await house.LockIdAsync("Office")];
        Assert.Equal(locks.Order(StringComparer.Ordinal), ((string)Unit(two)["lockIds"]!).Split(',').Order(StringComparer.Ordinal));
        Assert.False(Unit(none).AsObject().ContainsKey("lockIds"));

        JsonNode Unit(string id) => units.Single(unit => (string?)unit!["unitId"] == id)!;
    }

    /// <summary>Family 4: takes a box out of the list, and keeps three members of the answer. Its search page sends numbers, its payment page texts.</summary>
    [Fact]
    public async Task The_locker_web_shop_finds_a_box_and_keeps_its_code()
    {
        var asks = CapturedRequest.All.Where(sent => sent is { Family: 4, Function: "getAvailableBoxes" }).ToArray();
        var all = (await SendAsync(asks[0], await WithOurIdsAsync(asks[0].Body))).Data!.AsArray();
        var medium = (await SendAsync(asks[1], await WithOurIdsAsync(asks[1].Body))).Data!.AsArray();
        Assert.Equal(["00-03", "00-04"], medium.Select(box => (string)box!["boxNum"]!));
        Assert.Equal(6, all.Count);

        var create = Of(4, "createLockerPin");
        var made = await SendAsync(create, await WithOurIdsAsync(create.Body));

        Assert.Matches("^[0-9a-f]{24}$", (string)made.Data!["pinId"]!);
        Assert.Equal("320700", (string?)made.Data["pinCode"]);
        Assert.NotEqual("", (string?)made.Data["qrCode"]);
        await UndoAsync(made);
    }

    /// <summary>Family 5 in raw UTF-8 and family 6 in escapes: it is the same name.</summary>
    [Fact]
    public async Task A_name_is_the_same_in_UTF_8_and_in_escapes()
    {
        foreach (var family in new[] { 5, 6 })
        {
            var create = Of(family, "createLockPin");
            var made = await SendAsync(create, await WithOurIdsAsync(create.Body));

            var listed = await house.CallAsync("getLockPinList", $$"""{"lockId":"{{await house.LockIdAsync(FrontDoor)}}"}""");

            var pin = Assert.Single(listed.Data!["pinList"]!.AsArray(), pin => (string?)pin!["pinId"] == (string?)made.Data!["pinId"])!;
            Assert.Equal(("宿泊者", "123456"), ((string?)pin["targetName"], (string?)pin["pinCode"]));
            // As family 6 reads them.
            Assert.Matches("^[0-9]{10}$", (string)pin["sTime"]!);
            await UndoAsync(made);
        }
    }

    /// <summary>Family 2: the collection signs the path alone and posts to one with a query.</summary>
    [Fact]
    public async Task The_request_collection_is_let_in_and_asks_of_the_lock_in_its_body()
    {
        var door = await house.LockIdAsync(FrontDoor);
        var reply = await house.SendAsync(
            "/api/eagle-pms/v1/getLockStatus?lockId=555BF973335E616F",
            $$"""{"lockId":"{{door}}"}""",
            new KeyvoxForm { SignedTarget = "/api/eagle-pms/v1/getLockStatus", ContentType = "text/plain" }
        );

        Assert.Equal("0", reply.Code);
        Assert.Equal("SIM-200", (string?)reply.Data!["lockType"]);
    }

    /// <summary>Family 5: its second try after a refusal is of another scheme.</summary>
    [Fact]
    public async Task A_clients_second_try_is_refused_as_no_signature()
    {
        var create = Of(5, "createLockPin");
        var body = CapturedRequest.Timed(create.Body, TimeProvider.System.GetUtcNow());
        var request = create.ToRequest(house.Key, body, house.Server.Http.BaseAddress!, NextInstant());
        request.Headers.Remove("authorization");
        request.Headers.Remove("digest");
        request.Headers.TryAddWithoutValidation("authorization", $"HMAC {house.Key.Key}:{house.Key.Sign("x")}");
        request.Headers.TryAddWithoutValidation("digest", KeyvoxKey.DigestOf(Encoding.UTF8.GetBytes(body))["SHA-256=".Length..]);

        Assert.Equal("HMAC signature cannot be verified", (await house.SendAsync(request)).Message);
    }

    /// <summary>One client compares <c>code</c> strictly, one <c>msg</c>; one needs both, in the documented order of an envelope.</summary>
    [Fact]
    public async Task Success_is_told_in_the_words_that_clients_compare()
    {
        var reply = await house.CallAsync("getUnits", "{}");

        Assert.StartsWith("""{"code":"0","msg":"success","data":""", reply.Text, StringComparison.Ordinal);
        Assert.Equal(
            "application/json;charset=UTF-8",
            reply.Raw.Content.Headers.ContentType?.ToString().Replace("; ", ";", StringComparison.Ordinal)
        );
    }

    private static CapturedRequest Of(int family, string function) =>
        CapturedRequest.All.First(sent => sent.Family == family && sent.Function == function);

    private Task<KeyvoxReply> SendAsync(CapturedRequest sent, string body) =>
        house.SendAsync(
            sent.ToRequest(house.Key, CapturedRequest.Timed(body, TimeProvider.System.GetUtcNow()), house.Server.Http.BaseAddress!, NextInstant())
        );

    /// <summary>The same body with ids of things that are there; a PIN or card of its own where one is named.</summary>
    private async Task<string> WithOurIdsAsync(string body)
    {
        var text = new StringBuilder(body);
        foreach (var id in new[] { "LOCK0001", "000D6F0013112273", "C11A1FCD10000162", "ENTRY1" })
        {
            text.Replace(id, await house.LockIdAsync(FrontDoor));
        }

        text.Replace("F822AABBCCDDEEFF", await house.LockerIdAsync());
        foreach (var id in new[] { "5dc02d9557a9445018f12998", "5e901978ef16f912aa9aaaa7" })
        {
            text.Replace(id, body.Contains(id, StringComparison.Ordinal) ? await UnitAsync() : "");
        }

        foreach (var id in new[] { "5cbd3a4657a9440a40653d46", "6051caf90d26a97c6aa1ca48" })
        {
            text.Replace(id, body.Contains(id, StringComparison.Ordinal) ? await PinAsync() : "");
        }

        const string Card = "610112d359f874472a51ed47";
        return text.Replace(Card, body.Contains(Card, StringComparison.Ordinal) ? await CardAsync() : "").ToString();
    }

    /// <summary>The only door that has locks: two.</summary>
    private async Task<string> UnitAsync()
    {
        var there = await house.OneAsync<string>(
            $"select coalesce(max(p.wire_id), '') from unit u join public_id p on p.row_id = u.unit_id and p.kind = {(int)WireIdKind.KeyvoxUnit} where u.name = '101'"
        );
        return there.Length > 0 ? there : await house.AddUnitAsync("101", FrontDoor, "Office");
    }

    private async Task<string> PinAsync()
    {
        var now = TimeProvider.System.GetUtcNow();
        var body = $$"""{"lockId":"{{await house.LockIdAsync("Back gate")}}","sTime":"{soon}","eTime":"{later}"}""";
        return (string)(await house.CallAsync("createLockPin", CapturedRequest.Timed(body, now))).Data!["pinId"]!;
    }

    private async Task<string> CardAsync() => (string)(await house.CallAsync("card/add", """{"cardCode":"0A0B0C0D"}""")).Data!["cardId"]!;

    /// <summary>Else the next one's digits, box or card would be taken.</summary>
    private async Task UndoAsync(KeyvoxReply reply)
    {
        if (reply.Data is not JsonObject made)
        {
            return;
        }

        if (made["pinId"] is { } pin && made.ContainsKey("qrCode"))
        {
            var disable = made.ContainsKey("boxNum") ? "disableLockerPin" : "disableLockPin";
            Assert.Equal("0", (await house.CallAsync(disable, $$"""{"pinId":"{{pin}}"}""")).Code);
        }
        else if (made["cardId"] is { } card)
        {
            Assert.Equal("0", (await house.CallAsync("card/delCardList", $$"""{"cardList":["{{card}}"]}""")).Code);
        }
    }

    /// <summary>No request repeats another.</summary>
    private static DateTimeOffset NextInstant() => TimeProvider.System.GetUtcNow().AddSeconds(-201 - (Interlocked.Increment(ref calls) % 90));
}
