using Latchwork.Domain;
using Latchwork.Operations.Grants;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Notifications;
using Latchwork.Operations.Tests.Grants;
using Latchwork.Operations.Users;
using Xunit;

namespace Latchwork.Operations.Tests.Users;

public sealed class RegisterPersonTests
{
    private const string Ann = "ann@example.com";

    [Fact]
    public async Task Who_registers_is_logged_in_at_home_and_their_address_is_not_known_to_be_theirs()
    {
        await using var house = await House.OpenAsync();

        var caller = await house.CallerAsync((await house.RegisterAsync("  Ann@Example.com ")).Value);

        Assert.Equal(new AccountView(caller.User!.Value, Ann, "Ann", IsEmailVerified: false), await house.AccountAsync(caller));
        Assert.Null((await house.LogInAsync(Ann, Accounts.Password)).Error);
        Assert.Equal(1, await house.AskAsync<long>("select count(*) from site where tenant_id = $1", caller.Home.Value));
        Assert.Equal("66 67 60 60", await KindsAsync(house, caller));
        Assert.All(await house.VerifyAsync(), report => Assert.True(report.IsSound));
    }

    [Fact]
    public async Task The_mailed_link_shows_that_the_address_is_theirs_and_following_it_twice_is_no_fault()
    {
        await using var house = await House.OpenAsync();
        var caller = await house.CallerAsync((await house.RegisterAsync(Ann)).Value);
        var (code, _) = await house.MailedAsync("verify-email");

        Assert.Null((await house.VerifyAsync(code)).Error);
        Assert.Null((await house.VerifyAsync(code)).Error);

        Assert.True((await house.AccountAsync(caller)).IsEmailVerified);
        Assert.Equal(AccessErrorCode.Invalid, (await house.VerifyAsync(code + "x")).Error?.Code);
        Assert.Equal("66 67 60 78", await KindsAsync(house, caller));
    }

    [Fact]
    public async Task A_link_that_is_over_or_for_something_else_shows_nothing()
    {
        await using var house = await House.OpenAsync();
        var caller = await house.CallerAsync((await house.RegisterAsync(Ann)).Value);
        var (code, _) = await house.MailedAsync("verify-email");
        await house.Get<RequestPasswordReset>().RunAsync(Ann, CancellationToken.None);
        var (reset, _) = await house.MailedAsync("password-reset");
        await house.DoAsync("update invitation set expires_at = created_at where purpose = 4");

        Assert.NotNull((await house.VerifyAsync(code)).Error);
        Assert.NotNull((await house.VerifyAsync(reset)).Error);

        Assert.False((await house.AccountAsync(caller)).IsEmailVerified);
    }

    [Fact]
    public async Task Another_mail_goes_out_as_long_as_the_address_is_not_known_to_be_theirs()
    {
        await using var house = await House.OpenAsync();
        var caller = await house.CallerAsync((await house.RegisterAsync(Ann)).Value);
        var send = house.Get<SendVerification>();

        Assert.Null((await send.RunAsync(caller, CancellationToken.None)).Error);

        var mails = await house.MailsAsync("verify-email");
        Assert.Equal(2, mails.Count);
        Assert.Null((await house.VerifyAsync(mails[1].Token)).Error);
        Assert.Null((await send.RunAsync(caller, CancellationToken.None)).Error);
        Assert.Equal(2, (await house.MailsAsync("verify-email")).Count);
    }

    [Theory]
    [InlineData("desk@example.com", Accounts.Password, AccessErrorCode.Taken)]
    [InlineData("new@example.com", Accounts.Password, AccessErrorCode.Taken)]
    [InlineData("no address", Accounts.Password, AccessErrorCode.Invalid)]
    [InlineData("a@b.com,c@d.com", Accounts.Password, AccessErrorCode.Invalid)]
    [InlineData(Ann, "too short", AccessErrorCode.Invalid)]
    [InlineData(Ann, "passwordpassword", AccessErrorCode.Invalid)]
    public async Task A_registration_that_cannot_be_leaves_nothing_behind(string email, string password, AccessErrorCode refusal)
    {
        await using var house = await House.OpenAsync();
        await InviteAsync(house);
        var people = await house.AskAsync<long>("select count(*) from app_user");

        Assert.Equal(refusal, (await house.RegisterAsync(email, password: password)).Error?.Code);

        Assert.Equal(people, await house.AskAsync<long>("select count(*) from app_user"));
        Assert.Empty(await house.MailsAsync("verify-email"));
    }

    [Fact]
    public async Task Of_two_who_register_one_address_at_once_one_gets_it()
    {
        await using var house = await House.OpenAsync();

        var both = await Task.WhenAll(house.RegisterAsync(Ann), house.RegisterAsync(Ann));

        Assert.Single(both, one => one.Error is null);
        Assert.Single(both, one => one.Error?.Code == AccessErrorCode.Taken);
        Assert.All(await house.VerifyAsync(), report => Assert.True(report.IsSound));
    }

