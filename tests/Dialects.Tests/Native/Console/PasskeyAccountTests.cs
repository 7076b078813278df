using System.Text.Json.Nodes;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Users;
using static Latchwork.Dialects.Tests.Native.Console.PasskeyHouse;

namespace Latchwork.Dialects.Tests.Native.Console;

/// <summary>CO-1: the passkeys of an account.</summary>
public sealed class PasskeyAccountTests : IClassFixture<PasskeyHouse>
{
    private const string Passkeys = "/account/passkeys";

    private readonly PasskeyHouse house;

    /// <summary>What failed in another test is forgotten by now (RL-1).</summary>
    public PasskeyAccountTests(PasskeyHouse house)
    {
        this.house = house;
        house.House.Clock.Advance(TimeSpan.FromHours(3));
    }

    [Fact]
    public async Task An_owner_who_adds_a_passkey_has_the_second_factor_that_they_need_and_gets_recovery_codes()
    {
        var visit = house.Visit();
        await visit.LogInAsync(await house.House.PersonAsync($"first-{Guid.CreateVersion7():N}", TenantRole.Owner));
        Assert.Equal((403, "second-factor-missing"), await AnswerAsync(visit.GetAsync("/locks")));
        var (status, added) = await visit.AddPasskeyAsync(house.Device());
        Assert.Equal((201, 10), (status, added["recoveryCodes"]!.AsArray().Count));
        Assert.Equal(200, (await visit.GetAsync("/locks")).Status);

        // Those hold on, also with an app that is added later.
        Assert.Empty((await visit.AddPasskeyAsync(house.Device(), "Telephone")).Body["recoveryCodes"]!.AsArray());
        var (_, codes) = await visit.AddTotpAsync(house.House.Clock.GetUtcNow());
        Assert.Empty(codes);
        var told = (await house.ToldAsync(AuditKind.SecondFactorChanged)).Take(3).Select(one => one.Changed!.Keys.Single());
        Assert.Equal(["totp", "passkey", "passkey"], told);
    }

    [Fact]
    public async Task A_recovery_code_lets_in_who_has_lost_their_only_passkey()
    {
        var login = await house.House.PersonAsync($"lost-{Guid.CreateVersion7():N}", TenantRole.Owner);
        var visit = house.Visit();
        await visit.LogInAsync(login);
        var codes = (await visit.AddPasskeyAsync(house.Device())).Body["recoveryCodes"]!.AsArray();
        Assert.Equal(200, (await house.Visit().LogInAsync(login, code: (string)codes[0]!)).Status);
    }

    [Fact]
    public async Task A_passkey_is_listed_with_its_name_where_it_works_and_when_it_was_made_and_used()
    {
        var (_, visit, passkey) = await house.EnrolledAsync(TenantRole.Operator);
        var one = Assert.Single((await visit.GetAsync(Passkeys)).Body["passkeys"]!.AsArray())!;
        Assert.Equal(("Laptop", "localhost"), ((string)one["name"]!, (string)one["host"]!));
        Assert.Null(one["lastUsedAt"]);

        house.House.Clock.Advance(TimeSpan.FromMinutes(2));
        await house.Visit().LogInByAsync(passkey);
        var used = (await visit.GetAsync(Passkeys)).Body["passkeys"]![0]!;
        Assert.Equal(house.House.Clock.GetUtcNow(), (DateTimeOffset)used["lastUsedAt"]!, TimeSpan.FromSeconds(1));
        Assert.True((DateTimeOffset)used["madeAt"]! < (DateTimeOffset)used["lastUsedAt"]!);
    }

