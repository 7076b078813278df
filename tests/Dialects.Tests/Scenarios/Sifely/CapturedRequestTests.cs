using System.Globalization;
using System.Text.Json.Nodes;

namespace Latchwork.Dialects.Tests.Scenarios.Sifely;

/// <summary>
/// Section 22: the requests of seven client families as they were captured, down to labels of bodies that are not there, and what each family reads of the
/// answers.
/// </summary>
public sealed class CapturedRequestTests(SifelyDesk desk) : IClassFixture<SifelyDesk>
{
    private const string Json = "application/json";
    private const string JsonUtf8 = "application/json;charset=UTF-8";
    private const string Form = "application/x-www-form-urlencoded";
    private const string Octets = "application/octet-stream";

    /// <summary>1: stays management, TypeScript. A JSON label on every call, also on GET; parameters in the query; an application's name in a header.</summary>
    [Fact]
    public async Task Family_1_logs_in_by_either_reading_and_keeps_codes_by_gateway()
    {
        var login = await desk.SendAsync(
            "POST",
            "/system/smart/login",
            null,
            Json,
            $$"""{"account":"{{LiveServer.Account}}","password":"{{LiveServer.PasswordMd5}}"}"""
        );
        var key = (string?)login["data"]?["clientToken"] ?? (string)login["clientToken"]!;

        Assert.NotEmpty(List(await desk.SendAsync("POST", "/v3/key/list?pageNo=1&pageSize=20", key, Json)));
        Assert.Equal(desk.Door, (long)(await desk.SendAsync("POST", $"/v3/lock/detail?lockId={desk.Door}", key, Json))["lockId"]!);
        var (from, until) = (Milliseconds(0), Milliseconds(24));
        var made = await desk.SendAsync(
            "POST",
            $"/v3/keyboardPwd/add?lockId={desk.Door}&keyboardPwd=730158&keyboardPwdName=Stay%201&keyboardPwdType=3&startDate={from}&endDate={until}&addType=2",
            key,
            Json
        );
        var number = (int)made["keyboardPwdId"]!;
        IsYes(await desk.SendAsync("POST", $"/v3/keyboardPwd/change?keyboardPwdId={number}&keyboardPwdName=Stay%202", key, Json));
        var seen = List(await desk.SendAsync("GET", $"/v3/lock/listKeyboardPwd?lockId={desk.Door}&pageNo=1&pageSize=100", key, Json));
        Assert.Equal(
            ("Stay 2", "730158", 1),
            seen.Where(pin => (int)pin["keyboardPwdId"]! == number)
                .Select(pin => ((string)pin["keyboardPwdName"]!, (string)pin["keyboardPwd"]!, (int)pin["status"]!))
                .Single()
        );
        IsYes(await desk.SendAsync("POST", $"/v3/keyboardPwd/delete?lockId={desk.Door}&keyboardPwdId={number}&deleteType=2", key, Json));
    }

    /// <summary>2: JavaScript library. Type 2 with both dates ends as 3, and as a permanent random code; writes from forms.</summary>
    [Fact]
    public async Task Family_2_sends_both_dates_with_type_2_and_deletes_from_a_form()
    {
        var bearer = "Bearer " + await OlderTokenAsync(null);
        var (from, until) = (Milliseconds(1), Milliseconds(25));

        Assert.NotEmpty(List(await desk.SendAsync("POST", "/v3/lock/list?pageNo=1&pageSize=100", bearer, null)));
        var made = await desk.SendAsync(
            "POST",
            $"/v3/keyboardPwd/add?lockId={desk.Door}&keyboardPwd=482916&keyboardPwdType=2&startDate={from}&endDate={until}&addType=1",
            bearer,
            null
        );
        var number = (int)made["keyboardPwdId"]!;
        var listed = List(await desk.SendAsync("GET", $"/v3/lock/listKeyboardPwd?lockId={desk.Door}&pageNo=1&pageSize=100&orderBy=0", bearer, null));
        Assert.Equal(3, (int)listed.Single(pin => (int)pin["keyboardPwdId"]! == number)["keyboardPwdType"]!);
        IsYes(
            await desk.SendAsync(
                "POST",
                $"/v3/keyboardPwd/change?lockId={desk.Door}&keyboardPwdId={number}&newKeyboardPwd=915603&changeType=2",
                bearer,
                null
            )
        );
        IsYes(await desk.SendAsync("POST", "/v3/keyboardPwd/delete", bearer, Form, $"lockId={desk.Door}&keyboardPwdId={number}&deleteType=2"));

        var random = await desk.SendAsync(
            "POST",
            $"/v3/keyboardPwd/get?lockId={desk.Door}&keyboardPwdType=2&startDate={Milliseconds(0)}&endDate={until}&keyboardPwdVersion=4",
            bearer,
            null
        );
        Assert.Equal(9, ((string)random["keyboardPwd"]!).Length);
        IsYes(
            await desk.SendAsync(
                "POST",
                "/v3/keyboardPwd/delete",
                bearer,
                Form,
                $"lockId={desk.Door}&keyboardPwdId={random["keyboardPwdId"]}&deleteType=2"
            )
        );
    }