    [Fact]
    public async Task Force_discards_an_invitation_and_what_waited_for_it_but_no_account()
    {
        await using var house = await House.OpenAsync();
        await InviteAsync(house);
        var (token, _) = await house.MailedAsync("welcome");

        Assert.Null((await house.RegisterAsync("new@example.com", force: true)).Error);

        Assert.Equal(0, await house.AskAsync<long>("select count(*) from access_grant where accepted_at is null and revoked_at is null"));
        Assert.NotNull((await house.Get<AcceptInvitation>().RunAsync(token, Accounts.Other, default, CancellationToken.None)).Error);
        Assert.Equal(AccessErrorCode.Taken, (await house.RegisterAsync("new@example.com", force: true)).Error?.Code);
        Assert.All(await house.VerifyAsync(), report => Assert.True(report.IsSound));
    }

    [Fact]
    public async Task An_address_that_is_written_to_too_often_registers_nobody()
    {
        await using var house = await House.OpenAsync();
        for (var i = 0; i < MessageLimits.AnHour; i++)
        {
            await Notifications.MailHouse.WriteAsync(house, Notifications.MailHouse.Letter(house), Ann);
        }

        Assert.Equal(AccessErrorCode.RateLimited, (await house.RegisterAsync(Ann)).Error?.Code);

        Assert.Equal(AccessErrorCode.WrongLogin, (await house.LogInAsync(Ann, Accounts.Password)).Error?.Code);
    }

    [Fact]
    public async Task What_is_given_to_an_address_that_nobody_has_shown_to_be_theirs_waits_for_a_password_by_mail()
    {
        await using var house = await House.OpenAsync();
        var squatter = await house.CallerAsync((await house.RegisterAsync("new@example.com")).Value);
        await InviteAsync(house);
        var (code, _) = await house.MailedAsync("verify-email");
        var (token, _) = await house.MailedAsync("welcome");
        var holds = "select count(*) from access_grant where accepted_at is not null and user_id = '" + squatter.User!.Value.Value + "'";
        Assert.Equal(0, await house.AskAsync<long>(holds));
        Assert.Null((await house.VerifyAsync(code)).Error);
        Assert.Equal(0, await house.AskAsync<long>(holds));

        Assert.Null((await house.Get<AcceptInvitation>().RunAsync(token, Accounts.Other, default, CancellationToken.None)).Error);

        Assert.Equal(1, await house.AskAsync<long>(holds));
        Assert.NotNull((await house.StillAsync(squatter)).Error);
        Assert.Equal(AccessErrorCode.WrongLogin, (await house.LogInAsync("new@example.com", Accounts.Password)).Error?.Code);
        Assert.Null((await house.LogInAsync("new@example.com", Accounts.Other)).Error);
    }

    /// <summary>What force discards is an invitation, whatever else an account without a password may come to be.</summary>
    [Theory]
    [InlineData("update app_user set password_hash = 'x' where user_id = $1")]
    [InlineData("update login set verified_at = now() where user_id = $1")]
    [InlineData("update access_grant set accepted_at = now() where user_id = $1")]
    [InlineData("update access_grant set role = 3 where user_id = $1")]
    [InlineData("insert into membership (tenant_id, user_id, role, created_at) select tenant_id, $1, 3, now() from access_grant where user_id = $1")]
    public async Task Force_discards_nobody_who_is_more_than_invited(string than)
    {
        await using var house = await House.OpenAsync();
        await InviteAsync(house);
        var person = await house.AskAsync<Guid>("select user_id from access_grant where accepted_at is null");
        await house.DoAsync("update access_grant set revoked_at = now() where role = 3 and user_id <> $1", person);
        await house.DoAsync(than, person);

        Assert.Equal(AccessErrorCode.Taken, (await house.RegisterAsync("new@example.com", force: true)).Error?.Code);

        Assert.Equal(1, await house.AskAsync<long>("select count(*) from app_user where user_id = $1 and disabled_at is null", person));
        Assert.Equal(1, await house.AskAsync<long>("select count(*) from login where user_id = $1", person));
        Assert.Equal(1, await house.AskAsync<long>("select count(*) from access_grant where user_id = $1 and revoked_at is null", person));
    }

    [Fact]
    public async Task A_person_whose_address_nobody_knows_to_be_theirs_is_unknown_to_who_does_not_invite()
    {
        await using var house = await House.OpenAsync();
        await house.RegisterAsync("new@example.com");
        var door = await house.NumberAsync(await house.AddLockAsync());

        Assert.Equal(Receivers.Unknown, (await house.GiveAsync(await house.DeskAsync(), door, "new")).Error);
    }

    private static async Task InviteAsync(House house)
    {
        var door = await house.NumberAsync(await house.AddLockAsync());
        var given = await house.GiveAsync(await house.DeskAsync(), door, "new", request => request with { InvitesUnknown = true });
        Assert.True(given.Value.IsWaiting);
    }

    private static Task<string> KindsAsync(House house, Caller of) =>
        house.AskAsync<string>("select string_agg(kind::text, ' ' order by sequence) from audit_event where tenant_id = $1", of.Home.Value);
}