    [Fact]
    public async Task A_passkey_can_be_called_otherwise_by_its_owner_alone()
    {
        var (_, visit, _) = await house.EnrolledAsync(TenantRole.Operator);
        var (_, other, _) = await house.EnrolledAsync(TenantRole.Operator);
        var path = $"{Passkeys}/{(string)(await visit.GetAsync(Passkeys)).Body["passkeys"]![0]!["id"]!}";
        Assert.Equal((404, "not-found"), await AnswerAsync(other.SendAsync(HttpMethod.Patch, path, new { name = "Mine" })));
        Assert.Equal((404, "not-found"), await AnswerAsync(other.SendAsync(HttpMethod.Delete, path)));
        Assert.Equal((400, "invalid"), await AnswerAsync(visit.SendAsync(HttpMethod.Patch, path, new { name = " " })));
        Assert.Equal(200, (await visit.SendAsync(HttpMethod.Patch, path, new { name = "Telephone" })).Status);
        Assert.Equal("Telephone", (string)(await visit.GetAsync(Passkeys)).Body["passkeys"]![0]!["name"]!);
    }

    [Fact]
    public async Task The_last_second_factor_stays_with_who_needs_one_and_goes_from_who_does_not()
    {
        var (_, owner, _) = await house.EnrolledAsync(TenantRole.Owner);
        Assert.Equal((409, "conflict"), await AnswerAsync(RemoveFirstAsync(owner)));
        await owner.AddTotpAsync(house.House.Clock.GetUtcNow());
        Assert.Equal(200, (await RemoveFirstAsync(owner)).Status);
        Assert.Equal((409, "conflict"), await AnswerAsync(owner.SendAsync(HttpMethod.Delete, "/account/totp")));

        var (_, other, _) = await house.EnrolledAsync(TenantRole.Operator);
        Assert.Equal(200, (await RemoveFirstAsync(other)).Status);
        Assert.Equal(0, (int)(await other.GetAsync("/session")).Body["secondFactor"]!["recoveryCodesLeft"]!);
    }

    [Fact]
    public async Task Nobody_has_more_than_ten()
    {
        var (_, visit, _) = await house.EnrolledAsync(TenantRole.Operator);
        for (var i = 1; i < 10; i++)
        {
            Assert.Equal(201, (await visit.AddPasskeyAsync(house.Device(), $"{i}")).Status);
        }

        Assert.Equal((409, "limit-reached"), await AnswerAsync(visit.AskToAddAsync()));
        Assert.Equal(10, (int)(await visit.GetAsync(Passkeys)).Body["most"]!);
    }

    [Fact]
    public async Task A_device_that_has_one_is_told_to_make_no_second()
    {
        var (_, visit, passkey) = await house.EnrolledAsync(TenantRole.Operator);
        var (_, asked) = await visit.AskToAddAsync();
        var options = asked["options"]!;
        Assert.Single(options["excludeCredentials"]!.AsArray());
        Assert.Equal(("localhost", "Latchwork"), ((string)options["rp"]!["id"]!, (string)options["rp"]!["name"]!));
        var selection = options["authenticatorSelection"]!;
        Assert.Equal(("required", "required"), ((string)selection["userVerification"]!, (string)selection["residentKey"]!));
        Assert.Equal((409, "taken"), await AnswerAsync(visit.AddAsync(asked, passkey)));
    }

    /// <summary>KR-2, KR-7: what is kept of a question names nobody.</summary>
    [Fact]
    public async Task The_browser_is_told_whose_passkey_it_makes_and_nothing_of_that_is_kept()
    {
        var login = await house.House.PersonAsync($"kept-{Guid.CreateVersion7():N}", TenantRole.Operator);
        var visit = house.Visit();
        await visit.LogInAsync(login);
        var (status, asked) = await visit.AskToAddAsync();
        Assert.Equal((200, login), (status, (string)asked["options"]!["user"]!["name"]!));
        Assert.InRange(await house.CountAsync("select count(*) from passkey_challenge"), 1, long.MaxValue);
        Assert.Equal(0, await house.CountAsync($"select count(*) from passkey_challenge where asked::text like '%{login.Split('@')[0]}%'"));
        Assert.Equal(201, (await visit.AddAsync(asked, house.Device())).Status);
    }

