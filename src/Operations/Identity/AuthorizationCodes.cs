using Latchwork.Domain;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Storage;

namespace Latchwork.Operations.Identity;

/// <summary>
/// The two steps of the wire's authorization code (sifely.md 2.4, 2.3): a person's password buys a code for one client, which exchanges it for tokens
/// once, within ten minutes (RFC 6749 §4.1.2).
/// </summary>
public sealed class AuthorizationCodes
{
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(10);

    private const int CodeLength = 40;

    private readonly AccessDb db;
    private readonly PasswordLogIn passwords;
    private readonly TokenSessions sessions;
    private readonly TimeProvider clock;

    internal AuthorizationCodes(AccessDb db, PasswordLogIn passwords, TokenSessions sessions, TimeProvider clock) =>
        (this.db, this.passwords, this.sessions, this.clock) = (db, passwords, sessions, clock);

    public async Task<Outcome<string>> IssueAsync(
        string account,
        string passwordMd5,
        TokenClient client,
        RequestOrigin from,
        CancellationToken cancel
    ) =>
        (await passwords.CheckAsync(account, passwordMd5, from, cancel)).IsRefused(out var refusal, out var person)
            ? refusal
            : await WriteAsync(person, client, cancel);

    /// <summary>The code is used up in the commit that issues the tokens.</summary>
    /// <returns><see cref="AccessErrorCode.NotAuthenticated"/>: it is none, was used, is over, or was given to another client.</returns>
    public async Task<Outcome<IssuedTokens>> ExchangeAsync(
        string code,
        TokenClient client,
        TokenKind kind,
        RequestOrigin from,
        CancellationToken cancel
    )
    {
        var hash = TokenHash.Of(code);
        return
            await FindAsync(hash, client, cancel) is { } person
            && await sessions.IssueAsync(person, kind, client, from, cancel, (work, now) => UseUpAsync(work, hash, now, cancel)) is { } issued
            ? issued
            : CallerConfirmation.NotAuthenticated;
    }

    private async Task<Outcome<string>> WriteAsync(KnownPerson person, TokenClient client, CancellationToken cancel)
    {
        var now = clock.Now();
        var code = SecretMaker.Base62(CodeLength);
        var token = new NewToken(code, SessionId.New(now), SessionKind.AuthorizationCode, person.User, client.StoredName, now + Life);
        await using var work = await db.BeginAsync(TenantSet.None, cancel);
        if (!await person.HoldAsync(work, cancel))
        {
            return PasswordLogIn.WrongLogin;
        }

        await TokenRows.WriteAsync(work, token, now, cancel);
        await work.CommitAsync(cancel);
        return code;
    }

    private Task<KnownPerson?> FindAsync(byte[] code, TokenClient client, CancellationToken cancel) =>
        db.FirstAsync(
            TenantSet.None,
            """
            select u.user_id, u.home_tenant_id, u.password_set_at from session s join app_user u on u.user_id = s.user_id
            where s.token_hash = $1 and s.kind = $2 and s.client_name = $3 and s.revoked_at is null and s.expires_at > $4 and u.disabled_at is null
            """,
            row => new KnownPerson(new UserId(row.GetGuid(0)), new TenantId(row.GetGuid(1)), "", row.GetInstant(2)),
            [code, (short)SessionKind.AuthorizationCode, client.StoredName, clock.Now()],
            cancel
        );

    private static async Task<bool> UseUpAsync(Work work, byte[] code, DateTimeOffset now, CancellationToken cancel) =>
        await work.DoAsync("update session set revoked_at = $2 where token_hash = $1 and revoked_at is null", [code, now], cancel) > 0;
}
