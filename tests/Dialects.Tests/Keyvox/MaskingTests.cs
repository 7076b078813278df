using System.Text.Json.Nodes;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Clients;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Testing;
using Latchwork.Testing.Keyvox;
using Microsoft.Extensions.DependencyInjection;

namespace Latchwork.Dialects.Tests.Keyvox;

/// <summary>5.2: digits that are not told yet, and to whom they are never told.</summary>
public sealed class MaskingTests(MaskingHouse house) : IClassFixture<MaskingHouse>
{
    private const string Asterisks = "******";
    private const string Digits = "864209";
    private const string FrontDoor = "Front door";

    [Fact]
    public async Task A_new_code_is_answered_with_asterisks_until_its_lock_has_it()
    {
        var now = TimeProvider.System.GetUtcNow();
        var create = await DoorBodyAsync(FrontDoor, now, now.AddHours(1));
        var first = await house.SendAsync(house.Key.Request("/v1/createLockPin", create, now));
        Assert.Contains((string?)first.Data!["pinCode"], new[] { Asterisks, Digits });
        await Poll.UntilAsync(async () => (string?)(await StatusAsync(first))["status"] == "30");

        var again = await house.SendAsync(house.Key.Request("/v1/createLockPin", create, now));

        Assert.Equal(((string?)first.Data["pinId"], Digits), ((string?)again.Data!["pinId"], (string?)again.Data["pinCode"]));
    }

    /// <summary>5.2: the real digits come from the status. Ten days ahead no lock has been told.</summary>
    [Fact]
    public async Task Whoever_asks_how_far_it_is_is_told_the_digits()
    {
        var now = TimeProvider.System.GetUtcNow();

        var made = await house.CallAsync("issueLockKey", await DoorBodyAsync("Office", now.AddDays(10), now.AddDays(11)));

        Assert.Equal(Asterisks, (string?)made.Data!["pinCode"]);
        Assert.NotEqual("", (string?)made.Data["qrCode"]);
        var status = await StatusAsync(made);
        Assert.Equal(("10", Digits), ((string?)status["status"], (string?)status["pinCode"]));
    }

    /// <summary>Nothing has to be told to a cabinet.</summary>
    [Fact]
    public async Task A_code_for_a_box_has_nothing_to_wait_for()
    {
        var now = TimeProvider.System.GetUtcNow();

        var made = await house.CallAsync("createLockerPin", await BoxBodyAsync("00-00", now.AddDays(10), now.AddDays(11)));

        Assert.Equal(Digits, (string?)made.Data!["pinCode"]);
    }

    /// <summary>5.2, KR-3: an operator masks digits for a key; then it is told none of any code, its own ones not either, and nothing is recorded as told.</summary>
    [Fact]
    public async Task KR_3_A_key_whose_codes_are_masked_is_told_none_by_any_function()
    {
        var key = await MaskedKeyAsync();
        var (now, later) = (TimeProvider.System.GetUtcNow(), TimeProvider.System.GetUtcNow().AddHours(1));
        var unit = await house.AddUnitAsync("Masked", "Back gate");
        var revealed = await RevealedAsync();
        Task<JsonNode> DataAsync(string function, string body) => DataOfAsync(key, function, body);

        var door = await DataAsync("createLockPin", await DoorBodyAsync("Back gate", now.AddDays(20), now.AddDays(21)));
        var box = await DataAsync("createLockerPin", await BoxBodyAsync("00-01", now, later));
        var changed = await DataAsync("changeLockerPin", $$"""{"pinId":"{{box["pinId"]}}","pinCode":"753190"}""");
        var order = await DataAsync("createBooking", await OrderBodyAsync(unit, now.AddDays(30), now.AddDays(31)));
        var listed = await DataAsync("getUnitPinList", $$"""{"unitId":"{{unit}}"}""");
        var ofLock = await DataAsync("getLockPinList", $$"""{"lockId":"{{await house.LockIdAsync("Back gate")}}"}""");
        var orders = await DataAsync("getBookingOrders", $$"""{"unitId":"{{unit}}"}""");

        JsonNode[] told =
        [
            door,
            box,
            changed,
            await DataAsync("getLockPinStatus", $$"""{"pinId":"{{door["pinId"]}}"}"""),
            await DataAsync("getLockPinStatus", $$"""{"pinId":"{{box["pinId"]}}"}"""),
            .. listed["pinList"]!.AsArray()!,
            .. ofLock["pinList"]!.AsArray()!,
            .. order["unitPinList"]!.AsArray()!,
            .. (await DataAsync("getBookingDetails", $$"""{"orderId":"{{order["orderId"]}}"}"""))["unitPinList"]!.AsArray()!,
            .. orders.AsArray()!,
        ];
        Assert.Equal((2, 2, 1), (listed["pinList"]!.AsArray().Count, ofLock["pinList"]!.AsArray().Count, orders.AsArray().Count));
        foreach (var (one, name) in told.SelectMany(one => Secrets.Select(name => (one, name))))
        {
            Assert.True((string?)one[name] is null or "" or Asterisks, $"{name} in {one.ToJsonString()}");
        }

        Assert.Equal(revealed, await RevealedAsync());
    }

