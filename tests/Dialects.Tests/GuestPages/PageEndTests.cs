using System.Net;
using Latchwork.Dialects.Tests.Keyvox;
using Latchwork.Domain.Grants;
using Latchwork.Testing.Keyvox;

namespace Latchwork.Dialects.Tests.GuestPages;

/// <summary>Pages as the KEYVOX wire links them (keyvox.md 5.3), of doors and of boxes, and when they are over. The clock stands still.</summary>
public sealed class PageEndTests(StoppedHouse house) : IClassFixture<StoppedHouse>
{
    private const string FrontDoor = "Front door";

    [Fact]
    public async Task A_page_is_over_at_the_second_when_its_codes_time_is()
    {
        var link = await DoorLinkAsync("135792");
        var last = house.Clock.GetUtcNow();
        house.Clock.Advance(TimeSpan.FromHours(1) - TimeSpan.FromSeconds(1));
        var shown = await OpenAsync(link);
        house.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(last.AddHours(1), house.Clock.GetUtcNow());

        var over = await OpenAsync(link);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Gone), (shown.Status, over.Status));
        Assert.Contains(">135792</p>", shown.Html, StringComparison.Ordinal);
        SaysNothing(over.Html, "135792", FrontDoor);
    }

    /// <summary>Before its time it says when that is.</summary>
    [Fact]
    public async Task A_page_is_there_before_its_codes_time_begins()
    {
        var link = await DoorLinkAsync("135793", TimeSpan.FromDays(10));

        var early = await OpenAsync(link);

        Assert.Equal(HttpStatusCode.OK, early.Status);
        Assert.Contains(">135793</p>", early.Html, StringComparison.Ordinal);
        Assert.Contains("It will be set ", early.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_of_a_box_shows_its_cabinet_number_digits_QR_and_time()
    {
        var made = await BoxAsync("00-01", "246810");

        var (status, html) = await OpenAsync((string)made.Data!["shortQrUrl"]!);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains("<h1>House</h1>", html, StringComparison.Ordinal);
        Assert.Contains("<strong>Parcel lockers 00-01</strong>", html, StringComparison.Ordinal);
        Assert.Contains(">246810</p>", html, StringComparison.Ordinal);
        var drawn = Latchwork.Dialects.GuestPages.QrDrawing.Svg((string)made.Data["qrCode"]!, "QR code to hold in front of the reader");
        Assert.Contains(drawn, html, StringComparison.Ordinal);
        Assert.Contains("Hold it in front of the reader at the door.", html, StringComparison.Ordinal);
        var local = ZoneDatabase.LocalAt("Asia/Tokyo", house.Clock.GetUtcNow());
        Assert.Contains($"From {local:ddd d MMMM yyyy, HH:mm} until {local.AddHours(1):ddd d MMMM yyyy, HH:mm}", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_of_a_box_is_over_with_the_time_of_its_code()
    {
        var link = (string)(await BoxAsync("00-02", "246811")).Data!["shortQrUrl"]!;
        Assert.Equal(HttpStatusCode.OK, (await OpenAsync(link)).Status);
        house.Clock.Advance(TimeSpan.FromHours(1));

        var over = await OpenAsync(link);

        Assert.Equal(HttpStatusCode.Gone, over.Status);
        SaysNothing(over.Html, "246811", "Parcel lockers");
    }

    /// <summary>AZ-5: at once.</summary>
    [Fact]
    public async Task A_page_of_a_box_is_over_when_its_code_is_disabled()
    {
        var made = await BoxAsync("00-03", "246812");
        var link = (string)made.Data!["shortQrUrl"]!;
        Assert.Equal(HttpStatusCode.OK, (await OpenAsync(link)).Status);
        Assert.Equal("0", (await house.CallAsync("disableLockerPin", $$"""{"pinId":"{{made.Data["pinId"]}}"}""")).Code);

        var over = await OpenAsync(link);

        Assert.Equal(HttpStatusCode.Gone, over.Status);
        SaysNothing(over.Html, "246812", "Parcel lockers");
    }

    /// <summary>Of whom it was.</summary>
    private static void SaysNothing(string html, params string[] of)
    {
        Assert.All(of, word => Assert.DoesNotContain(word, html, StringComparison.Ordinal));
        Assert.DoesNotContain("House", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<svg", html, StringComparison.Ordinal);
    }

    /// <summary>A code for an hour from now on, or later: its page.</summary>
    private async Task<string> DoorLinkAsync(string digits, TimeSpan later = default)
    {
        var body = $$"""{"lockId":"{{await house.LockIdAsync(FrontDoor)}}","pinCode":"{{digits}}",{times} }""";
        return (string)(await SendAsync("createLockPin", body, later)).Data!["shortQrUrl"]!;
    }

    private async Task<KeyvoxReply> BoxAsync(string box, string digits) =>
        await SendAsync(
            "createLockerPin",
            $$"""{"deviceId":"{{await house.LockerIdAsync()}}","boxNum":"{{box}}","pinCode":"{{digits}}",{times} }""",
            TimeSpan.Zero
        );

    /// <param name="body">Its times are to be put in: an hour.</param>
    private async Task<KeyvoxReply> SendAsync(string function, string body, TimeSpan later)
    {
        var from = house.Clock.GetUtcNow() + later;
        var times = $"\"sTime\":\"{SigningHandler.At(from)}\",\"eTime\":\"{SigningHandler.At(from.AddHours(1))}\"";
        var whole = body.Replace("{times}", times, StringComparison.Ordinal);
        var reply = await house.SendAsync(house.Key.Request($"/v1/{function}", whole, house.Clock.GetUtcNow()));
        Assert.True(reply.Code == "0", reply.Text);
        return reply;
    }

    private async Task<(HttpStatusCode Status, string Html)> OpenAsync(string link)
    {
        using var answer = await house.Server.Http.GetAsync(new Uri(link), TestContext.Current.CancellationToken);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
