using System.Globalization;
using System.Text.Json.Nodes;
using Latchwork.Dialects.Sifely;
using Latchwork.Drivers.Simulator;
using Latchwork.Testing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Latchwork.Dialects.Tests.Scenarios.Sifely;

/// <summary>What becomes of codes and cards: at their end, on full locks, on silent ones, and on those that nothing connects (4, 5.1, 7).</summary>
public sealed class CredentialLifeTests : IAsyncLifetime
{
    private const string Front = "lockId={Front door}";
    private const string Shed = "lockId={Shed}";
    private const string Super = "7319049";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ShiftedClock clock = new();
    private LiveServer server = null!;
    private ScenarioRunner runner = null!;

    public async ValueTask InitializeAsync()
    {
        server = await LiveServer.StartAsync(clock);
        runner = new ScenarioRunner(server.Http);
        await SifelyDoors.KnowAsync(new SifelyClient(server.Http), runner);
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    /// <summary>4.3, 4.4, 7.3: a program that clears up after a stay finds each of them, once.</summary>
    [Theory]
    [InlineData("keyboardPwd", "keyboardPwd=730158&keyboardPwdType=3", "/v3/lock/listKeyboardPwd", "change", -2009)]
    [InlineData("identityCard", "cardNumber=1723612378", "/v3/identityCard/list", "changePeriod", -1021)]
    public async Task What_has_ended_stays_listed_keeps_its_end_and_is_deleted_once(string path, string what, string list, string change, int missing)
    {
        var id = path == "keyboardPwd" ? "keyboardPwdId" : "cardId";
        var name = path == "keyboardPwd" ? "change" : "rename";
        var made = await SendAsync($"/v3/{path}/add?{Front}&{what}&startDate={Milliseconds(-3600)}&endDate={Milliseconds(3600)}&addType=2");
        var one = $"{Front}&{id}={made[id]}";
        clock.Forward(TimeSpan.FromHours(2));
        await Poll.UntilAsync(async () => await StatusAsync(list) == 2 && await HasEndedAsync(), Patience);
        Assert.Equal(0, Held());

        Assert.Equal(-3, await CodeAsync($"/v3/{path}/{change}?{one}&startDate={Milliseconds(-3600)}&endDate={Milliseconds(3600)}&changeType=2"));
        Assert.Equal(0, await CodeAsync($"/v3/{path}/{name}?{one}&{(path == "keyboardPwd" ? "keyboardPwdName" : "cardName")}=Gone"));
        Assert.Equal(0, await CodeAsync($"/v3/{path}/delete?{one}&deleteType=2"));
        Assert.Equal(missing, await CodeAsync($"/v3/{path}/delete?{one}&deleteType=2"));
        Assert.Empty((await SendAsync($"{list}?{Front}"))["list"]!.AsArray());
    }

    /// <summary>4.3: the kind of a code stays as it is.</summary>
    [Fact]
    public async Task A_timed_code_keeps_an_end_and_a_permanent_one_none()
    {
        var timed = await SendAsync($"/v3/keyboardPwd/add?{Front}&keyboardPwd=730158&startDate={Milliseconds(0)}&endDate={Milliseconds(3600)}");
        var permanent = await SendAsync($"/v3/keyboardPwd/add?{Front}&keyboardPwd=730159&keyboardPwdType=2");

        Assert.Equal(-3, await CodeAsync($"/v3/keyboardPwd/change?{Front}&keyboardPwdId={timed["keyboardPwdId"]}&endDate=0"));
        Assert.Equal(0, await CodeAsync($"/v3/keyboardPwd/change?{Front}&keyboardPwdId={permanent["keyboardPwdId"]}&endDate=0"));
        Assert.Equal(-3, await CodeAsync($"/v3/keyboardPwd/change?{Front}&keyboardPwdId={permanent["keyboardPwdId"]}&endDate={Milliseconds(3600)}"));
    }

    /// <summary>4.2, 4.6: it stands in no list, so no call on codes takes it off.</summary>
    [Fact]
    public async Task Nobody_deletes_the_super_passcode_by_its_digits_or_makes_a_code_like_it()
    {
        Assert.Equal(0, await CodeAsync($"/v3/lock/changeAdminKeyboardPwd?{Front}&password={Super}&changeType=2"));

        Assert.Equal(-2009, await CodeAsync($"/v3/keyboardPwd/deleteByCode?{Front}&keyboardPwd={Super}"));
        Assert.Equal(-3007, await CodeAsync($"/v3/keyboardPwd/add?{Front}&keyboardPwd={Super}&keyboardPwdType=2"));
        Assert.Equal([Super], server.Doors.Control(new WorldControl.Look("front-door")).Value.Passcodes.Values);
    }

    /// <summary>KR-3.</summary>
    [Fact]
    public async Task A_client_whose_codes_are_masked_is_not_shown_the_super_passcode()
    {
        await SendAsync($"/v3/lock/changeAdminKeyboardPwd?{Front}&password={Super}&changeType=2");
        Assert.Equal(Super, (string?)(await SendAsync($"/v3/lock/detail?{Front}"))["noKeyPwd"]);

        await ExecuteAsync(
            "update api_client set masks_codes = true, version = version + 1 where kind = 1; update app_user set version = version + 1"
        );
        await SendAsync("/v3/key/list");
        Assert.Equal("", (string?)(await SendAsync($"/v3/lock/detail?{Front}"))["noKeyPwd"]);
    }

    /// <summary>4.2, 22 (2): by the gateway first, and by telephone where there is none.</summary>
    [Fact]
    public async Task A_lock_without_a_gateway_takes_and_gives_back_a_code_by_telephone()
    {
        await ExecuteAsync(
            "update smart_lock set capabilities = capabilities | (select bit_or(capabilities) from smart_lock where name = 'Front door') where name = 'Shed'"
        );
        var add = $"/v3/keyboardPwd/add?{Shed}&keyboardPwd=730158&keyboardPwdType=2&startDate={Milliseconds(0)}&endDate={Milliseconds(3600)}";

        Assert.Equal(-2012, await CodeAsync($"{add}&addType=2"));
        Assert.Empty((await SendAsync($"/v3/lock/listKeyboardPwd?{Shed}"))["list"]!.AsArray());
        var made = await SendAsync($"{add}&addType=1");
        var listed = (await SendAsync($"/v3/lock/listKeyboardPwd?{Shed}"))["list"]![0]!;
        Assert.Equal((3, 1), ((int)listed["keyboardPwdType"]!, (int)listed["status"]!));

        var one = $"{Shed}&keyboardPwdId={made["keyboardPwdId"]}";
        Assert.Equal(-2012, await CodeAsync($"/v3/keyboardPwd/delete?{one}&deleteType=2"));
        Assert.Single((await SendAsync($"/v3/lock/listKeyboardPwd?{Shed}"))["list"]!.AsArray());
        Assert.Equal(0, await CodeAsync($"/v3/keyboardPwd/delete?{one}&deleteType=1"));
        Assert.Empty((await SendAsync($"/v3/lock/listKeyboardPwd?{Shed}"))["list"]!.AsArray());
    }

    /// <summary>4.1, 22 (2).</summary>
    [Fact]
    public async Task A_random_code_that_is_asked_for_as_permanent_with_a_later_start_and_an_end_is_one_of_that_stay()
    {
        var made = await SendAsync($"/v3/keyboardPwd/get?{Front}&keyboardPwdType=2&startDate={Milliseconds(86_400)}&endDate={Milliseconds(172_800)}");

        var listed = (await SendAsync($"/v3/lock/listKeyboardPwd?{Front}"))["list"]!.AsArray().Single()!;
        Assert.Equal(((int)made["keyboardPwdId"]!, 3), ((int)listed["keyboardPwdId"]!, (int)listed["keyboardPwdType"]!));
    }

    /// <summary>4.2: what the lock has already is told before what else stands in the way, so that a program need not ask again by telephone.</summary>
    [Fact]
    public async Task A_code_that_is_there_already_is_told_before_the_link_and_the_memory()
    {
        await SendAsync($"/v3/keyboardPwd/add?{Front}&keyboardPwd=730158&keyboardPwdType=2&addType=2");
        await ExecuteAsync("update smart_lock set passcode_slots = 1 where name = 'Front door'");
        Assert.Equal(-3009, await CodeAsync($"/v3/keyboardPwd/add?{Front}&keyboardPwd=730159&keyboardPwdType=2&addType=2"));
        Assert.Equal(-3007, await CodeAsync($"/v3/keyboardPwd/add?{Front}&keyboardPwd=730158&keyboardPwdType=2&addType=2"));

        server.Doors.Control(new WorldControl.SetLink(false));
        await Poll.UntilAsync(async () => await CodeAsync($"/v3/lock/queryOpenState?{Front}") == -3002, Patience);
        Assert.Equal(-3007, await CodeAsync($"/v3/keyboardPwd/add?{Front}&keyboardPwd=730158&keyboardPwdType=2&addType=2"));
    }

    /// <summary>7.2, 14.</summary>
    [Fact]
    public async Task A_lock_that_keeps_no_more_cards_says_so()
    {
        await SendAsync($"/v3/identityCard/add?{Front}&cardNumber=1723612378&startDate=0&endDate=0&addType=2");
        await ExecuteAsync("update smart_lock set card_slots = 1 where name = 'Front door'");

        Assert.Equal(-4056, await CodeAsync($"/v3/identityCard/add?{Front}&cardNumber=7&startDate=0&endDate=0&addType=2"));
    }

    /// <summary>5.1, 4.2: the slot was asked what it holds, nobody answered, so nothing was written, and nothing will be.</summary>
    [Fact]
    public async Task A_silent_lock_is_told_as_offline_and_gets_no_code_later()
    {
        server.Doors.Control(new WorldControl.SetFaults("front-door", new DeviceFaults { Deaf = true }));
        server.Services.GetRequiredService<SifelyOptions>().Wait = TimeSpan.FromSeconds(2);

        // By whether the question was still open when the call's time was over.
        var told = await CodeAsync($"/v3/keyboardPwd/add?{Front}&keyboardPwd=730158&keyboardPwdType=2&addType=2");
        Assert.Contains(told, new[] { -3003, -3036 });
        Assert.Null(await StatusAsync("/v3/lock/listKeyboardPwd"));
        server.Doors.Control(new WorldControl.SetFaults("front-door", DeviceFaults.None));
        await Poll.UntilAsync(async () => await CodeAsync($"/v3/lock/unlock?{Front}") == 0, Patience);
        Assert.Equal(0, Held());
    }

    /// <summary>19, 22 (7).</summary>
    [Fact]
    public async Task A_TTLock_token_that_has_ended_is_told_in_its_own_form_though_it_stands_in_the_header_too()
    {
        var token = new string('0', 32);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/v3/lock/list?clientId=x&accessToken={token}&pageNo=1&date={Milliseconds(0)}");
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");
        using var answer = await server.Http.SendAsync(request);

        Assert.Equal(200, (int)answer.StatusCode);
        Assert.Equal(10003, (int)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["errcode"]!);
    }

    private async Task<JsonNode> SendAsync(string target) => JsonNode.Parse(await runner.RunAsync(new(target, "POST", target)))!;

    private async Task<int> CodeAsync(string target) => (int?)(await SendAsync(target))["errcode"] ?? 0;

    /// <summary>Of the one that is listed; null where none is.</summary>
    private async Task<int?> StatusAsync(string list) =>
        (await SendAsync($"{list}?{Front}"))["list"]!.AsArray() is [var one, ..] ? (int)one!["status"]! : null;

    /// <summary>How much the lock really holds.</summary>
    private int Held()
    {
        var truth = server.Doors.Control(new WorldControl.Look("front-door")).Value;
        return truth.Passcodes.Count + truth.Cards.Count;
    }

    private string Milliseconds(int inSeconds) =>
        clock.GetUtcNow().AddSeconds(inSeconds).ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);

    /// <summary>The lock has confirmed that it holds nothing of it.</summary>
    private async Task<bool> HasEndedAsync()
    {
        await using var connection = new NpgsqlConnection(server.Database);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("select count(*) = 0 from enrollment where gone_at is null", connection);
        return (bool)(await command.ExecuteScalarAsync())!;
    }

    private async Task ExecuteAsync(string statement)
    {
        await using var connection = new NpgsqlConnection(server.Database);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(statement, connection);
        await command.ExecuteNonQueryAsync();
    }
}
