using System.Text;
using Latchwork.Dialects.Edge;
using Latchwork.Dialects.Sifely.Wire;

namespace Latchwork.Dialects.Tests.Sifely;

/// <summary>Section 1.3, and the requests of the field in section 22.</summary>
public sealed class ParameterReaderTests
{
    private const string Json = "application/json";
    private const string Form = "application/x-www-form-urlencoded";

    [Theory]
    [InlineData("?lockId=5", null, "")]
    [InlineData("?lockId=5", Json, "")]
    [InlineData("?lockId=5", "application/json;charset=UTF-8", "")]
    [InlineData("?lockId=5", "application/octet-stream", "")]
    [InlineData("?lockId=5", Form, "")]
    [InlineData("?lockId=5", Json, "{}")]
    [InlineData("?lockId=5", Json, "[:]")]
    [InlineData("?lockId=5", Json, "[]")]
    [InlineData("?lockId=5", Json, "null")]
    [InlineData("?lockId=5", Json, " \r\n")]
    [InlineData("?lockId=5", "application/octet-stream", "\u0001\u0002")]
    [InlineData("?lockId=5", "text/plain", "lockId=6")]
    [InlineData("?lockId=5", "no media type", "lockId=6")]
    [InlineData("?lockId=5", null, "{\"lockId\":6}")]
    [InlineData("", Form, "lockId=5")]
    [InlineData("", "Application/X-WWW-Form-Urlencoded; charset=utf-8", "lockId=5&date=1")]
    [InlineData("", Json, "{\"lockId\":5}")]
    [InlineData("", Json, "{\"lockId\":\"5\"}")]
    [InlineData("", Json, "\uFEFF{\"lockId\":5}")]
    [InlineData("", Json, "{\"x\":{\"lockId\":6},\"lockId\":5,\"y\":[1,{\"z\":[]}],\"t\":true,\"n\":null}")]
    [InlineData("?lockId=%205", null, "")]
    [InlineData("?lockId=+5+", null, "")]
    [InlineData("?lockId=5&lockId=5", null, "")]
    [InlineData("?lockId=&lockId=5", null, "")]
    [InlineData("?lockId=6", Form, "lockId=5")]
    [InlineData("?lockId=6", Json, "{\"lockId\":5}")]
    [InlineData("?lockId=5", Json, "{\"lockId\":null}")]
    [InlineData("?lockId=5", Json, "{\"lockId\":\"\"}")]
    [InlineData("?lockId=5", Form, "lockId=")]
    [InlineData("?lockId=5&LockId=6&date=x&clientId=&accessToken=a", null, "")]
    public async Task A_parameter_is_found_wherever_it_stands_and_the_body_wins(string query, string? contentType, string body)
    {
        var (given, refusal) = await ParameterReader.ReadAsync(Requests.Of(query, contentType, body));

        Assert.Null(refusal);
        Assert.Equal(5, given.RequiredWhole("lockId"));
        Assert.Null(given.Refusal);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("{\"a\":1")]
    [InlineData("{\"a\":1}{}")]
    [InlineData("{\"a\":1},")]
    [InlineData("{'a':1}")]
    [InlineData("[1]")]
    [InlineData("\"a\"")]
    [InlineData("5")]
    [InlineData("a=b")]
    [InlineData("{\"a\":\"\\ud800\"}")]
    [InlineData("{\"\\ud800\":1}")]
    [InlineData("{/* */}")]
    [InlineData("{\"a\":[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]}")]
    public async Task A_body_that_is_called_JSON_and_is_none_is_400_with_80002(string body)
    {
        var (_, refusal) = await ParameterReader.ReadAsync(Requests.Of("?lockId=5", Json, body));

        Assert.Equal((400, 80002), Pair(refusal!));
    }

    [Fact]
    public async Task Bytes_that_are_no_UTF_8_are_no_JSON()
    {
        var (_, refusal) = await ParameterReader.ReadAsync(Requests.Of("", Json, [.. "{\"a\":\""u8, 0xC3, 0x28, .. "\"}"u8]));

        Assert.Equal(80002, refusal!.Code);
    }

    /// <summary>AZ-10: depth 16 is the deepest that is read.</summary>
    [Fact]
    public async Task Fifteen_lists_in_the_object_are_read_and_given_as_text()
    {
        var deep = new string('[', 15) + "1" + new string(']', 15);
        var (given, refusal) = await ParameterReader.ReadAsync(Requests.Of("", Json, $"{{\"a\":{deep}}}"));

        Assert.Null(refusal);
        Assert.Equal(deep, given.Text("a"));
    }