    /// <summary>3: command-line tools. Stray headers, a JSON label without a body on the log-in, any <c>code</c> in a list read as failure.</summary>
    [Fact]
    public async Task Family_3_logs_in_with_a_label_and_no_body_and_finds_no_code_in_lists()
    {
        var bearer =
            "Bearer " + await OlderTokenAsync(JsonUtf8, ("isToken", "false"), ("Origin", "https://example.com"), ("Referer", "https://example.com/"));

        foreach (var target in new[] { $"/v3/lock/list?pageNo=1&pageSize=1000&date={Milliseconds(0)}", "/v3/key/list?pageNo=1&pageSize=1000" })
        {
            var page = await desk.SendAsync("POST", target, bearer, null);
            Assert.Null(page["code"]);
            Assert.NotEmpty(List(page));
        }
    }

    /// <summary>4: home automation, Python. The token raw; a label that no parser knows on calls without a body; settings as forms.</summary>
    [Fact]
    public async Task Family_4_posts_nothing_as_octets_and_settings_as_forms()
    {
        var token = await OlderTokenAsync(Octets);

        Assert.NotEmpty(List(await desk.SendAsync("POST", "/v3/lock/list?pageNo=1&pageSize=100", token, Octets)));
        Assert.NotNull((await desk.SendAsync("GET", $"/v3/lock/listKeyboardPwd?lockId={desk.Door}", token, null))["total"]);
        Assert.InRange((int)(await desk.SendAsync("GET", $"/v3/lock/queryOpenState?lockId={desk.Door}", token, null))["state"]!, 0, 1);
        IsYes(await desk.SendAsync("POST", $"/v3/lock/unlock?lockId={desk.Door}", token, Octets));
        IsYes(await desk.SendAsync("POST", $"/v3/lock/lock?lockId={desk.Door}", token, Octets));
        IsYes(await desk.SendAsync("POST", "/v3/lock/setAutoLockTime", token, Form, $"lockId=%20{desk.Door}&seconds=30&type=2"));
        IsYes(
            await desk.SendAsync(
                "POST",
                "/v3/lock/configPassageMode",
                token,
                Form,
                $"lockId={desk.Door}&passageMode=1&startDate=480&endDate=1080&isAllDay=2&weekDays=%5B1%2C+2%2C+3%5D&autoUnlock=2&type=2"
            )
        );
        IsYes(await desk.SendAsync("POST", "/v3/lock/configPassageMode", token, Form, $"lockId={desk.Door}&passageMode=2&type=2"));
        IsYes(await desk.SendAsync("POST", "/v3/lock/updateSetting", token, Form, $"lockId={desk.Door}&type=6&value=3&changeType=2"));
        IsYes(await desk.SendAsync("POST", "/v3/lock/setAutoLockTime", token, Form, $"lockId={desk.Door}&seconds=-1&type=2"));
    }

