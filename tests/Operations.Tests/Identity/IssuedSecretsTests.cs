using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Clients;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Testing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;

namespace Latchwork.Operations.Tests.Identity;

/// <summary>Keys, tokens and codes of an account, beside changes of its password (AZ-5, AK-2, KR-5).</summary>
public sealed class IssuedSecretsTests
{
    private const string Account = "desk@example.com";
    private const string PasswordMd5 = "ff3bdd571bbec1a341744f201b57d04e";

    private static readonly TokenClient Mine = new("mine");

    [Fact]
    public async Task A_log_in_for_a_key_under_a_password_that_changed_meanwhile_is_wrong()
    {
        await using var house = await House.OpenAsync();

        var refused = await WhilePasswordChangesAsync(house, async () => (await KeyAsync(house)).Error);

        Assert.Equal((AccessErrorCode.WrongLogin, 0L), (refused?.Code, await LiveAsync(house)));
    }

    [Fact]
    public async Task A_log_in_for_tokens_under_a_password_that_changed_meanwhile_is_wrong()
    {
        await using var house = await House.OpenAsync();

        var refused = await WhilePasswordChangesAsync(house, async () => (await TokensAsync(house)).Error);

        Assert.Equal((AccessErrorCode.WrongLogin, 0L), (refused?.Code, await LiveAsync(house)));
    }

    [Fact]
    public async Task A_code_is_not_given_under_a_password_that_changed_meanwhile()
    {
        await using var house = await House.OpenAsync();

        var refused = await WhilePasswordChangesAsync(house, async () => (await CodeAsync(house)).Error);

        Assert.Equal((AccessErrorCode.WrongLogin, 0L), (refused?.Code, await LiveAsync(house)));
    }

    [Fact]
    public async Task A_code_that_a_change_of_the_password_ended_meanwhile_gives_no_tokens()
    {
        await using var house = await House.OpenAsync();
        var code = (await CodeAsync(house)).Value;

        var refused = await WhilePasswordChangesAsync(
            house,
            async () => (await house.Get<AuthorizationCodes>().ExchangeAsync(code, Mine, TokenKind.Exchanged, default, CancellationToken.None)).Error
        );

        Assert.Equal((AccessErrorCode.NotAuthenticated, 0L), (refused?.Code, await LiveAsync(house)));
    }

    [Fact]
    public async Task Tokens_that_a_change_of_the_password_ended_meanwhile_are_not_renewed()
    {
        await using var house = await House.OpenAsync();
        var tokens = (await TokensAsync(house)).Value;

        var refused = await WhilePasswordChangesAsync(house, async () => (await RenewAsync(house, tokens, Mine)).Error);

        Assert.Equal((AccessErrorCode.NotAuthenticated, 0L), (refused?.Code, await LiveAsync(house)));
    }

    [Fact]
    public async Task The_log_in_after_a_change_of_the_password_gives_a_key_that_works()
    {
        await using var house = await House.OpenAsync();
        var former = (await KeyAsync(house)).Value.Key;
        Assert.Equal(former, (await KeyAsync(house)).Value.Key);
        await house.DoAsync("update session set revoked_at = now() where user_id is not null");

        var key = (await KeyAsync(house)).Value.Key;

        Assert.NotEqual(former, key);
        Assert.Null((await house.Get<Callers>().AuthenticateAsync(key, Surface.Sifely, default, CancellationToken.None)).Error);
        Assert.Equal(key, (await KeyAsync(house)).Value.Key);
        Assert.Equal(2, await house.AskAsync<long>("select count(*) from audit_event where kind = $1", (short)AuditKind.KeyIssued));
    }

    /// <summary>2.2, 2.3.</summary>
    [Fact]
    public async Task Tokens_are_renewed_by_the_client_that_they_were_given_to()
    {
        await using var house = await House.OpenAsync();
        var tokens = (await TokensAsync(house)).Value;

        Assert.Equal(AccessErrorCode.NotFound, (await RenewAsync(house, tokens, new TokenClient("another"))).Error?.Code);
        Assert.Null((await RenewAsync(house, tokens, Mine)).Error);
    }

    [Fact]
    public async Task Tokens_that_were_given_to_nobody_by_name_are_renewed_by_whoever_has_them()
    {
        await using var house = await House.OpenAsync();
        var tokens = (await house.Get<LogIn>().ForTokensAsync(Account, PasswordMd5, null, TokenKind.Legacy, default, CancellationToken.None)).Value;

        Assert.Null((await RenewAsync(house, tokens, Mine)).Error);
    }

