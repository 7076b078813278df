using Latchwork.Domain;
using Latchwork.Operations.Audit;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Storage;

namespace Latchwork.Operations.Identity;

/// <summary>A pair of tokens; shown once, kept as hashes.</summary>
/// <param name="ClientId">What the client called itself.</param>
/// <param name="UserNumber">Sifely's and TTLock's <c>uid</c>.</param>
public sealed record IssuedTokens(string AccessToken, string RefreshToken, TimeSpan ExpiresIn, string ClientId, int UserNumber)
{
    public override string ToString() => $"tokens of {ClientId}";
}

/// <summary>Writes and renews pairs of tokens. An access token and its refresh token are one session.</summary>
internal sealed class TokenSessions(AccessDb db, WireIdIndex ids, TimeProvider clock)
{
    private const int LongestClientName = 200;

    public async Task<IssuedTokens> IssueAsync(KnownPerson person, TokenKind kind, string? clientName, RequestOrigin from, CancellationToken cancel)
    {
        var now = clock.Now();
        var session = SessionId.New(now);
        var client = Named(clientName);
        var (access, refresh) = (kind.Make(), kind.Make());
        await using var work = await db.BeginAsync(TenantSet.Of(person.Home), cancel);
        await WriteAsync(work, new NewToken(access, session, kind.Access, person.User, client, now + kind.Life), now, cancel);
        await WriteAsync(work, new NewToken(refresh, session, kind.Refresh, person.User, client, now + kind.RefreshLife), now, cancel);
        await work.CommitAsync(person.Home, now, cancel, LogIn.LogInEntry(person, session, kind.Surface, from, now));
        return new IssuedTokens(access, refresh, kind.Life, client, await NumberOfAsync(person.User, person.Home, cancel));
    }

    /// <summary>
    /// A new access token for a refresh token; the former one stops. Of two who use one refresh token at once both succeed, and the token of the later
    /// stays.
    /// </summary>
    public async Task<Outcome<IssuedTokens>> RenewAsync(string refreshToken, TokenKind kind, CancellationToken cancel)
    {
        var now = clock.Now();
        await using var work = await db.BeginAsync(TenantSet.None, cancel);
        var found = await work.ListAsync(
            """
            select s.session_id, s.user_id, u.home_tenant_id, s.client_name, s.issued_at
            from session s join app_user u on u.user_id = s.user_id
            where s.token_hash = $1 and s.kind = $2 and s.revoked_at is null and s.expires_at > $3 and u.disabled_at is null
            for no key update of s
            """,
            row => new Renewed(
                new SessionId(row.GetGuid(0)),
                new UserId(row.GetGuid(1)),
                new TenantId(row.GetGuid(2)),
                row.GetText(3) ?? "",
                row.GetFieldValue<DateTimeOffset>(4)
            ),
            [TokenHash.Of(refreshToken), (short)kind.Refresh, now],
            cancel
        );
        if (found is not [var renewed])
        {
            return CallerConfirmation.NotAuthenticated;
        }

        var access = kind.Make();
        await EndAsync(work, renewed.Session, kind.Access, now, cancel);
        await WriteAsync(work, new NewToken(access, renewed.Session, kind.Access, renewed.User, renewed.Client, now + kind.Life), now, cancel);
        var refresh = now - renewed.IssuedAt < TokenKind.RefreshKeptFor ? refreshToken : await ReplaceAsync(work, renewed, kind, now, cancel);
        await work.CommitAsync(cancel);
        return new IssuedTokens(access, refresh, kind.Life, renewed.Client, await NumberOfAsync(renewed.User, renewed.Home, cancel));
    }

    /// <summary>A secret of one use, such as an authorization code, in the same table as all bearer secrets.</summary>
    public async Task<string> WriteOnceAsync(KnownPerson person, string clientName, TimeSpan life, CancellationToken cancel)
    {
        var now = clock.Now();
        var code = SecretMaker.Base62(40);
        await using var work = await db.BeginAsync(TenantSet.None, cancel);
        await WriteAsync(
            work,
            new NewToken(code, SessionId.New(now), SessionKind.AuthorizationCode, person.User, Named(clientName), now + life),
            now,
            cancel
        );
        await work.CommitAsync(cancel);
        return code;
    }

    /// <summary>Uses it up. Null where it is none, was used, is over, or was given to another client.</summary>
    public Task<KnownPerson?> UseOnceAsync(string code, string clientName, CancellationToken cancel)
    {
        var now = clock.Now();
        return db.FirstAsync(
            TenantSet.None,
            """
            update session s set revoked_at = $4 from app_user u
            where s.token_hash = $1 and s.kind = $2 and s.client_name = $3 and s.revoked_at is null and s.expires_at > $4
                and u.user_id = s.user_id and u.disabled_at is null
            returning s.user_id, u.home_tenant_id
            """,
            row => new KnownPerson(new UserId(row.GetGuid(0)), new TenantId(row.GetGuid(1)), ""),
            [TokenHash.Of(code), (short)SessionKind.AuthorizationCode, Named(clientName), now],
            cancel
        );
    }

    private sealed record Renewed(SessionId Session, UserId User, TenantId Home, string Client, DateTimeOffset IssuedAt);

    private readonly record struct NewToken(string Secret, SessionId Session, SessionKind Kind, UserId User, string Client, DateTimeOffset ExpiresAt)
    {
        public override string ToString() => $"{Kind} of {User.Value}";
    }

    private static Task<int> WriteAsync(Work work, NewToken token, DateTimeOffset now, CancellationToken cancel) =>
        work.DoAsync(
            "insert into session (token_hash, session_id, kind, user_id, client_name, issued_at, expires_at) values ($1, $2, $3, $4, $5, $6, $7)",
            [TokenHash.Of(token.Secret), token.Session.Value, (short)token.Kind, token.User.Value, token.Client, now, token.ExpiresAt],
            cancel
        );

    private static Task<int> EndAsync(Work work, SessionId session, SessionKind kind, DateTimeOffset now, CancellationToken cancel) =>
        work.DoAsync(
            "update session set revoked_at = $3 where session_id = $1 and kind = $2 and revoked_at is null",
            [session.Value, (short)kind, now],
            cancel
        );

    private static async Task<string> ReplaceAsync(Work work, Renewed renewed, TokenKind kind, DateTimeOffset now, CancellationToken cancel)
    {
        var refresh = kind.Make();
        await EndAsync(work, renewed.Session, kind.Refresh, now, cancel);
        await WriteAsync(
            work,
            new NewToken(refresh, renewed.Session, kind.Refresh, renewed.User, renewed.Client, now + kind.RefreshLife),
            now,
            cancel
        );
        return refresh;
    }

    private static string Named(string? client) => client is null ? "" : client[..Math.Min(client.Length, LongestClientName)];

    private async Task<int> NumberOfAsync(UserId user, TenantId home, CancellationToken cancel) =>
        int.Parse(await ids.OfRowAsync(home, user.Value, WireIdKind.UserNumber, cancel), System.Globalization.CultureInfo.InvariantCulture);
}
