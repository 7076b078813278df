using System.Net;
using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Notifications;
using Latchwork.Operations.Sessions;
using Latchwork.Operations.Signing;
using Latchwork.Operations.Tests.Grants;
using Latchwork.Operations.Users;
using Latchwork.Testing;
using Xunit;

namespace Latchwork.Operations.Tests.Users;

/// <summary>KR-5, RL-1.</summary>
public sealed class PasswordTests
{
    private const string Ann = "ann@example.com";

    private readonly ShiftedClock clock = new();

    [Fact]
    public async Task Another_password_ends_every_session_but_the_one_that_set_it_and_no_signing_key()
    {
        await using var house = await House.OpenAsync(clock);
        var here = await house.CallerAsync((await house.RegisterAsync(Ann)).Value);
        await KeyAsync(house, here);
        var there = await house.CallerAsync((await house.LogInAsync(Ann, Accounts.Password)).Value);

        Assert.Null((await ChangeAsync(house, here, Accounts.Password, Accounts.Other)).Error);

        Assert.Null((await house.StillAsync(here)).Error);
        Assert.NotNull((await house.StillAsync(there)).Error);
        Assert.Equal(AccessErrorCode.WrongLogin, (await house.LogInAsync(Ann, Accounts.Password)).Error?.Code);
        Assert.Null((await house.LogInAsync(Ann, Accounts.Other)).Error);
        Assert.Equal(1, await house.AskAsync<long>("select count(*) from signing_key where revoked_at is null"));
        var further = await house.Get<RegisterSigningKey>().RunAsync(here, Convert.FromHexString(PublicKey), CancellationToken.None);
        Assert.Equal(AccessErrorCode.StepUpNeeded, further.Error?.Code);
    }

    [Fact]
    public async Task A_session_that_is_renewed_again_and_again_keeps_the_rows_of_its_last_tokens()
    {
        await using var house = await House.OpenAsync(clock);
        var tokens = (await house.RegisterAsync(Ann)).Value;
        var first = tokens.RefreshToken;
        for (var i = 0; i < 25; i++)
        {
            tokens = (await RenewAsync(house, tokens.RefreshToken)).Value;
        }

        const string Rows = "select count(*) from session where kind in (6, 12)";
        Assert.Equal(40, await house.AskAsync<long>(Rows));
        Assert.NotNull((await RenewAsync(house, first)).Error);
        clock.Forward(TimeSpan.FromMinutes(10));
        tokens = (await RenewAsync(house, tokens.RefreshToken)).Value;

        Assert.Equal(22, await house.AskAsync<long>(Rows));
        Assert.Null((await house.Get<Callers>().AuthenticateAsync(tokens.AuthToken, Surface.Doordeck, default, CancellationToken.None)).Error);
    }

    [Fact]
    public async Task A_wrong_old_password_counts_like_a_failed_log_in()
    {
        await using var house = await House.OpenAsync(clock);
        var caller = await house.CallerAsync((await house.RegisterAsync(Ann)).Value);

        for (var i = 0; i < 10; i++)
        {
            Assert.Equal(AccessErrorCode.NotAllowed, (await ChangeAsync(house, caller, "wrong", Accounts.Other)).Error?.Code);
        }

        Assert.Equal(AccessErrorCode.TooManyAttempts, (await ChangeAsync(house, caller, Accounts.Password, Accounts.Other)).Error?.Code);
        Assert.Equal(AccessErrorCode.TooManyAttempts, (await house.LogInAsync(Ann, Accounts.Password)).Error?.Code);
    }

    [Fact]
    public async Task A_password_that_may_not_be_set_costs_no_try()
    {
        await using var house = await House.OpenAsync(clock);
        var caller = await house.CallerAsync((await house.RegisterAsync(Ann)).Value);

        Assert.Equal(AccessErrorCode.Invalid, (await ChangeAsync(house, caller, "wrong", "short")).Error?.Code);

        Assert.Equal(0, await house.AskAsync<long>("select count(*) from throttle"));
    }

    [Fact]
    public async Task A_reset_ends_all_sessions_and_signing_keys_shows_the_address_and_lets_the_owner_in_again()
    {
        await using var house = await House.OpenAsync(clock);
        var caller = await house.CallerAsync((await house.RegisterAsync(Ann)).Value);
        await KeyAsync(house, caller);
        for (var i = 0; i < 10; i++)
        {
            await house.LogInAsync(Ann, "a guess at the password", new RequestOrigin(IPAddress.Parse("192.0.2.9"), null));
        }

        await house.Get<RequestPasswordReset>().RunAsync(Ann.ToUpperInvariant(), CancellationToken.None);
        var (token, user) = await house.MailedAsync("password-reset");
        Assert.Null((await house.ResetAsync(user, token)).Error);

        Assert.NotNull((await house.StillAsync(caller)).Error);
        Assert.Equal(0, await house.AskAsync<long>("select count(*) from signing_key where revoked_at is null"));
        var again = await house.CallerAsync((await house.LogInAsync(Ann, Accounts.Other)).Value);
        Assert.True((await house.AccountAsync(again)).IsEmailVerified);
        Assert.All(await house.VerifyAsync(), report => Assert.True(report.IsSound));
    }