    [Fact]
    public async Task The_tokens_of_a_registered_application_end_with_it_and_its_id_is_refused()
    {
        await using var house = await House.OpenAsync();
        var desk = Caller.Server(house.Tenant);
        var added = (await house.Get<AddAppClient>().RunAsync(desk, house.Tenant, "Rooms", CancellationToken.None)).Value;
        var app = (await house.Get<AppClients>().FindAsync(added.ClientId, added.Secret, CancellationToken.None)).Value;
        var client = new TokenClient(added.ClientId, app);
        var tokens = (await TokensAsync(house, client, TokenKind.TTLock)).Value;
        var renewed = (await RenewAsync(house, tokens, client, TokenKind.TTLock)).Value;
        Assert.Null(await RefusalOfAsync(house, renewed));

        var revoked = await house.Get<RevokeApiClient>().RunAsync(desk, new WireId(WireIdKind.ApiClientUuid, added.Id), CancellationToken.None);

        Assert.Null(revoked.Error);
        Assert.Equal(AccessErrorCode.NotAuthenticated, (await RefusalOfAsync(house, renewed))?.Code);
        Assert.Equal(AccessErrorCode.NotAuthenticated, (await RenewAsync(house, tokens, client, TokenKind.TTLock)).Error?.Code);
        Assert.Equal(AccessErrorCode.WrongLogin, (await TokensAsync(house, client, TokenKind.TTLock)).Error?.Code);
        var found = await house.Get<AppClients>().FindAsync(added.ClientId, added.Secret, CancellationToken.None);
        Assert.Equal(AccessErrorCode.NotAuthenticated, found.Error?.Code);
    }

    [Fact]
    public async Task One_client_of_a_person_has_a_bounded_number_of_pairs_and_the_oldest_end()
    {
        await using var house = await House.OpenAsync();
        var person = await PersonAsync(house);
        var other = (await IssueAsync(house, person, new TokenClient("another")))!;
        var first = (await IssueAsync(house, person, Mine))!;
        var second = (await IssueAsync(house, person, Mine))!;
        Assert.Null((await RenewAsync(house, first, Mine)).Error);
        for (var more = 0; more < TokenSessions.PairsKept - 1; more++)
        {
            Assert.NotNull(await IssueAsync(house, person, Mine));
        }

        Assert.Equal(2 * (TokenSessions.PairsKept + 1), await LiveAsync(house));
        Assert.Null(await RefusalOfAsync(house, other));
        Assert.Equal(AccessErrorCode.NotAuthenticated, (await RefusalOfAsync(house, second))?.Code);
        Assert.Null((await RenewAsync(house, first, Mine)).Error);
    }

    /// <summary>Another node changes the password, and ends what was issued under the former one, while the act waits for the account.</summary>
    private static async Task<AccessError?> WhilePasswordChangesAsync(House house, Func<Task<AccessError?>> act)
    {
        await using var holder = await house.Owner.OpenConnectionAsync();
        await DoAsync(holder, "begin; set local lock_timeout = '10s'; select 1 from app_user for update");
        var asked = act();
        await Poll.UntilAsync(async () => await house.WaitingForLocksAsync() > 0);
        await DoAsync(
            holder,
            """
            update app_user set password_hash = 'another', password_set_at = now(), version = version + 1;
            update session set revoked_at = now() where user_id is not null and revoked_at is null;
            commit
            """
        );
        return await asked;
    }

    private static async Task DoAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static Task<Outcome<IssuedKey>> KeyAsync(House house) =>
        house.Get<LogIn>().ForKeyAsync(Account, PasswordMd5, default, CancellationToken.None);

    private static Task<Outcome<IssuedTokens>> TokensAsync(House house, TokenClient? client = null, TokenKind? kind = null) =>
        house.Get<LogIn>().ForTokensAsync(Account, PasswordMd5, client ?? Mine, kind ?? TokenKind.Legacy, default, CancellationToken.None);

    private static Task<Outcome<string>> CodeAsync(House house) =>
        house.Get<AuthorizationCodes>().IssueAsync(Account, PasswordMd5, Mine, default, CancellationToken.None);

    private static Task<Outcome<IssuedTokens>> RenewAsync(House house, IssuedTokens tokens, TokenClient client, TokenKind? kind = null) =>
        house.Get<RefreshTokens>().RunAsync(tokens.RefreshToken, kind ?? TokenKind.Exchanged, client, CancellationToken.None);

    private static Task<IssuedTokens?> IssueAsync(House house, KnownPerson person, TokenClient client) =>
        house.Get<TokenSessions>().IssueAsync(person, TokenKind.Legacy, client, default, CancellationToken.None);

    private static async Task<KnownPerson> PersonAsync(House house) =>
        new(
            new UserId(await house.AskAsync<Guid>("select user_id from app_user")),
            house.Tenant,
            Account,
            new DateTimeOffset(await house.AskAsync<DateTime>("select password_set_at from app_user"))
        );

    private static async Task<AccessError?> RefusalOfAsync(House house, IssuedTokens tokens) =>
        (
            await house.NewNode().GetRequiredService<Callers>().AuthenticateAsync(tokens.AccessToken, Surface.TTLock, default, CancellationToken.None)
        ).Error;

    private static Task<long> LiveAsync(House house) =>
        house.AskAsync<long>("select count(*) from session where user_id is not null and revoked_at is null");
}
