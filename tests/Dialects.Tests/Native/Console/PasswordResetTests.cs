using System.Text.Json.Nodes;
using Latchwork.Domain;
using Latchwork.Domain.Users;
using Latchwork.Testing;

namespace Latchwork.Dialects.Tests.Native.Console;

/// <summary>KR-5: another password by the link of a mail, and nobody is told whose addresses have an account.</summary>
public sealed class PasswordResetTests(ConsoleHouse house) : IClassFixture<ConsoleHouse>
{
    private const string Another = "another long and quiet password";

    [Fact]
    public async Task Whoever_has_the_mail_sets_another_password_once_and_all_their_sessions_end()
    {
        var login = await house.PersonAsync($"forgot-{Guid.CreateVersion7():N}", TenantRole.Operator);
        var before = house.Visit();
        var (_, session) = await before.LogInAsync(login);
        var person = (string)session["person"]!["id"]!;

        Assert.Equal(200, (await house.Visit().PostAsync("/account/password-reset", new { email = login })).Status);
        var token = await new Outbox(house.Server.Services).OneToAsync(TenantId.Installation, login);

        Assert.Equal((400, "link-over"), await ConfirmAsync(Guid.CreateVersion7().ToString(), token, Another));
        Assert.Equal((400, "invalid"), await ConfirmAsync(person, token, "short"));
        Assert.Equal((200, null), await ConfirmAsync(person, token, Another));
        Assert.Equal((400, "link-over"), await ConfirmAsync(person, token, Another));

        Assert.Equal("session-ended", (string)(await before.GetAsync("/session")).Body["code"]!);
        Assert.Equal(401, (await house.Visit().LogInAsync(login)).Status);
        Assert.Equal(200, (await house.Visit().LogInAsync(login, Another)).Status);
    }

    [Fact]
    public async Task A_link_is_over_after_an_hour()
    {
        var login = await house.PersonAsync($"late-{Guid.CreateVersion7():N}", TenantRole.Operator);
        var (_, session) = await house.Visit().LogInAsync(login);
        await house.Visit().PostAsync("/account/password-reset", new { email = login });
        var token = await new Outbox(house.Server.Services).OneToAsync(TenantId.Installation, login);

        house.Clock.Advance(TimeSpan.FromHours(1));

        Assert.Equal((400, "link-over"), await ConfirmAsync((string)session["person"]!["id"]!, token, Another));
    }

    [Theory]
    [InlineData("nobody@example.com")]
    [InlineData("no address at all")]
    public async Task Whoever_nobody_is_gets_the_same_answer(string email)
    {
        var login = await house.PersonAsync($"known-{Guid.CreateVersion7():N}", TenantRole.Operator);
        var known = await house.Visit().PostAsync("/account/password-reset", new { email = login });
        var unknown = await house.Visit().PostAsync("/account/password-reset", new { email });
        Assert.Equal((known.Status, known.Body.ToJsonString()), (unknown.Status, unknown.Body.ToJsonString()));
    }

    [Fact]
    public async Task A_code_for_an_address_that_nobody_was_sent_is_over()
    {
        var (status, told) = await house.Visit().PostAsync("/account/email/verify", new { code = "AAAA" });
        Assert.Equal((400, "link-over"), (status, (string)told["code"]!));
    }

    private async Task<(int Status, string? Code)> ConfirmAsync(string userId, string token, string password)
    {
        var (status, told) = await house
            .Visit()
            .PostAsync(
                "/account/password-reset/confirm",
                new
                {
                    userId,
                    token,
                    password,
                }
            );
        return (status, (string?)(told as JsonObject)?["code"]);
    }
}
