using System.Globalization;
using Latchwork.Domain.Audit;

namespace Latchwork.Dialects.Tests.Keyvox;

/// <summary>PINs of boxes as programs poll and repeat them (keyvox.md 6.6, 7.4 to 7.6).</summary>
public sealed class LockerPinTests(KeyvoxHouse house) : IClassFixture<KeyvoxHouse>
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    [Fact]
    public async Task HM_7_A_repeated_request_is_answered_from_its_row_also_when_the_PIN_is_over_and_writes_nothing()
    {
        var create = await BodyAsync("00-01", "864209");
        var first = await SendAsync("createLockerPin", create);
        var pin = (string)first.Data!["pinId"]!;
        var change = $$"""{"pinId":"{{pin}}","targetName":"Anna"}""";
        var changed = await SendAsync("changeLockerPin", change);
        Assert.Equal("0", (await house.CallAsync("disableLockerPin", $$"""{"pinId":"{{pin}}"}""")).Code);
        var told = await EventsAsync();

        var (createdAgain, changedAgain) = (await SendAsync("createLockerPin", create), await SendAsync("changeLockerPin", change));

        Assert.Equal((first.Text, changed.Text), (createdAgain.Text, changedAgain.Text));
        Assert.Equal(told, await EventsAsync());
    }

    [Fact]
    public async Task KR_3_Who_polls_a_PIN_of_a_box_is_told_its_digits_and_recorded_once_an_hour()
    {
        var pin = (string)(await house.CallAsync("createLockerPin", await BodyAsync("00-02", "753190"))).Data!["pinId"]!;

        for (var i = 0; i < 3; i++)
        {
            Assert.Equal("753190", (string?)(await house.CallAsync("getLockPinStatus", $$"""{"pinId":"{{pin}}"}""")).Data!["pinCode"]);
        }

        Assert.Equal(
            1,
            await house.OneAsync<long>(
                $"""
                select count(*) from audit_event e join public_id p on p.row_id = e.object_id and p.wire_id = '{pin}'
                where e.kind = {(int)AuditKind.CredentialRevealed}
                """
            )
        );
    }

    private async Task<string> BodyAsync(string box, string digits)
    {
        var locker = await house.LockerIdAsync();
        var (from, until) = (Now.ToUnixTimeSeconds(), Now.AddHours(1).ToUnixTimeSeconds());
        return string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"deviceId":"{{locker}}","boxNum":"{{box}}","sTime":"{{from}}","eTime":"{{until}}","pinCode":"{{digits}}"}"""
        );
    }

    private Task<KeyvoxReply> SendAsync(string function, string body) => house.SendAsync(house.Key.Request($"/v1/{function}", body, Now));

    /// <summary>Acts that were done: that a request was repeated is recorded as a refusal, as everywhere.</summary>
    private Task<long> EventsAsync() =>
        house.OneAsync<long>($"select count(*) from audit_event where outcome = {(int)AuditOutcome.Done} and kind <> {(int)AuditKind.HistoryRead}");
}
