using System.Globalization;
using System.Text.Json.Nodes;
using Latchwork.Domain.Audit;

namespace Latchwork.Dialects.Tests.Keyvox.Webhooks;

/// <summary>From a booking to a receiver (10.3).</summary>
public sealed class BookingTests : IAsyncLifetime
{
    private const string FrontDoor = "Front door";

    private WebhookStage stage = null!;
    private string unit = "";
    private string plan = "";

    public async ValueTask InitializeAsync()
    {
        stage = await WebhookStage.OpenAsync();
        var site = (string)(await stage.CallAsync("GET", "sites"))["items"]![0]!["id"]!;
        await stage.CallAsync("PATCH", $"sites/{site}", """{"address":"Kyoto 1-2-3"}""");
        unit = (string)(await stage.CallAsync("POST", "units", $$"""{"siteId":"{{site}}","name":"101"}"""))["id"]!;
        plan = (string)(await stage.CallAsync("POST", "plans", $$"""{"siteId":"{{site}}","name":"Night","unitIds":["{{unit}}"]}"""))["id"]!;
        await stage.CallAsync("PUT", $"units/{unit}/locks", $$"""{"lockIds":["{{await stage.LockAsync(FrontDoor)}}"]}""");
    }

    public ValueTask DisposeAsync() => stage.DisposeAsync();

    /// <summary>WH-5: codes are empty unless somebody who may see them switched them on, and that is in the audit.</summary>
    [Fact]
    public async Task A_booking_is_told_without_its_codes_unless_they_were_switched_on()
    {
        var id = await stage.AddAsync("keyvox-bookings");
        var booked = await BookAsync();
        var access = await AccessAsync();
        Assert.Equal((FrontDoor, "", ""), ((string)access["deviceName"]!, (string)access["pinCode"]!, (string)access["qrCodeUrl"]!));

        var codes = $$"""{"name":"Codes","format":"keyvox-bookings","url":"{{stage.Receiver.Url}}","sendsCodes":true}""";
        await stage.CallAsync("PUT", $"webhooks/{id}", codes);
        await stage.CallAsync("POST", $"reservations/{booked["id"]}/check-in");
        access = await AccessAsync();
        var code = booked["codes"]![0]!;
        Assert.Equal((string)code["digits"]!, (string)access["pinCode"]!);
        Assert.EndsWith((string)code["page"]!, (string)access["qrCodeUrl"]!, StringComparison.Ordinal);
        Assert.Equal(
            1L,
            await stage.OneAsync<long>(
                $"select count(*) from audit_event where kind = {(int)AuditKind.WebhookChanged} and convert_from(bytes, 'UTF8')::jsonb -> 'changed' ->> 'sendsCodes' = 'true'"
            )
        );

        await stage.DoAsync("update tenant set mask_passcodes = true");
        await stage.CallAsync("PATCH", $"reservations/{booked["id"]}", """{"isImportant":true}""");
        Assert.Equal("", (string)(await AccessAsync())["pinCode"]!);
    }

    /// <summary>Codes that open nothing any more are not told.</summary>
    [Fact]
    public async Task Every_change_of_a_stay_has_its_event_and_a_refused_one_has_none()
    {
        await stage.AddAsync("keyvox-bookings", ",\"sendsCodes\":true");
        var (first, second) = ((string)(await BookAsync())["id"]!, (string)(await BookAsync("2026-03-10"))["id"]!);
        await stage.CallAsync("PATCH", $"reservations/{first}", """{"isImportant":true}""");
        await stage.CallAsync("POST", $"reservations/{first}/check-in");
        await stage.CallAsync("POST", $"reservations/{first}/cancel", expected: 409);
        await stage.CallAsync("POST", $"reservations/{first}/check-out");
        await stage.CallAsync("POST", $"reservations/{second}/cancel");
        await stage.DrainAsync();

        Assert.Equal(
            ["booking.created", "booking.created", "booking.updated", "booking.checked_in", "booking.checked_out", "booking.cancelled"],
            stage.Receiver.Received.Select(got => got.Headers["X-Keyvox-Event"])
        );
        Assert.Empty(JsonNode.Parse(stage.Receiver.Received[^1].Text)!["data"]!["accessInfo"]!.AsArray());
    }

    [Fact]
    public async Task A_booking_names_its_place_unit_plan_and_guest()
    {
        await stage.AddAsync("keyvox-bookings");
        var booked = await BookAsync();
        var told = await stage.OnlyAsync();

        var data = told["data"]!;
        Assert.Equal(
            ("booking.created", "宿泊者", "101", "Kyoto 1-2-3", "booking.example"),
            (
                (string)told["event"]!,
                (string)data["orderContact"]!,
                (string)data["unitName"]!,
                (string)data["locationAddress"]!,
                (string)data["otaType"]!
            )
        );
        Assert.Equal(Seconds("2026-03-05T15:00:00+09:00"), (string)data["checkinTime"]!);
        Assert.Equal(Seconds("2026-03-05T20:00:00+09:00"), (string)data["checkoutTime"]!);
        Assert.Equal(await WireIdAsync(unit), (string)data["unitId"]!);
        Assert.Equal(await WireIdAsync(plan), (string)data["planId"]!);
        Assert.Equal(await WireIdAsync((string)booked["id"]!), (string)data["reservationCode"]!);
        Assert.Matches("^[0-9A-Z]{9}$", (string)data["reservationCode"]!);
    }

    private async Task<JsonNode> AccessAsync()
    {
        await stage.DrainAsync();
        return Assert.Single(JsonNode.Parse(stage.Receiver.Received[^1].Text)!["data"]!["accessInfo"]!.AsArray())!;
    }

    private Task<JsonNode> BookAsync(string day = "2026-03-05") =>
        stage.CallAsync(
            "POST",
            "reservations",
            $$"""
            {"startsAt":"{{day}}T15:00","endsAt":"{{day}}T20:00","guest":{"name":"宿泊者"},"units":[{"id":"{{unit}}"}],"source":"booking.example","lines":[{"planId":"{{plan}}"}]}
            """
        );

    private static string Seconds(string instant) =>
        DateTimeOffset.Parse(instant, CultureInfo.InvariantCulture).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    /// <summary>The id of the KEYVOX wire of what has this one.</summary>
    private Task<string> WireIdAsync(string uuid) =>
        stage.OneAsync<string>(
            $"select k.wire_id from public_id u join public_id k on k.row_id = u.row_id and k.kind between 40 and 49 where u.wire_id = '{uuid}'"
        );
}
