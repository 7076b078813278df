using System.Text.Json.Nodes;
using Latchwork.Dialects.Tests.Scenarios;
using Latchwork.Domain.Users;
using Latchwork.Testing;

namespace Latchwork.Dialects.Tests.Native.Console;

/// <summary>CO-1, CO-4: what people show besides their password, and when they show it again.</summary>
public sealed class SecondFactorTests : IClassFixture<ConsoleHouse>
{
    private readonly ConsoleHouse house;

    /// <summary>What failed in another test is forgotten by now (RL-1).</summary>
    public SecondFactorTests(ConsoleHouse house)
    {
        this.house = house;
        house.Clock.Advance(TimeSpan.FromHours(3));
    }

    private static readonly TimeSpan Step = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData(TenantRole.Owner)]
    [InlineData(TenantRole.Administrator)]
    public async Task Who_leads_a_tenant_reaches_nothing_but_their_account_until_they_have_a_second_factor(TenantRole role)
    {
        var visit = house.Visit();
        var (status, session) = await visit.LogInAsync(await house.PersonAsync($"bare-{role}", role));
        Assert.Equal((200, true), (status, (bool)session["secondFactor"]!["isRequired"]!));
        Assert.Equal((403, "second-factor-missing"), await AnswerAsync(visit.GetAsync("/locks")));
        Assert.Equal((403, "second-factor-missing"), await AnswerAsync(visit.GetAsync("/tenant")));

        var (_, codes) = await visit.AddTotpAsync(house.Clock.GetUtcNow());
        Assert.Equal(10, codes.Count);
        Assert.Equal(200, (await visit.GetAsync("/locks")).Status);
        Assert.True((bool)(await visit.GetAsync("/session")).Body["secondFactor"]!["hasTotp"]!);
    }

    /// <summary>Whoever is invited owns a home of their own, with nothing in it.</summary>
    [Fact]
    public async Task An_invited_operator_needs_no_second_factor_and_does_not_see_their_empty_home()
    {
        var login = $"invited-{Guid.CreateVersion7():N}@example.com";
        var owner = await house.OwnerAsync();
        await owner.PostAsync("/users", new { login, role = "operator" });
        var token = await new Outbox(house.Server.Services).OneToAsync(await house.TenantAsync("House"), login);
        var visit = house.Visit();
        Assert.Equal(200, (await visit.PostAsync("/invitations/accept", new { token, password = LiveServer.Password })).Status);

        var (status, session) = await visit.LogInAsync(login);
        Assert.Equal((200, false), (status, (bool)session["secondFactor"]!["isRequired"]!));
        Assert.Equal("House", (string)Assert.Single(session["tenants"]!.AsArray())!["name"]!);
        visit.Tenant = (string)session["tenants"]![0]!["id"]!;
        Assert.Equal(200, (await visit.GetAsync("/locks")).Status);
    }

    [Fact]
    public async Task The_password_alone_does_not_log_in_whoever_has_a_second_factor()
    {
        var (login, secret, _) = await EnrolledAsync("two", TenantRole.Owner);
        var visit = house.Visit();
        Assert.Equal((401, "second-factor-needed"), await AnswerAsync(visit.LogInAsync(login)));
        Assert.Null(visit.Cookie);
        Assert.Equal((401, "wrong-login"), await AnswerAsync(visit.LogInAsync(login, code: "000000")));
        Assert.Equal((401, "wrong-login"), await AnswerAsync(visit.LogInAsync(login, code: "words")));
        house.Clock.Advance(Step);
        Assert.Equal(200, (await visit.LogInAsync(login, code: Code(secret))).Status);
    }

    /// <summary>RFC 6238, 5.2.</summary>
    [Fact]
    public async Task A_code_works_once()
    {
        var (login, secret, _) = await EnrolledAsync("once", TenantRole.Operator);
        house.Clock.Advance(Step);
        var code = Code(secret);
        Assert.Equal(200, (await house.Visit().LogInAsync(login, code: code)).Status);
        Assert.Equal((401, "wrong-login"), await AnswerAsync(house.Visit().LogInAsync(login, code: code)));
        house.Clock.Advance(Step);
        Assert.Equal(200, (await house.Visit().LogInAsync(login, code: Code(secret))).Status);
    }

    [Fact]
    public async Task A_clock_that_is_one_step_off_is_understood_and_one_that_is_two_off_is_not()
    {
        var (login, secret, _) = await EnrolledAsync("skewed", TenantRole.Operator);
        house.Clock.Advance(10 * Step);
        Assert.Equal(401, (await house.Visit().LogInAsync(login, code: ConsoleVisit.CodeOf(secret, house.Clock.GetUtcNow() - (2 * Step)))).Status);
        Assert.Equal(200, (await house.Visit().LogInAsync(login, code: ConsoleVisit.CodeOf(secret, house.Clock.GetUtcNow() - Step))).Status);
        Assert.Equal(401, (await house.Visit().LogInAsync(login, code: ConsoleVisit.CodeOf(secret, house.Clock.GetUtcNow() + (2 * Step)))).Status);
        Assert.Equal(200, (await house.Visit().LogInAsync(login, code: ConsoleVisit.CodeOf(secret, house.Clock.GetUtcNow() + Step))).Status);
    }

    [Fact]
    public async Task A_recovery_code_works_once_however_it_is_typed()
    {
        var (login, _, recovery) = await EnrolledAsync("lost", TenantRole.Owner);
        var typed = recovery[3].ToLowerInvariant().Replace("-", " ", StringComparison.Ordinal);
        var visit = house.Visit();
        var (status, session) = await visit.LogInAsync(login, code: typed);
        Assert.Equal((200, 9), (status, (int)session["secondFactor"]!["recoveryCodesLeft"]!));
        Assert.Equal(401, (await house.Visit().LogInAsync(login, code: recovery[3])).Status);

        // New ones are made by whoever is in, and those before are void.
        var (_, renewed) = await visit.PostAsync("/account/recovery-codes");
        Assert.Equal(401, (await house.Visit().LogInAsync(login, code: recovery[4])).Status);
        Assert.Equal(200, (await house.Visit().LogInAsync(login, code: (string)renewed["recoveryCodes"]![0]!)).Status);
    }

    /// <summary>RL-1: the right password in between does not give more tries.</summary>
    [Fact]
    public async Task Codes_cannot_be_guessed_by_who_knows_the_password()
    {
        var (login, secret, _) = await EnrolledAsync("guessed", TenantRole.Operator);
        house.Clock.Advance(Step);
        var tries = 0;
        while ((await house.Visit().LogInAsync(login, code: $"{tries:000000}")) is { Status: 401 })
        {
            tries++;
            Assert.True(tries <= AttemptRules.Free, $"{tries} tries");
        }

        Assert.Equal((429, "too-many-attempts"), await AnswerAsync(house.Visit().LogInAsync(login, code: Code(secret))));
        house.Clock.Advance(AttemptRules.Window);
        Assert.Equal(200, (await house.Visit().LogInAsync(login, code: Code(secret))).Status);
    }

    /// <summary>CO-4.</summary>
    [Fact]
    public async Task Five_minutes_after_the_log_in_what_is_delicate_asks_again_who_it_is()
    {
        var (login, secret, _) = await EnrolledAsync("delicate", TenantRole.Owner);
        house.Clock.Advance(Step);
        var visit = house.Visit();
        await visit.LogInAsync(login, code: Code(secret));
        Assert.Equal(201, (await visit.PostAsync("/api-clients", new { name = "Now" })).Status);
        house.Clock.Advance(SessionRules.Proven);
        Assert.Equal((403, "step-up-needed"), await AnswerAsync(visit.PostAsync("/api-clients", new { name = "Late" })));
        Assert.Equal((403, "step-up-needed"), await AnswerAsync(visit.SendAsync(HttpMethod.Delete, "/account/totp")));

        // The password is not enough for who has more.
        var former = visit.Copy();
        Assert.Equal((401, "second-factor-needed"), await AnswerAsync(visit.PostAsync("/session/step-up", new { password = LiveServer.Password })));
        Assert.Equal((401, "wrong-login"), await AnswerAsync(visit.PostAsync("/session/step-up", new { code = "000000" })));
        Assert.Equal(200, (await visit.PostAsync("/session/step-up", new { code = Code(secret) })).Status);
        Assert.NotEqual(former.Cookie, visit.Cookie);
        Assert.Equal(201, (await visit.PostAsync("/api-clients", new { name = "Again" })).Status);

        // Calls that were under way with the cookie from before are answered, without what the step-up allows.
        Assert.Equal(200, (await former.GetAsync("/locks")).Status);
        Assert.Equal((403, "step-up-needed"), await AnswerAsync(former.PostAsync("/api-clients", new { name = "Former" })));
        house.Clock.Advance(TimeSpan.FromSeconds(11));
        Assert.Equal(401, (await former.GetAsync("/locks")).Status);
    }

    [Fact]
    public async Task Who_has_no_second_factor_steps_up_by_password()
    {
        var visit = house.Visit();
        await visit.LogInAsync(await house.PersonAsync("plain", TenantRole.Operator));
        house.Clock.Advance(SessionRules.Proven);
        Assert.Equal((403, "step-up-needed"), await AnswerAsync(visit.PostAsync("/account/totp")));
        Assert.Equal((401, "wrong-login"), await AnswerAsync(visit.PostAsync("/session/step-up", new { password = "not this one at all" })));
        Assert.Equal((400, "invalid"), await AnswerAsync(visit.PostAsync("/session/step-up", new { })));
        Assert.Equal(200, (await visit.PostAsync("/session/step-up", new { password = LiveServer.Password })).Status);
        Assert.Equal(200, (await visit.PostAsync("/account/totp")).Status);
    }

    [Fact]
    public async Task The_last_second_factor_stays_with_who_needs_one_and_goes_from_who_does_not()
    {
        var (owner, _, _) = await EnrolledAsync("keeps", TenantRole.Owner);
        _ = owner;
        Assert.Equal((409, "conflict"), await AnswerAsync(enrolled.SendAsync(HttpMethod.Delete, "/account/totp")));
        await EnrolledAsync("drops", TenantRole.Operator);
        Assert.Equal(200, (await enrolled.SendAsync(HttpMethod.Delete, "/account/totp")).Status);
        Assert.Equal(200, (await house.Visit().LogInAsync("drops@example.com")).Status);
        Assert.Equal(0, (int)(await enrolled.GetAsync("/session")).Body["secondFactor"]!["recoveryCodesLeft"]!);
    }

    [Fact]
    public async Task An_offer_counts_only_after_its_first_code_and_for_half_an_hour()
    {
        var login = await house.PersonAsync("offered", TenantRole.Operator);
        var visit = house.Visit();
        await visit.LogInAsync(login);
        Assert.Equal((409, "conflict"), await AnswerAsync(visit.PostAsync("/account/totp/confirm", new { code = "123456" })));
        var (_, offer) = await visit.PostAsync("/account/totp");
        Assert.Equal((401, "wrong-login"), await AnswerAsync(visit.PostAsync("/account/totp/confirm", new { code = "123456" })));
        Assert.Equal(200, (await house.Visit().LogInAsync(login)).Status);
        Assert.Contains("otpauth://totp/", (string)offer["uri"]!, StringComparison.Ordinal);
        Assert.All(offer["qr"]!.AsArray(), row => Assert.Equal(offer["qr"]!.AsArray().Count, ((string)row!).Length));
        house.Clock.Advance(TimeSpan.FromMinutes(29));
        await visit.GetAsync("/session");
        house.Clock.Advance(TimeSpan.FromMinutes(2));
        var late = await AnswerAsync(visit.PostAsync("/account/totp/confirm", new { code = Code((string)offer["secret"]!) }));
        Assert.Equal((409, "conflict"), late);
    }

    private ConsoleVisit enrolled = null!;

    private async Task<(string Login, string Secret, IReadOnlyList<string> Recovery)> EnrolledAsync(string name, TenantRole role)
    {
        var login = await house.PersonAsync(name, role);
        enrolled = house.Visit();
        await enrolled.LogInAsync(login);
        var (secret, recovery) = await enrolled.AddTotpAsync(house.Clock.GetUtcNow());
        return (login, secret, recovery);
    }

    private string Code(string secret) => ConsoleVisit.CodeOf(secret, house.Clock.GetUtcNow());

    private static async Task<(int Status, string Code)> AnswerAsync(Task<(int Status, JsonNode Body)> asked)
    {
        var (status, body) = await asked;
        return (status, (string?)body["code"] ?? "");
    }
}
