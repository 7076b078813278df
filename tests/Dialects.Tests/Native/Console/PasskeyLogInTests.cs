using System.Text.Json.Nodes;
using Latchwork.Dialects.Tests.Scenarios;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Users;
using static Latchwork.Dialects.Tests.Native.Console.PasskeyHouse;

namespace Latchwork.Dialects.Tests.Native.Console;

/// <summary>CO-1, CO-4, RL-1: who gets in by a passkey, and who does not.</summary>
public sealed class PasskeyLogInTests : IClassFixture<PasskeyHouse>
{
    private readonly PasskeyHouse house;

    /// <summary>What failed in another test is forgotten by now (RL-1).</summary>
    public PasskeyLogInTests(PasskeyHouse house)
    {
        this.house = house;
        house.House.Clock.Advance(TimeSpan.FromHours(3));
    }

    private static readonly (int, string) Refused = (401, "wrong-login");

    [Fact]
    public async Task A_passkey_alone_logs_in_whoever_has_it()
    {
        var (login, _, passkey) = await house.EnrolledAsync(TenantRole.Owner);
        var visit = house.Visit();
        var (status, session) = await visit.LogInByAsync(passkey);
        Assert.Equal((200, login, 1), (status, (string)session["person"]!["login"]!, (int)session["secondFactor"]!["passkeys"]!));
        Assert.Equal(200, (await visit.GetAsync("/locks")).Status);
        Assert.Equal("; path=/; secure; samesite=strict; httponly", visit.CookieTerms);

        // It has just been shown who they are.
        Assert.Equal(201, (await visit.PostAsync("/api-clients", new { name = "Now" })).Status);
        Assert.Equal("True", (await house.ToldAsync(AuditKind.LogIn))[0].Changed!["passkey"]);
    }

    [Fact]
    public async Task A_passkey_is_a_second_factor_after_the_password_which_alone_is_not_enough()
    {
        var (login, _, passkey) = await house.EnrolledAsync(TenantRole.Administrator);
        var visit = house.Visit();
        Assert.Equal((401, "second-factor-needed"), await AnswerAsync(visit.LogInAsync(login)));
        var (status, asked) = await visit.AskToLogInAsync(login);
        Assert.Equal(200, status);
        Assert.Single(asked["options"]!["allowCredentials"]!.AsArray());
        Assert.Equal(200, (await visit.LogInByAsync(asked, passkey)).Status);
    }

    [Fact]
    public async Task Nobody_is_told_without_the_password_whether_somebody_has_passkeys()
    {
        var (login, _, _) = await house.EnrolledAsync(TenantRole.Operator);
        var known = await house.Visit().PostAsync("/session/passkey/options", new { login, password = "not this one at all" });
        var unknown = await house
            .Visit()
            .PostAsync("/session/passkey/options", new { login = "nobody@example.com", password = "not this one at all" });
        Assert.Equal(401, known.Status);
        Assert.Equal(known.Body.ToJsonString(), unknown.Body.ToJsonString());
        Assert.Empty((await house.Visit().AskToLogInAsync()).Body["options"]!["allowCredentials"]!.AsArray());
    }

    [Theory]
    [InlineData("""{"id":"a","id":"b"}""")]
    [InlineData("""{"id":"a","response":{"x":1,"x":2}}""")]
    public async Task An_answer_that_says_something_twice_is_none(string credential)
    {
        var body = $$"""{"challengeId":"x","credential":{{credential}}}""";
        var (status, told) = await house.Visit().SendTextAsync(HttpMethod.Post, "/api/v1/session/passkey", body);
        Assert.Equal((400, "invalid"), (status, (string)JsonNode.Parse(told)!["code"]!));
    }

    [Fact]
    public async Task An_answer_works_once()
    {
        var (_, _, passkey) = await house.EnrolledAsync(TenantRole.Operator);
        var visit = house.Visit();
        var asked = (await visit.AskToLogInAsync()).Body;
        var answer = PasskeyVisit.Answer(asked, passkey);
        Assert.Equal(200, (await house.Visit().PostAsync("/session/passkey", answer)).Status);
        Assert.Equal(Refused, await AnswerAsync(house.Visit().PostAsync("/session/passkey", answer)));
    }