    [Fact]
    public async Task A_token_works_once_for_its_own_person_and_an_hour_long()
    {
        await using var house = await House.OpenAsync(clock);
        await house.RegisterAsync(Ann);
        await house.RegisterAsync("bob@example.com");
        var request = house.Get<RequestPasswordReset>();
        await request.RunAsync("bob@example.com", CancellationToken.None);
        var (_, bob) = await house.MailedAsync("password-reset");
        await request.RunAsync(Ann, CancellationToken.None);
        var (token, ann) = await house.MailedAsync("password-reset");

        Assert.Equal(AccessErrorCode.Invalid, (await house.ResetAsync(bob, token)).Error?.Code);
        Assert.Equal(AccessErrorCode.Invalid, (await house.ResetAsync(ann, token, "short")).Error?.Code);
        Assert.Null((await house.ResetAsync(ann, token)).Error);
        Assert.Equal(AccessErrorCode.Invalid, (await house.ResetAsync(ann, token)).Error?.Code);

        await request.RunAsync(Ann, CancellationToken.None);
        var (late, _) = await house.MailedAsync("password-reset");
        clock.Forward(TimeSpan.FromHours(1));
        Assert.Equal(AccessErrorCode.Invalid, (await house.ResetAsync(ann, late)).Error?.Code);
    }

    [Fact]
    public async Task A_reset_makes_all_other_mails_for_one_worthless()
    {
        await using var house = await House.OpenAsync(clock);
        await house.RegisterAsync(Ann);
        await house.Get<RequestPasswordReset>().RunAsync(Ann, CancellationToken.None);
        await house.Get<RequestPasswordReset>().RunAsync(Ann, CancellationToken.None);
        var mails = await house.MailsAsync("password-reset");
        Assert.Equal(2, mails.Count);

        Assert.Null((await house.ResetAsync(mails[0].User, mails[0].Token)).Error);

        Assert.NotNull((await house.ResetAsync(mails[1].User, mails[1].Token)).Error);
    }

    [Fact]
    public async Task An_address_that_nobody_has_is_counted_and_not_written_to()
    {
        await using var house = await House.OpenAsync(clock);

        for (var i = 0; i < MessageLimits.AnHour + 1; i++)
        {
            await house.Get<RequestPasswordReset>().RunAsync("nobody@example.com", CancellationToken.None);
        }

        await house.Get<RequestPasswordReset>().RunAsync("no address", CancellationToken.None);
        Assert.Equal(
            10,
            await house.AskAsync<long>("select count(*) from notification where state = 2 and values_sealed is null and due_at is null")
        );
        Assert.Equal(10, await house.AskAsync<long>("select count(*) from notification"));
        Assert.Equal(0, await house.AskAsync<long>("select count(*) from invitation"));
    }

    [Fact]
    public async Task An_invited_person_sets_their_first_password_by_either_mail()
    {
        await using var house = await House.OpenAsync(clock);
        var desk = await house.DeskAsync();
        var door = await house.NumberAsync(await house.AddLockAsync());
        await house.GiveAsync(desk, door, "new", request => request with { InvitesUnknown = true });
        await house.GiveAsync(desk, door, "next", request => request with { InvitesUnknown = true });
        var (next, nextUser) = await house.MailedAsync("welcome");
        await house.Get<RequestPasswordReset>().RunAsync("new@example.com", CancellationToken.None);
        var (reset, newUser) = await house.MailedAsync("password-reset");

        Assert.Null((await house.ResetAsync(newUser, reset)).Error);
        Assert.Null((await house.ResetAsync(nextUser, next)).Error);

        Assert.Equal(0, await house.AskAsync<long>("select count(*) from access_grant where accepted_at is null"));
        Assert.Null((await house.LogInAsync("next@example.com", Accounts.Other)).Error);
    }

    [Fact]
    public async Task Webhooks_of_an_account_that_was_nobodys_for_sure_end_when_its_owner_comes()
    {
        await using var house = await House.OpenAsync(clock);
        var squatter = await house.CallerAsync((await house.RegisterAsync(Ann)).Value);
        await house.DoAsync(
            """
            insert into webhook_endpoint (tenant_id, endpoint_id, format, url, secret_sealed, owner_user_id, created_at)
            values ($1, gen_random_uuid(), 1, 'https://eve.example', '', $2, now())
            """,
            squatter.Home.Value,
            squatter.User!.Value.Value
        );
        await house.Get<RequestPasswordReset>().RunAsync(Ann, CancellationToken.None);
        var (token, user) = await house.MailedAsync("password-reset");

        Assert.Null((await house.ResetAsync(user, token)).Error);

        Assert.Equal(0, await house.AskAsync<long>("select count(*) from webhook_endpoint where removed_at is null"));
    }

    private static async Task<Outcome<SessionTokens>> RenewAsync(House house, string refreshToken)
    {
        var found = await house.Get<Callers>().AuthenticateAsync(refreshToken, Surface.Doordeck, default, CancellationToken.None);
        return found.IsRefused(out var refusal, out var caller) ? refusal : await house.Get<RenewSession>().RunAsync(caller, CancellationToken.None);
    }

    /// <summary>RFC 8032, 7.1, test 1.</summary>
    private const string PublicKey = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";

    private static Task KeyAsync(House house, Caller of) =>
        house.DoAsync(
            "insert into signing_key (key_id, user_id, public_key, created_at) values (gen_random_uuid(), $1, $2, now())",
            of.User!.Value.Value,
            new byte[32]
        );

    private static Task<Outcome<Done>> ChangeAsync(House house, Caller by, string from, string to) =>
        house.Get<ChangePassword>().RunAsync(by, from, to, CancellationToken.None);
}
