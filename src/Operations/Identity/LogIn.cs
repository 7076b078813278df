using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Audit;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Storage;

namespace Latchwork.Operations.Identity;

/// <summary>The account of the Sifely wire: its key, and what log-in tells about it.</summary>
public sealed record IssuedKey(string Key, string ClientId, string Account, string Plan, string SubscriptionStatus, int LockCount)
{
    public override string ToString() => $"key of {ClientId}";
}

public sealed record IssuedTokens(string AccessToken, string RefreshToken, TimeSpan ExpiresIn, string ClientId)
{
    public override string ToString() => $"tokens of {ClientId}";
}

/// <summary>Log-in by account name and the encoded password of the wires (AK-4).</summary>
public sealed class LogIn
{
    public static readonly TimeSpan TokenLife = TimeSpan.FromDays(365);

    private readonly PasswordLogIn passwords;
    private readonly SifelyKeys keys;
    private readonly AccessDb db;
    private readonly TimeProvider clock;

    internal LogIn(PasswordLogIn passwords, SifelyKeys keys, AccessDb db, TimeProvider clock) =>
        (this.passwords, this.keys, this.db, this.clock) = (passwords, keys, db, clock);

    /// <summary>The account's key: made at the first log-in, the same one afterwards (AK-2).</summary>
    /// <param name="passwordMd5">Exactly 32 hexadecimal digits.</param>
    public async Task<Outcome<IssuedKey>> ForKeyAsync(string account, string passwordMd5, RequestOrigin from, CancellationToken cancel) =>
        (await passwords.CheckAsync(account, passwordMd5, from, cancel)).IsRefused(out var refusal, out var person)
            ? refusal
            : await keys.GetOrMakeAsync(person, from, cancel);

    /// <summary>Tokens of the older log-in, which expire.</summary>
    /// <param name="clientName">What the client calls itself; any text.</param>
    public async Task<Outcome<IssuedTokens>> ForTokenAsync(
        string account,
        string passwordMd5,
        string? clientName,
        RequestOrigin from,
        CancellationToken cancel
    )
    {
        if ((await passwords.CheckAsync(account, passwordMd5, from, cancel)).IsRefused(out var refusal, out var person))
        {
            return refusal;
        }

        var tokens = new IssuedTokens(SecretMaker.Base62(40), SecretMaker.Base62(40), TokenLife, clientName ?? "");
        await WriteAsync(person, tokens, from, cancel);
        return tokens;
    }

    private async Task WriteAsync(KnownPerson person, IssuedTokens tokens, RequestOrigin from, CancellationToken cancel)
    {
        var now = clock.Now();
        var session = SessionId.New(now);
        await using var work = await db.BeginAsync(TenantSet.Of(person.Home), cancel);
        await work.DoAsync(
            """
            insert into session (token_hash, session_id, kind, user_id, client_name, issued_at, expires_at)
            select t.token_hash, $2, t.kind, $3, $4, $5, t.expires_at from unnest($1::bytea[], $6::smallint[], $7::timestamptz[]) as t (token_hash, kind, expires_at)
            """,
            [
                new[] { TokenHash.Of(tokens.AccessToken), TokenHash.Of(tokens.RefreshToken) },
                session.Value,
                person.User.Value,
                tokens.ClientId.Length > 200 ? tokens.ClientId[..200] : tokens.ClientId,
                now,
                new[] { (short)SessionKind.LegacyToken, (short)SessionKind.LegacyRefresh },
                new[] { now + TokenLife, now + (2 * TokenLife) },
            ],
            cancel
        );
        await work.CommitAsync(person.Home, now, cancel, LogInEntry(person, session, from, now));
    }

    internal static AuditEntry LogInEntry(KnownPerson person, SessionId session, RequestOrigin from, DateTimeOffset now) =>
        new(
            new AuditEvent
            {
                Kind = AuditKind.LogIn,
                Outcome = AuditOutcome.Done,
                Operation = OperationId.New(now).Value,
                By = new AuditPrincipal(PrincipalKind.User, person.User.Value, session.Value, Surface.Sifely),
            },
            new AuditPrivate { Address = from.Address?.ToString(), UserAgent = from.UserAgent }
        );
}
