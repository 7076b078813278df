using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Latchwork.Dialects.Tests.Scenarios.Sifely;

/// <summary>Section 20: what programs in the field do with an answer, each in the number of its quirk.</summary>
public sealed partial class QuirkTests(SifelyDesk desk) : IClassFixture<SifelyDesk>
{
    private const string Json = "application/json";

    private string OfDoor => $"lockId={desk.Door}";

    /// <summary>1.</summary>
    [Theory]
    [InlineData("/v3/key/list?pageNo=1", true)]
    [InlineData("/v3/lock/list?pageNo=1", true)]
    [InlineData("/v3/lock/list?pageNo=99", true)]
    [InlineData("/v3/gateway/list?pageNo=1", true)]
    [InlineData("/v3/group/list?pageNo=1", true)]
    [InlineData("/v3/lock/listKey?{door}", true)]
    [InlineData("/v3/lock/listKeyboardPwd?{door}", true)]
    [InlineData("/v3/identityCard/list?{door}", true)]
    [InlineData("/v3/lockRecord/list?{door}", true)]
    [InlineData("/v3/doorSensor/listRecord?{door}", true)]
    [InlineData("/v3/gateway/listByLock?{door}", false)]
    public async Task A_client_that_takes_any_code_for_failure_finds_none_beside_a_list_and_its_total(string target, bool isPage)
    {
        var (status, page) = await desk.CallAsync("GET", target.Replace("{door}", OfDoor, StringComparison.Ordinal), await desk.KeyAsync());

        Assert.Equal(200, status);
        Assert.Null(page["code"]);
        Assert.IsType<JsonArray>(page["list"]);
        Assert.Equal(isPage, page["total"] is not null);
    }

    /// <summary>2: one asks for errcode 0 and status 200, another for a message without words of error.</summary>
    [Theory]
    [InlineData("unlock")]
    [InlineData("lock")]
    public async Task A_client_that_judges_a_motion_by_errcode_or_by_the_words_of_message_reads_success(string motion)
    {
        var (status, answer) = await desk.CallAsync("POST", $"/v3/lock/{motion}?{OfDoor}", await desk.KeyAsync());

        Assert.Equal((200, 0), (status, (int?)answer["errcode"]));
        Assert.Null(answer["message"]);
        Assert.Null(answer["msg"]);
    }

    /// <summary>3.</summary>
    [Fact]
    public async Task A_client_that_takes_a_deletion_by_errcode_0_or_code_200_reads_success()
    {
        var key = await desk.KeyAsync();
        var made = await desk.SendAsync("POST", $"/v3/keyboardPwd/add?{OfDoor}&keyboardPwd=583920&keyboardPwdType=2&addType=2", key, null);
        var answer = await desk.SendAsync("POST", $"/v3/keyboardPwd/delete?{OfDoor}&keyboardPwdId={made["keyboardPwdId"]}&deleteType=2", key, null);

        Assert.True((int?)answer["errcode"] == 0 || (int?)answer["code"] == 200, answer.ToJsonString());
    }

    /// <summary>4.</summary>
    [Fact]
    public async Task A_client_that_reads_state_and_else_data_state_finds_the_first()
    {
        var answer = await desk.SendAsync("GET", $"/v3/lock/queryOpenState?{OfDoor}", await desk.KeyAsync(), null);

        Assert.InRange((int)answer["state"]!, 0, 2);
        Assert.Null(answer["data"]);
    }

    /// <summary>5: each member that some client looks for.</summary>
    [Theory]
    [InlineData("/system/smart/login?account={who}", "clientToken", "data.clientToken")]
    [InlineData("/system/smart/login?client_id=VLRE&username={who}", "data.token", "data.refreshToken")]
    [InlineData("/system/smart/loginByGuest?username={who}", "data.sifelyToken", "data.clientId")]
    public async Task A_client_finds_its_token_under_the_name_that_it_reads(string target, params string[] members)
    {
        var answer = await LogInAsync(target);

        Assert.All(members, member => Assert.NotEmpty((string?)At(answer, member) ?? ""));
    }

    /// <summary>5: some read <c>access_token</c>, others <c>token</c>.</summary>
    [Fact]
    public async Task A_client_finds_a_refreshed_token_under_either_name()
    {
        var older = await LogInAsync("/system/smart/login?client_id=VLRE&username={who}");
        var refresh = $"client_id=VLRE&grant_type=refresh_token&refresh_token={At(older, "data.refreshToken")}";
        var answer = await desk.SendAsync("POST", $"/system/smart/oauthToken?{refresh}", null, null);

        Assert.NotEmpty((string)answer["access_token"]!);
        Assert.Equal((string?)answer["access_token"], (string?)answer["token"]);
        Assert.Equal((string?)answer["refresh_token"], (string?)answer["refreshToken"]);
    }

    /// <summary>6.</summary>
    [Fact]
    public async Task A_client_that_logs_in_again_after_three_401_is_never_answered_otherwise_and_goes_on_with_the_new_key()
    {
        var rolled = await desk.KeyAsync();
        await desk.SendAsync("POST", "/client/roll-token", rolled, null);
        for (var call = 0; call < 4; call++)
        {
            var (status, answer) = await desk.CallAsync("GET", "/v3/lock/list?pageNo=1", rolled);
            Assert.Equal((401, 401), (status, (int)answer["code"]!));
        }

        Assert.Equal(200, (await desk.CallAsync("GET", "/v3/lock/list?pageNo=1", await desk.KeyAsync())).Status);
    }