    /// <summary>5: TypeScript library, TTLock. Everything in forms; the caller's members are spread into every request.</summary>
    [Fact]
    public async Task Family_5_spreads_its_members_into_every_form()
    {
        var token = await desk.SendAsync(
            "POST",
            "/oauth2/token",
            null,
            Form,
            $"client_id=0123456789abcdef&client_secret=fedcba&accessToken=undefined&username={LiveServer.Account}&password={LiveServer.PasswordMd5}&grant_type=password&redirect_uri=http://localhost"
        );
        var call = $"clientId=0123456789abcdef&client_secret=fedcba&accessToken={token["access_token"]}&date={Milliseconds(0)}";

        Assert.NotEmpty(List(await desk.SendAsync("POST", "/v3/lock/list", null, Form, $"{call}&pageNo=1&pageSize=20")));
        IsYes(await desk.SendAsync("POST", "/v3/lock/unlock", null, Form, $"{call}&lockId={desk.Door}"));
        IsYes(await desk.SendAsync("POST", "/v3/lock/lock", null, Form, $"{call}&lockId={desk.Door}"));
    }

    /// <summary>6: Python library, TTLock. All in the query, motions by GET, bare members in what it reads.</summary>
    [Fact]
    public async Task Family_6_moves_bolts_by_get_and_reads_bare_members()
    {
        var token = await desk.SendAsync(
            "POST",
            $"/oauth2/token?clientId=x&clientSecret=y&username={LiveServer.Account}&password={LiveServer.PasswordMd5}",
            null,
            Form
        );
        var call = $"clientId=x&accessToken={token["access_token"]}&date={Milliseconds(0)}";

        Assert.NotEmpty(List(await desk.SendAsync("GET", $"/v3/key/list?{call}&pageNo=1&pageSize=20", null, null)));
        IsYes(await desk.SendAsync("GET", $"/v3/lock/unlock?{call}&lockId={desk.Door}", null, null));
        Assert.Equal(1, (int)(await desk.SendAsync("GET", $"/v3/lock/queryOpenState?{call}&lockId={desk.Door}", null, null))["state"]!);
        IsYes(await desk.SendAsync("GET", $"/v3/lock/lock?{call}&lockId={desk.Door}", null, null));
        Assert.InRange(
            (int)(await desk.SendAsync("GET", $"/v3/lock/queryElectricQuantity?{call}&lockId={desk.Door}", null, null))["electricQuantity"]!,
            1,
            100
        );
    }

    /// <summary>7: JavaScript proxy, TTLock. Reads in the query, writes in forms; a header of its own beside the token.</summary>
    [Fact]
    public async Task Family_7_reads_in_the_query_and_writes_in_forms()
    {
        var token = await desk.SendAsync(
            "POST",
            "/oauth2/token",
            null,
            Form,
            $"clientId=x&clientSecret=y&grant_type=password&username={LiveServer.Account}&password={LiveServer.PasswordMd5}"
        );
        var call = $"clientId=x&accessToken={token["access_token"]}&date={Milliseconds(0)}";
        var records = await desk.SendAsync(
            "GET",
            $"/v3/lockRecord/list?{call}&lockId={desk.Door}&pageNo=1&pageSize=20",
            $"Bearer {token["access_token"]}",
            null
        );

        Assert.Null(records["errcode"]);
        Assert.NotNull(records["total"]);
        IsYes(await desk.SendAsync("POST", "/v3/lock/lock", null, Form, $"{call}&lockId={desk.Door}"));
    }

    private async Task<string> OlderTokenAsync(string? label, params (string Name, string Value)[] headers)
    {
        var target =
            $"/system/smart/login?client_id=home_assistant&username={LiveServer.Account}&password={LiveServer.PasswordMd5}&date={Milliseconds(0)}";
        var answer = await desk.SendAsync("POST", target, null, label, null, headers);
        return (string)answer["data"]!["token"]!;
    }

    private static void IsYes(JsonNode answer) => Assert.True((int?)answer["errcode"] == 0 && answer["message"] is null, answer.ToJsonString());

    private static List<JsonNode> List(JsonNode page)
    {
        Assert.NotNull(page["total"]);
        return [.. page["list"]!.AsArray().Select(item => item!)];
    }

    private static string Milliseconds(int inHours) =>
        TimeProvider.System.GetUtcNow().AddHours(inHours).ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
}