    /// <summary>A page is as good as what it shows.</summary>
    private static readonly string[] Secrets = ["pinCode", "pin", "panelPin", "qrCode", "shortQrUrl", "qrShortUrl"];

    private async Task<JsonNode> StatusAsync(KeyvoxReply made) =>
        (await house.CallAsync("getLockPinStatus", $$"""{"pinId":"{{made.Data!["pinId"]}}"}""")).Data!;

    private async Task<JsonNode> DataOfAsync(KeyvoxKey key, string function, string body)
    {
        var reply = await house.CallAsync(function, body, key: key);
        return reply.Data ?? throw new InvalidOperationException($"{function}: {reply.Text}");
    }

    private async Task<KeyvoxKey> MaskedKeyAsync()
    {
        var key = await house.AddKeyAsync(house.Tenant, new HmacKeyRules());
        var mask = house.Server.Services.GetRequiredService<SetClientLimits>();
        var limits = new ClientLimits { MasksCodes = true };
        var set = await mask.RunAsync(
            Caller.Server(house.Tenant),
            new WireId(WireIdKind.KeyvoxKey, key.Key),
            limits,
            TestContext.Current.CancellationToken
        );
        Assert.Null(set.Error);
        return key;
    }

    private Task<long> RevealedAsync() => house.OneAsync<long>($"select count(*) from audit_event where kind = {(int)AuditKind.CredentialRevealed}");

    private async Task<string> DoorBodyAsync(string door, DateTimeOffset from, DateTimeOffset until) =>
        $$"""{"lockId":"{{await house.LockIdAsync(door)}}","pinCode":"{{Digits}}",{{Times("sTime", from, "eTime", until)}}}""";

    private async Task<string> BoxBodyAsync(string box, DateTimeOffset from, DateTimeOffset until) =>
        $$"""{"deviceId":"{{await house.LockerIdAsync()}}","boxNum":"{{box}}","pinCode":"{{Digits}}",{{Times("sTime", from, "eTime", until)}}}""";

    private async Task<string> OrderBodyAsync(string unit, DateTimeOffset from, DateTimeOffset until)
    {
        var place = await house.OneAsync<string>(
            $"select wire_id from public_id where tenant_id = '{house.Tenant.Value}' and kind = {(int)WireIdKind.KeyvoxPlace}"
        );
        return $$"""{"placeId":"{{place}}","unitId":"{{unit}}","orderContact":"Ada",{{Times("checkin", from, "checkout", until)}}}""";
    }

    private static string Times(string start, DateTimeOffset from, string end, DateTimeOffset until) =>
        $"\"{start}\":\"{SigningHandler.At(from)}\",\"{end}\":\"{SigningHandler.At(until)}\"";
}
