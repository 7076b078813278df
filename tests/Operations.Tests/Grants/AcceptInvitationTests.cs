using Latchwork.Domain;
using Latchwork.Operations.Identity;
using Latchwork.Testing;
using Xunit;

namespace Latchwork.Operations.Tests.Grants;

/// <summary>KR-5.</summary>
public sealed class AcceptInvitationTests
{
    [Fact]
    public async Task All_grants_that_wait_hold_after_the_first_password_whatever_their_tenants()
    {
        await using var house = await House.OpenAsync();
        var desk = await house.DeskAsync();
        var first = await InviteAsync(house, desk);
        await InviteAsync(house, desk);

        Assert.Equal(2, (await AcceptAsync(house, first)).Value.Grants);

        Assert.Equal(0, await house.AskAsync<long>("select count(*) from access_grant where accepted_at is null"));
        Assert.Null((await house.Get<LogIn>().ForKeyAsync("new@example.com", "ff3bdd571bbec1a341744f201b57d04e", default, default)).Error);
        Assert.All(await house.VerifyAsync(), report => Assert.True(report.IsSound));
    }

    [Fact]
    public async Task A_second_invitation_never_replaces_a_password()
    {
        await using var house = await House.OpenAsync();
        var desk = await house.DeskAsync();
        var first = await InviteAsync(house, desk);
        var second = await InviteAsync(house, desk);
        Assert.Null((await AcceptAsync(house, first)).Error);
        var stored = await PasswordAsync(house);

        Assert.Equal(AccessErrorCode.NotAuthenticated, (await AcceptAsync(house, second)).Error?.Code);
        Assert.Equal(AccessErrorCode.NotAuthenticated, (await AcceptAsync(house, first)).Error?.Code);

        Assert.Equal(stored, await PasswordAsync(house));
    }

    [Fact]
    public async Task Of_two_who_use_a_token_at_once_one_sets_the_password()
    {
        await using var house = await House.OpenAsync();
        var token = await InviteAsync(house, await house.DeskAsync());

        var both = await Task.WhenAll(AcceptAsync(house, token), AcceptAsync(house, token));

        Assert.Single(both, one => one.Error is null);
        Assert.Equal(1, await house.AskAsync<long>("select count(*) from audit_event where kind = 69"));
    }

    [Theory]
    [InlineData("update invitation set expires_at = created_at")]
    [InlineData("update app_user set disabled_at = created_at where password_hash is null")]
    [InlineData("update invitation set purpose = 2")]
    public async Task A_token_that_is_over_sets_nothing(string over)
    {
        await using var house = await House.OpenAsync();
        var token = await InviteAsync(house, await house.DeskAsync());
        await house.DoAsync(over);

        Assert.Equal(AccessErrorCode.NotAuthenticated, (await AcceptAsync(house, token)).Error?.Code);

        Assert.Equal(1, await house.AskAsync<long>("select count(*) from app_user where password_hash is null"));
    }

    [Theory]
    [InlineData("too short")]
    [InlineData("passwordpassword")]
    public async Task A_password_that_may_not_be_set_leaves_the_token_good(string password)
    {
        await using var house = await House.OpenAsync();
        var token = await InviteAsync(house, await house.DeskAsync());

        Assert.Equal(AccessErrorCode.Invalid, (await AcceptAsync(house, token, password)).Error?.Code);

        Assert.Null((await AcceptAsync(house, token)).Error);
    }

    /// <returns>The token of the message.</returns>
    private static async Task<string> InviteAsync(House house, Caller by)
    {
        var door = await house.NumberAsync(await house.AddLockAsync());
        Assert.Null((await house.GiveAsync(by, door, "new", request => request with { InvitesUnknown = true })).Error);
        return (await new Outbox(house.Node).NewestAsync(house.Tenant)).Token;
    }

    private static Task<Outcome<AcceptedInvitation>> AcceptAsync(House house, string token, string password = People.Password) =>
        house.Get<AcceptInvitation>().RunAsync(token, password, default, CancellationToken.None);

    private static Task<string> PasswordAsync(House house) =>
        house.AskAsync<string>("select password_hash from app_user u join login l on l.user_id = u.user_id order by u.created_at desc limit 1");
}