    [Fact]
    public async Task A_passkey_of_another_host_is_no_second_factor_where_the_last_one_is_taken_away()
    {
        var (_, owner, _) = await house.EnrolledAsync(TenantRole.Owner);
        await owner.AddTotpAsync(house.House.Clock.GetUtcNow());
        await house.CountAsync("with moved as (update passkey set host = 'locks.example' returning 1) select count(*) from moved");
        Assert.Equal((409, "conflict"), await AnswerAsync(owner.SendAsync(HttpMethod.Delete, "/account/totp")));
        Assert.Equal(201, (await owner.AddPasskeyAsync(house.Device())).Status);
        Assert.Equal(200, (await owner.SendAsync(HttpMethod.Delete, "/account/totp")).Status);
    }

    [Fact]
    public async Task What_was_not_asked_for_or_too_long_ago_or_by_another_is_not_added()
    {
        var (_, visit, _) = await house.EnrolledAsync(TenantRole.Operator);
        var (_, other, _) = await house.EnrolledAsync(TenantRole.Operator);
        var asked = (await visit.AskToAddAsync()).Body;
        Assert.Equal((409, "conflict"), await AnswerAsync(other.AddAsync(asked, house.Device())));
        Assert.Equal(201, (await visit.AddAsync(asked, house.Device())).Status);
        Assert.Equal((409, "conflict"), await AnswerAsync(visit.AddAsync(asked, house.Device())));

        // Asked for twice, the first time is void.
        var (first, second) = ((await visit.AskToAddAsync()).Body, (await visit.AskToAddAsync()).Body);
        Assert.Equal((409, "conflict"), await AnswerAsync(visit.AddAsync(first, house.Device())));
        house.House.Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal((409, "conflict"), await AnswerAsync(visit.AddAsync(second, house.Device())));
        Assert.Equal(2, (await visit.GetAsync(Passkeys)).Body["passkeys"]!.AsArray().Count);
    }

    [Theory]
    [InlineData("origin")]
    [InlineData("host")]
    [InlineData("unverified")]
    [InlineData("broken")]
    public async Task What_does_not_hold_is_not_added_and_the_refusal_is_recorded(string what)
    {
        var visit = house.Visit();
        await visit.LogInAsync(await house.House.PersonAsync($"bad-{Guid.CreateVersion7():N}", TenantRole.Operator));
        var asked = (await visit.AskToAddAsync()).Body;
        var device = house.Device();
        device.Origin = what == "origin" ? "https://locks.example" : house.Origin;
        device.RpId = what == "host" ? "locks.example" : null;
        device.Verifies = what != "unverified";
        var credential = device.Make(asked["options"]!);
        if (what == "broken")
        {
            credential["response"]!["attestationObject"] = "AAAA";
        }

        var body = new
        {
            challengeId = (string)asked["challengeId"]!,
            credential,
            name = "Laptop",
        };
        Assert.Equal((400, "invalid"), await AnswerAsync(visit.PostAsync(Passkeys, body)));
        Assert.Empty((await visit.GetAsync(Passkeys)).Body["passkeys"]!.AsArray());
        Assert.Equal(AuditOutcome.Refused, (await house.ToldAsync(AuditKind.SecondFactorChanged))[0].Outcome);
    }

    [Fact]
    public async Task On_a_bare_address_none_is_offered()
    {
        var visit = house.House.Visit();
        await visit.LogInAsync(await house.House.PersonAsync($"bare-{Guid.CreateVersion7():N}", TenantRole.Operator));
        Assert.Equal((409, "no-passkeys-here"), await AnswerAsync(visit.AskToAddAsync()));
        Assert.Equal(200, (await visit.GetAsync(Passkeys)).Status);
    }

    private static async Task<(int Status, JsonNode Body)> RemoveFirstAsync(ConsoleVisit visit) =>
        await visit.SendAsync(HttpMethod.Delete, $"{Passkeys}/{(string)(await visit.GetAsync(Passkeys)).Body["passkeys"]![0]!["id"]!}");
}
