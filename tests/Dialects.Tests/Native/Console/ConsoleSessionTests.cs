using System.Text.Json.Nodes;
using Latchwork.Dialects.Tests.Scenarios;
using Latchwork.Domain.Users;

namespace Latchwork.Dialects.Tests.Native.Console;

/// <summary>CO-1, CO-2: how long a person is logged in at the console, where, and against whose pages.</summary>
public sealed class ConsoleSessionTests : IClassFixture<ConsoleHouse>
{
    private readonly ConsoleHouse house;

    /// <summary>What failed in another test is forgotten by now (RL-1).</summary>
    public ConsoleSessionTests(ConsoleHouse house)
    {
        this.house = house;
        house.Clock.Advance(TimeSpan.FromHours(3));
    }

    private const string Locks = "/locks";

    [Fact]
    public async Task A_session_is_a_cookie_for_this_origin_alone_that_no_script_reads()
    {
        var visit = house.Visit();
        var (status, session) = await visit.LogInAsync(await house.PersonAsync("cookie", TenantRole.Operator));

        Assert.Equal(200, status);
        Assert.Equal("; path=/; secure; samesite=strict; httponly", visit.CookieTerms);
        Assert.Equal("operator", (string)session["tenants"]![0]!["role"]!);
        Assert.Equal("cookie@example.com", (string)session["person"]!["login"]!);
        Assert.DoesNotContain(visit.Cookie!, session.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(200, (await visit.GetAsync(Locks)).Status);
    }

    [Fact]
    public async Task An_unknown_account_and_a_wrong_password_are_answered_alike()
    {
        var visit = house.Visit();
        var known = await visit.LogInAsync(LiveServer.Account, "another long and quiet one");
        var unknown = await visit.LogInAsync("nobody@example.com", "another long and quiet one");

        Assert.Equal((401, "wrong-login"), (known.Status, Code(known.Body)));
        Assert.Equal(known.Body.ToJsonString(), unknown.Body.ToJsonString());
        Assert.Null(visit.Cookie);
    }

    /// <summary>Reads too, but those that the page makes by itself.</summary>
    [Fact]
    public async Task A_session_ends_half_an_hour_after_the_last_thing_that_the_person_did()
    {
        var visit = house.Visit();
        await visit.LogInAsync(await house.PersonAsync("idle", TenantRole.Operator));
        house.Clock.Advance(SessionRules.Idle - TimeSpan.FromMinutes(1));
        Assert.Equal(200, (await visit.GetAsync(Locks)).Status);
        house.Clock.Advance(SessionRules.Idle - TimeSpan.FromMinutes(2));
        visit.IsBackground = true;
        Assert.Equal(200, (await visit.GetAsync(Locks)).Status);
        house.Clock.Advance(TimeSpan.FromMinutes(2));

        var (status, body) = await visit.GetAsync(Locks);
        Assert.Equal((401, "session-ended"), (status, Code(body)));
        visit.IsBackground = false;
        Assert.Equal(401, (await visit.GetAsync("/session")).Status);
    }

    [Fact]
    public async Task However_busy_it_is_a_session_ends_twelve_hours_after_the_log_in()
    {
        var visit = house.Visit();
        var login = await house.PersonAsync("busy", TenantRole.Operator);
        await visit.LogInAsync(login);
        for (var passed = TimeSpan.Zero; passed < SessionRules.Longest - TimeSpan.FromMinutes(20); passed += TimeSpan.FromMinutes(20))
        {
            house.Clock.Advance(TimeSpan.FromMinutes(20));
            Assert.Equal(200, (await visit.GetAsync(Locks)).Status);
        }

        // A step-up gives another cookie, and not more time.
        Assert.Equal(200, (await visit.PostAsync("/session/step-up", new { password = LiveServer.Password })).Status);
        house.Clock.Advance(TimeSpan.FromMinutes(21));
        Assert.Equal(401, (await visit.GetAsync(Locks)).Status);
    }

    [Fact]
    public async Task Log_out_ends_the_session_everywhere_and_takes_the_cookie()
    {
        var visit = house.Visit();
        await visit.LogInAsync(await house.PersonAsync("leaving", TenantRole.Operator));
        var copy = visit.Copy();
        var (status, body) = await visit.SendAsync(HttpMethod.Delete, "/session");

        Assert.Equal((200, true), (status, (bool)body["isLoggedOut"]!));
        Assert.Null(visit.Cookie);
        Assert.Equal((401, "session-ended"), await AnswerAsync(copy.GetAsync(Locks)));
    }

    [Fact]
    public async Task Another_password_ends_every_other_session()
    {
        var (visit, other) = (house.Visit(), house.Visit());
        var login = await house.PersonAsync("changing", TenantRole.Operator);
        await visit.LogInAsync(login);
        await other.LogInAsync(login);
        var change = new { current = LiveServer.Password, @new = "an even longer and quieter password" };

        Assert.Equal(403, (await visit.SendAsync(HttpMethod.Put, "/account/password", new { current = "not this one at all", change.@new })).Status);
        Assert.Equal(200, (await visit.SendAsync(HttpMethod.Put, "/account/password", change)).Status);
        Assert.Equal(200, (await visit.GetAsync(Locks)).Status);
        Assert.Equal(401, (await other.GetAsync(Locks)).Status);
    }

    /// <summary>CO-2.</summary>
    [Theory]
    [InlineData("cross-site", true)]
    [InlineData("same-site", true)]
    [InlineData("none", true)]
    [InlineData("same-origin", false)]
    public async Task What_changes_something_comes_from_a_page_of_this_server_with_what_only_it_knows(string site, bool hasToken)
    {
        var visit = house.Visit();
        await visit.LogInAsync(await house.PersonAsync($"origin-{site}", TenantRole.Operator));
        visit.Site = site;
        visit.Antiforgery = hasToken ? visit.Antiforgery : new string('A', 43);

        Assert.Equal((403, "cross-site"), await AnswerAsync(visit.PostAsync("/passcodes", new { })));
        Assert.Equal((403, "cross-site"), await AnswerAsync(visit.SendAsync(HttpMethod.Delete, "/session")));
        // What only looks needs neither: no other origin can read the answer.
        Assert.Equal(200, (await visit.GetAsync(Locks)).Status);
    }

    [Fact]
    public async Task A_page_of_another_site_cannot_log_anybody_in()
    {
        var visit = house.Visit();
        visit.Site = "cross-site";
        Assert.Equal((403, "cross-site"), await AnswerAsync(visit.LogInAsync(LiveServer.Account)));
        Assert.Null(visit.Cookie);
    }

    [Fact]
    public async Task Who_belongs_to_several_tenants_acts_in_the_one_that_the_call_names()
    {
        var visit = house.Visit();
        var (_, session) = await visit.LogInAsync(await house.PersonAsync("both", TenantRole.Operator, TenantRole.Auditor));
        var tenants = session["tenants"]!.AsArray().ToDictionary(one => (string)one!["name"]!, one => (string)one!["id"]!);
        Assert.Equal(["House", "Other"], tenants.Keys.Order());
        Assert.Equal((400, "invalid"), await AnswerAsync(visit.GetAsync(Locks)));

        var doors = new Dictionary<string, string>();
        foreach (var (name, id) in tenants)
        {
            visit.Tenant = id;
            Assert.Equal(name, (string)(await visit.GetAsync("/tenant")).Body["name"]!);
            doors[name] = (string)(await visit.GetAsync(Locks)).Body["items"]![0]!["id"]!;
        }

        // The role in one is none in the other, and what is in one is not in the other.
        visit.Tenant = tenants["Other"];
        Assert.Equal((404, "not-found"), await AnswerAsync(visit.GetAsync($"{Locks}/{doors["House"]}")));
        Assert.Equal((403, "not-allowed"), await AnswerAsync(visit.PostAsync($"{Locks}/{doors["Other"]}/unlock")));
        visit.Tenant = tenants["House"];
        Assert.Equal(200, (await visit.PostAsync($"{Locks}/{doors["House"]}/unlock")).Status);
        Assert.Equal((404, "not-found"), await AnswerAsync(visit.PostAsync($"{Locks}/{doors["Other"]}/unlock")));
        // Nor is there a tenant for whoever has no role in it.
        visit.Tenant = "11111111-1111-4111-8111-111111111111";
        Assert.Equal((404, "not-found"), await AnswerAsync(visit.GetAsync("/tenant")));
    }

    [Fact]
    public async Task Whoever_has_no_role_anywhere_is_told_so()
    {
        var visit = house.Visit();
        var (status, session) = await visit.LogInAsync(await house.PersonAsync("guest"));
        Assert.Equal(200, status);
        Assert.Empty(session["tenants"]!.AsArray());
        Assert.Equal((403, "not-allowed"), await AnswerAsync(visit.GetAsync(Locks)));
    }

    [Fact]
    public async Task A_key_is_no_person()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/session");
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {house.Server.NativeKey}");
        using var answer = await house.Server.Http.SendAsync(request);
        Assert.Equal("not-a-person", Code(JsonNode.Parse(await answer.Content.ReadAsStringAsync())!));
        Assert.Equal((401, "no-session"), await AnswerAsync(house.Visit().GetAsync("/session")));
    }

    /// <summary>design, "One origin, four APIs": a cookie goes to every path, and only our own API knows it.</summary>
    [Fact]
    public async Task The_cookie_opens_nothing_on_another_wire()
    {
        var visit = house.Visit();
        await visit.LogInAsync(await house.PersonAsync("elsewhere", TenantRole.Operator));
        foreach (var path in new[] { "/account", "/site", "/v3/lock/list" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.TryAddWithoutValidation("Cookie", $"__Host-latchwork={visit.Cookie}");
            using var answer = await house.Server.Http.SendAsync(request);
            using var withoutCookie = await house.Server.Http.GetAsync(path);
            Assert.Equal(withoutCookie.StatusCode, answer.StatusCode);
            Assert.Equal(await withoutCookie.Content.ReadAsStringAsync(), await answer.Content.ReadAsStringAsync());
        }
    }

    private static async Task<(int Status, string Code)> AnswerAsync(Task<(int Status, JsonNode Body)> asked)
    {
        var (status, body) = await asked;
        return (status, Code(body));
    }

    private static string Code(JsonNode body) => (string?)body["code"] ?? "";
}