    /// <summary>7.</summary>
    [Fact]
    public async Task A_client_with_stray_headers_and_a_JSON_label_without_a_body_is_served()
    {
        var (status, _) = await desk.CallAsync(
            "POST",
            "/v3/lock/list?pageNo=1",
            await desk.KeyAsync(),
            Json,
            body: null,
            ("isToken", "false"),
            ("Origin", "https://example.com"),
            ("Referer", "https://example.com/desk")
        );

        Assert.Equal(200, status);
    }

    /// <summary>8, AK-4.</summary>
    [Fact]
    public async Task A_client_that_passes_its_setting_on_works_with_the_digest_and_is_told_that_a_plain_password_is_none()
    {
        var (status, answer) = await desk.CallAsync("POST", $"/system/smart/login?account={LiveServer.Account}&password=password", null);

        Assert.Equal((400, 30005), (status, (int)answer["code"]!));
        Assert.NotNull((await LogInAsync("/system/smart/login?account={who}"))["clientToken"]);
    }

    /// <summary>9: it looks for such numbers in the words, too.</summary>
    [Theory]
    [InlineData("/v3/lock/detail?lockId=front")]
    [InlineData("/v3/lock/rename?lockId=1&lockAlias=x")]
    [InlineData("/v3/keyboardPwd/add?{door}&keyboardPwd=12&endDate=0")]
    [InlineData("/v3/keyboardPwd/add?{door}&keyboardPwd=1234&endDate=0")]
    [InlineData("/v3/keyboardPwd/change?{door}&keyboardPwdId=1&newKeyboardPwd=730158")]
    [InlineData("/v3/lock/setAutoLockTime?{door}&seconds=100000")]
    [InlineData("/v3/lock/updateSetting?{door}&type=555&value=1")]
    [InlineData("/v3/identityCard/add?{door}&cardNumber=none&startDate=0&endDate=0")]
    [InlineData("/v3/key/send?{door}&receiverUsername=nobody@example.com&keyName=x&startDate=0&endDate=0")]
    public async Task A_client_that_repeats_a_call_on_any_5xx_repeats_no_call_that_was_only_wrong(string target)
    {
        var (status, answer) = await desk.CallAsync("POST", target.Replace("{door}", OfDoor, StringComparison.Ordinal), await desk.KeyAsync());

        Assert.InRange(status, 400, 499);
        Assert.DoesNotMatch(ServerFault(), answer.ToJsonString());
    }

    /// <summary>10.</summary>
    [Fact]
    public async Task A_name_with_an_at_sign_blanks_a_dash_and_an_emoji_comes_back_as_it_was_sent()
    {
        const string Name = "Anna @ Berta — 1st  floor 🔑 &%+";
        var key = await desk.KeyAsync();
        var form = $"{OfDoor}&keyboardPwd=583921&keyboardPwdType=2&keyboardPwdName={Uri.EscapeDataString(Name)}";
        await desk.SendAsync("POST", "/v3/keyboardPwd/add", key, "application/x-www-form-urlencoded", form);

        var found = await desk.SendAsync("GET", $"/v3/lock/listKeyboardPwd?{OfDoor}&searchStr={Uri.EscapeDataString(Name)}", key, null);
        Assert.Equal(Name, (string?)found["list"]![0]!["keyboardPwdName"]);
    }

    /// <summary>11: some append <c>_</c> and a hash, so clients cut there.</summary>
    [Fact]
    public async Task A_client_that_cuts_names_in_records_at_an_underscore_keeps_the_whole_account()
    {
        var key = await desk.KeyAsync();
        await desk.SendAsync("POST", $"/v3/lock/unlock?{OfDoor}", key, null);

        var records = await desk.SendAsync("GET", $"/v3/lockRecord/list?{OfDoor}&recordType=12", key, null);
        Assert.Equal(LiveServer.Account, ((string)records["list"]![0]!["username"]!).Split('_')[0]);
    }

    /// <summary>1.6, 21: clients stop on a short page, on the last number, on the total, or on an empty list.</summary>
    [Fact]
    public async Task A_client_that_pages_through_45_finds_three_pages_with_5_on_the_last_and_nothing_after_it()
    {
        const long First = 1626945087000;
        var key = await desk.KeyAsync();
        var told = string.Join(',', Enumerable.Range(0, 45).Select(i => $$"""{"recordType":7,"lockDate":{{First + i}},"recordId":{{i + 1}}}"""));
        await desk.SendAsync("POST", "/v3/lockRecord/upload", key, Json, $$"""{"lockId":{{desk.Door}},"records":[{{told}}]}""");

        foreach (var (page, items) in new[] { (1, 20), (2, 20), (3, 5), (4, 0) })
        {
            var target = $"/v3/lockRecord/list?{OfDoor}&recordType=7&startDate={First}&endDate={First + 45}&pageNo={page}&pageSize=20";
            var found = await desk.SendAsync("GET", target, key, null);
            Assert.Equal((items, page, 3, 45), (found["list"]!.AsArray().Count, (int)found["pageNo"]!, (int)found["pages"]!, (int)found["total"]!));
        }
    }

    private Task<JsonNode> LogInAsync(string target) =>
        desk.SendAsync(
            "POST",
            $"{target.Replace("{who}", LiveServer.Account, StringComparison.Ordinal)}&password={LiveServer.PasswordMd5}",
            null,
            null
        );

    private static JsonNode? At(JsonNode answer, string path) => path.Split('.').Aggregate((JsonNode?)answer, (node, name) => node?[name]);

    [GeneratedRegex(@"(?<!\d)5\d\d(?!\d)", RegexOptions.None, 1000)]
    private static partial Regex ServerFault();
}
