using System.Net;

namespace Latchwork.Dialects.Tests.Keyvox;

/// <summary>Texts that no client of the field sends, and no database takes (AZ-10).</summary>
public sealed class HostileTextTests(KeyvoxHouse house) : IClassFixture<KeyvoxHouse>
{
    private const string WrongParameter = "E0005";
    private const string Unknown = "E0043";

    /// <summary>3.3: any text may be an id, and this one is nothing's.</summary>
    [Theory]
    [InlineData("unlock", """{"lockId":"\u0000","flag":"1"}""", Unknown)]
    [InlineData("getLockStatus?lockId=%00", "{}", Unknown)]
    [InlineData("getBookingDetails", """{"orderId":"A\u0000"}""", Unknown)]
    [InlineData("card/delCardList", """{"cardList":["\u0000"]}""", WrongParameter)]
    [InlineData("locks/events", """{"lockId":"a,b\u0000"}""", WrongParameter)]
    [InlineData("getLockHistory?deviceId=%00", "{}", Unknown)]
    public async Task A_NUL_is_in_no_id(string function, string body, string code) => await IsToldAsync(code, function, body);

    [Theory]
    [InlineData("card/delCardList", """{"cardList":["\ud800"]}""")]
    [InlineData("createBooking", """{"unitList":[{"unitId":"\ud800"}]}""")]
    [InlineData("createBooking", """{"commodityList":[{"a":{"\ud800":1}}]}""")]
    public async Task Half_of_a_character_is_no_text_however_deep_it_stands(string function, string body) =>
        await IsToldAsync(WrongParameter, function, body);

    private async Task IsToldAsync(string code, string function, string body)
    {
        var reply = await house.CallAsync(function, body);
        Assert.Equal((HttpStatusCode.OK, code), (reply.Status, reply.Code));
    }
}