    /// <summary>AZ-10.</summary>
    [Theory]
    [InlineData("?lockId=5&lockId=6", null, "")]
    [InlineData("?lockId=5", Form, "lockId=5&lockId=6")]
    [InlineData("", Json, "{\"lockId\":5,\"lockId\":6}")]
    [InlineData("?unknown=1&unknown=2", null, "")]
    public async Task The_same_name_twice_in_one_place_with_different_values_is_refused(string query, string? contentType, string body)
    {
        var (_, refusal) = await ParameterReader.ReadAsync(Requests.Of(query, contentType, body));

        Assert.Equal((400, -3), Pair(refusal!));
    }

    /// <summary>AZ-10.</summary>
    [Theory]
    [InlineData(RequestBody.Limit, false)]
    [InlineData(RequestBody.Limit + 1, true)]
    public async Task A_body_of_more_than_256_KiB_is_not_read(int length, bool isRefused)
    {
        var body = Encoding.UTF8.GetBytes("a=" + new string('x', length - 2));
        var (_, refusal) = await ParameterReader.ReadAsync(Requests.Of("", Form, body));

        Assert.Equal(isRefused ? SifelyError.BodyTooLarge : null, refusal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("?lockId=")]
    [InlineData("?lockId=%20")]
    [InlineData("?LockId=5")]
    public async Task An_absent_or_empty_required_parameter_is_named_as_the_vendor_names_it(string query)
    {
        var (given, _) = await ParameterReader.ReadAsync(Requests.Of(query));
        given.RequiredWhole("lockId");
        given.RequiredText("keyName");

        Assert.Equal("Required request parameter 'lockId' for method parameter type Long is not present", given.Refusal!.Text);
        Assert.Equal((500, 500), Pair(given.Refusal));
        Assert.Equal((400, 400), Pair(given.Refusal.Under(new() { AbsentParameterAs400 = true })));
    }

    [Theory]
    [InlineData("abc")]
    [InlineData("1.5")]
    [InlineData("1e3")]
    [InlineData("0x10")]
    [InlineData("1,000")]
    [InlineData("9223372036854775808")]
    [InlineData("%D9%A5")]
    public async Task Text_for_a_number_is_400_with_minus_3(string text)
    {
        var (given, _) = await ParameterReader.ReadAsync(Requests.Of($"?lockId={text}"));
        given.RequiredWhole("lockId");

        Assert.Equal((400, -3), Pair(given.Refusal!));
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("?d=0", null)]
    [InlineData("?d=1626945087000", 1626945087000L)]
    [InlineData("?d=253402300799999", 253402300799999L)]
    public async Task An_instant_of_0_is_no_bound(string query, long? expected)
    {
        var (given, _) = await ParameterReader.ReadAsync(Requests.Of(query));

        Assert.Equal(expected, given.Instant("d")?.ToUnixTimeMilliseconds());
        Assert.Null(given.Refusal);
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("253402300800000")]
    [InlineData("9223372036854775807")]
    public async Task An_instant_outside_the_calendar_is_refused(string text)
    {
        var (given, _) = await ParameterReader.ReadAsync(Requests.Of($"?d={text}"));

        Assert.Null(given.Instant("d"));
        Assert.Equal((400, -3), Pair(given.Refusal!));
    }

    [Fact]
    public async Task A_name_comes_as_it_was_written()
    {
        var (given, _) = await ParameterReader.ReadAsync(Requests.Of("?name=%F0%9F%94%91%20front@door%20%E2%80%94%20x"));

        Assert.Equal("🔑 front@door — x", given.Text("name"));
    }

    [Theory]
    [InlineData("a%00b")]
    [InlineData("aaaaaaaaaaa")]
    public async Task A_text_that_cannot_be_kept_is_refused(string text)
    {
        var (given, _) = await ParameterReader.ReadAsync(Requests.Of($"?name={text}"));

        Assert.Null(given.Text("name", length: 10));
        Assert.Equal((400, -3), Pair(given.Refusal!));
    }

    /// <summary>LG-1.</summary>
    [Fact]
    public async Task Parameters_do_not_show_their_values()
    {
        var (given, _) = await ParameterReader.ReadAsync(Requests.Of("?password=5f4dcc3b5aa765d61d8327deb882cf99"));

        Assert.Equal("1 in the query, 0 in the body", given.ToString());
    }

    private static (int, int) Pair(SifelyError error) => (error.Status, error.Code);
}