    /// <summary>Of many with the same answer one gets in.</summary>
    [Fact]
    public async Task An_answer_that_comes_many_times_at_once_works_once()
    {
        var (_, _, passkey) = await house.EnrolledAsync(TenantRole.Operator);
        var answer = PasskeyVisit.Answer((await house.Visit().AskToLogInAsync()).Body, passkey);
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => house.Visit().PostAsync("/session/passkey", answer)));
        Assert.Single(answers, one => one.Status == 200);
        Assert.Equal(7, answers.Count(one => one.Status == 401));
    }

    [Fact]
    public async Task A_refused_answer_spends_its_challenge_too()
    {
        var (_, _, passkey) = await house.EnrolledAsync(TenantRole.Operator);
        var visit = house.Visit();
        var asked = (await visit.AskToLogInAsync()).Body;
        passkey.Verifies = false;
        Assert.Equal(Refused, await AnswerAsync(visit.LogInByAsync(asked, passkey)));
        passkey.Verifies = true;
        Assert.Equal(Refused, await AnswerAsync(visit.LogInByAsync(asked, passkey)));
    }

    [Fact]
    public async Task A_challenge_is_answered_within_five_minutes()
    {
        var (_, _, passkey) = await house.EnrolledAsync(TenantRole.Operator);
        var visit = house.Visit();
        var (early, late) = ((await visit.AskToLogInAsync()).Body, (await visit.AskToLogInAsync()).Body);
        house.House.Clock.Advance(TimeSpan.FromMinutes(5) - TimeSpan.FromSeconds(1));
        Assert.Equal(200, (await visit.LogInByAsync(early, passkey)).Status);
        house.House.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(Refused, await AnswerAsync(visit.LogInByAsync(late, passkey)));
    }

    [Fact]
    public async Task An_answer_to_another_challenge_is_none()
    {
        var (_, _, passkey) = await house.EnrolledAsync(TenantRole.Operator);
        var visit = house.Visit();
        var (one, other) = ((await visit.AskToLogInAsync()).Body, (await visit.AskToLogInAsync()).Body);
        one["options"] = other["options"]!.DeepClone();
        Assert.Equal(Refused, await AnswerAsync(visit.LogInByAsync(one, passkey)));
    }

    [Theory]
    [InlineData("origin")]
    [InlineData("port")]
    [InlineData("frame")]
    [InlineData("host")]
    [InlineData("unverified")]
    public async Task What_was_answered_on_another_page_or_without_looking_who_it_is_lets_nobody_in(string what)
    {
        var (_, _, passkey) = await house.EnrolledAsync(TenantRole.Operator);
        passkey.Origin = what switch
        {
            "origin" => "https://locks.example",
            "port" => "http://localhost:1",
            _ => house.Origin,
        };
        passkey.IsCrossOrigin = what == "frame";
        passkey.RpId = what == "host" ? "locks.example" : null;
        passkey.Verifies = what != "unverified";
        Assert.Equal(Refused, await AnswerAsync(house.Visit().LogInByAsync(passkey)));
    }

    [Fact]
    public async Task A_passkey_of_another_person_is_no_second_factor_for_a_password()
    {
        var (login, _, _) = await house.EnrolledAsync(TenantRole.Owner);
        var (_, _, others) = await house.EnrolledAsync(TenantRole.Operator);
        var visit = house.Visit();
        Assert.Equal(Refused, await AnswerAsync(visit.LogInByAsync((await visit.AskToLogInAsync(login)).Body, others)));
        Assert.Null(visit.Cookie);
    }

    [Fact]
    public async Task A_key_that_only_says_it_is_somebodys_passkey_lets_nobody_in()
    {
        var (_, visit, passkey) = await house.EnrolledAsync(TenantRole.Operator);
        using var forged = new SoftPasskey { Origin = house.Origin, Id = passkey.Id };
        forged.Make((await visit.AskToAddAsync()).Body["options"]!);
        Assert.Equal(Refused, await AnswerAsync(house.Visit().LogInByAsync(forged)));
    }

    [Fact]
    public async Task An_unknown_passkey_and_a_removed_one_are_answered_alike_and_counted_as_refused_log_ins()
    {
        var (_, visit, passkey) = await house.EnrolledAsync(TenantRole.Operator);
        var id = (string)(await visit.GetAsync("/account/passkeys")).Body["passkeys"]![0]!["id"]!;
        Assert.Equal(200, (await visit.SendAsync(HttpMethod.Delete, $"/account/passkeys/{id}")).Status);
        using var unknown = new SoftPasskey { Origin = house.Origin };
        unknown.Make((await visit.AskToAddAsync()).Body["options"]!);
        var before = await house.CountAsync("select coalesce(sum(number), 0)::bigint from audit_tally");

        var removed = await house.Visit().LogInByAsync(passkey);
        var never = await house.Visit().LogInByAsync(unknown);
        Assert.Equal(401, removed.Status);
        Assert.Equal(removed.Body.ToJsonString(), never.Body.ToJsonString());
        Assert.Equal(before + 2, await house.CountAsync("select coalesce(sum(number), 0)::bigint from audit_tally"));
    }

    /// <summary>Zero is a device that does not count.</summary>
    [Fact]
    public async Task A_counter_that_does_not_go_on_lets_nobody_in_and_is_told_as_a_forgery()
    {
        var (_, _, passkey) = await house.EnrolledAsync(TenantRole.Operator, counter: 5);
        Assert.Equal(200, (await house.Visit().LogInByAsync(passkey)).Status);
        passkey.Counter = 5;
        Assert.Equal(Refused, await AnswerAsync(house.Visit().LogInByAsync(passkey)));
        passkey.Counter = 0;
        Assert.Equal(Refused, await AnswerAsync(house.Visit().LogInByAsync(passkey)));
        await house.TellCountsAsync();
        var told = Assert.Single(await house.ToldAsync(AuditKind.ForgeryAttempted));
        Assert.Equal(("PasskeyCopy", "2"), (told.Changed!["sign"], told.Changed["number"]));

        passkey.Counter = 6;
        Assert.Equal(200, (await house.Visit().LogInByAsync(passkey)).Status);
    }

    /// <summary>RL-1: also in between rights and wrongs of the password.</summary>
    [Fact]
    public async Task Answers_cannot_be_tried_without_end()
    {
        var (_, _, passkey) = await house.EnrolledAsync(TenantRole.Operator);
        passkey.Verifies = false;
        var tries = 0;
        while ((await house.Visit().LogInByAsync(passkey)).Status == 401)
        {
            Assert.True(++tries <= AttemptRules.Free, $"{tries} tries");
        }

        passkey.Verifies = true;
        Assert.Equal((429, "too-many-attempts"), await AnswerAsync(house.Visit().LogInByAsync(passkey)));
        house.House.Clock.Advance(AttemptRules.Window);
        Assert.Equal(200, (await house.Visit().LogInByAsync(passkey)).Status);
    }

    /// <summary>CO-2.</summary>
    [Fact]
    public async Task A_page_of_another_site_asks_for_nothing_and_logs_nobody_in()
    {
        var (_, _, passkey) = await house.EnrolledAsync(TenantRole.Operator);
        var asked = (await house.Visit().AskToLogInAsync()).Body;
        var visit = house.Visit();
        visit.Site = "cross-site";
        Assert.Equal((403, "cross-site"), await AnswerAsync(visit.AskToLogInAsync()));
        Assert.Equal((403, "cross-site"), await AnswerAsync(visit.LogInByAsync(asked, passkey)));
    }

    [Fact]
    public async Task On_a_bare_address_there_are_no_passkeys_and_the_answer_says_why()
    {
        var visit = house.House.Visit();
        var (status, body) = await visit.AskToLogInAsync();
        Assert.Equal((409, "no-passkeys-here"), (status, (string)body["code"]!));
        Assert.Contains("bare address", (string)body["detail"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_that_is_no_answer_of_a_browser_breaks_the_server()
    {
        string[] credentials =
        [
            "{}",
            """{"id":1}""",
            """{"id":"?"}""",
            """{"id":"AAAA","type":"public-key","response":{}}""",
            """{"id":"AAAA","response":null}""",
        ];
        foreach (var credential in credentials)
        {
            var asked = (await house.Visit().AskToLogInAsync()).Body;
            var body = new { challengeId = (string)asked["challengeId"]!, credential = JsonNode.Parse(credential) };
            Assert.Equal(Refused, await AnswerAsync(house.Visit().PostAsync("/session/passkey", body)));
        }

        Assert.Equal(Refused, await AnswerAsync(house.Visit().PostAsync("/session/passkey", new { challengeId = "none", credential = new { } })));
        Assert.Equal(
            (400, "invalid"),
            await AnswerAsync(house.Visit().PostAsync("/session/passkey", new { challengeId = "none", credential = "text" }))
        );
    }

    /// <summary>CO-4.</summary>
    [Fact]
    public async Task Five_minutes_after_the_log_in_a_passkey_shows_again_who_it_is()
    {
        var (_, visit, passkey) = await house.EnrolledAsync(TenantRole.Owner);
        house.House.Clock.Advance(SessionRules.Proven);
        Assert.Equal((403, "step-up-needed"), await AnswerAsync(visit.PostAsync("/api-clients", new { name = "Late" })));
        Assert.Equal((403, "step-up-needed"), await AnswerAsync(visit.AskToAddAsync()));
        // The password is not enough for who has more.
        Assert.Equal((401, "second-factor-needed"), await AnswerAsync(visit.PostAsync("/session/step-up", new { password = LiveServer.Password })));

        var former = visit.Cookie;
        Assert.Equal(200, (await visit.StepUpByAsync(passkey)).Status);
        Assert.NotEqual(former, visit.Cookie);
        Assert.Equal(201, (await visit.PostAsync("/api-clients", new { name = "Again" })).Status);
        Assert.Equal("True", (await house.ToldAsync(AuditKind.SteppedUp))[0].Changed!["passkey"]);
    }

    [Fact]
    public async Task A_step_up_takes_no_passkey_of_another_and_no_answer_to_a_log_in_and_is_recorded_as_refused()
    {
        var (_, visit, passkey) = await house.EnrolledAsync(TenantRole.Owner);
        var (_, other, others) = await house.EnrolledAsync(TenantRole.Owner);
        var person = (await house.ToldAsync(AuditKind.SecondFactorChanged))[1].On!.Id;
        Assert.Equal(Refused, await AnswerAsync(visit.StepUpByAsync((await visit.AskToStepUpAsync()).Body, others)));
        Assert.Equal(Refused, await AnswerAsync(visit.StepUpByAsync((await visit.AskToLogInAsync()).Body, passkey)));
        Assert.Equal(Refused, await AnswerAsync(visit.StepUpByAsync((await other.AskToStepUpAsync()).Body, passkey)));
        Assert.Equal(Refused, await AnswerAsync(house.Visit().LogInByAsync((await visit.AskToStepUpAsync()).Body, passkey)));
        Assert.Equal(3, (await house.ToldAsync(AuditKind.SteppedUp)).Count(one => one.Outcome == AuditOutcome.Refused && one.By!.Id == person));
    }

    [Fact]
    public async Task Who_has_no_passkey_is_asked_for_none()
    {
        var visit = house.Visit();
        var login = await house.House.PersonAsync($"none-{Guid.CreateVersion7():N}", TenantRole.Operator);
        await visit.LogInAsync(login);
        Assert.Equal((409, "conflict"), await AnswerAsync(visit.AskToStepUpAsync()));
        Assert.Equal((409, "conflict"), await AnswerAsync(house.Visit().AskToLogInAsync(login)));
    }
}
