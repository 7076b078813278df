using Latchwork.Domain;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Storage;

namespace Latchwork.Operations.Applications.Tokens;

internal enum SessionWriting
{
    Written,

    /// <summary>It was admitted before, and holds.</summary>
    IsThere,

    /// <summary>It was admitted before and ended, or was issued before its session ended, or is another text of one that is there.</summary>
    HasEnded,
}

/// <summary>
/// The session that a token becomes. Tokens with one <c>sid</c> of one person are one session: when that is ended, so is every token that was issued before.
/// The application's clock may be a minute ahead of ours, so a token counts as issued before where its <c>iat</c> is not later than the end and
/// <see cref="TokenChecks.Leeway"/>. One that is later begins another session, of another id: the ended one does not come back to life.
/// </summary>
internal sealed class TokenSession(string token, CheckedToken right, UserId user, DateTimeOffset now)
{
    /// <summary>Of one person's live tokens. An application that signs one for every call does not add rows for ever.</summary>
    private const int TokensKept = 100;

    private readonly byte[] hash = TokenHash.Of(token);

    public SessionId Id { get; private set; } = SessionId.New(now);

    public async Task<SessionWriting> WriteAsync(Work work, CancellationToken cancel)
    {
        if (await FindAsync(work, cancel) is { } there)
        {
            return there ? SessionWriting.IsThere : SessionWriting.HasEnded;
        }

        if (right.Claims.Sid is { } sid && !await JoinAsync(work, sid, cancel))
        {
            return SessionWriting.HasEnded;
        }

        await WriteRowAsync(work, cancel);
        if (!await WriteGroundsAsync(work, cancel))
        {
            return SessionWriting.HasEnded;
        }

        await ForgetOldestAsync(work, cancel);
        return SessionWriting.Written;
    }

    /// <returns>Whether it holds; null where it is not there.</returns>
    private async Task<bool?> FindAsync(Work work, CancellationToken cancel)
    {
        var found = await work.ListAsync("select revoked_at is null from session where token_hash = $1", row => row.GetBoolean(0), [hash], cancel);
        return found.Count == 0 ? null : found[0];
    }

    /// <returns>False where the session was ended, and the token is not certain to be later.</returns>
    private async Task<bool> JoinAsync(Work work, string sid, CancellationToken cancel)
    {
        var (live, endedAt) = await work.FirstAsync(
            "select (array_agg(session_id) filter (where revoked_at is null))[1], max(revoked_at) from session where user_id = $1 and foreign_sid = $2",
            row => (row.GetId(0, id => new SessionId(id)), row.GetInstant(1)),
            [user.Value, sid],
            cancel
        );
        Id = live ?? Id;
        return endedAt is null || right.Claims.IssuedAt > endedAt + TokenChecks.Leeway;
    }

    private Task WriteRowAsync(Work work, CancellationToken cancel) =>
        work.DoAsync(
            """
            insert into session (token_hash, session_id, kind, user_id, foreign_sid, issued_at, expires_at) values ($1, $2, $3, $4, $5, $6, $7)
            """,
            [hash, Id.Value, (short)SessionKind.ApplicationToken, user.Value, right.Claims.Sid, now, right.Claims.ExpiresAt + TokenChecks.Leeway],
            cancel
        );

    private async Task<bool> WriteGroundsAsync(Work work, CancellationToken cancel) =>
        await work.DoAsync(
            """
            insert into application_session (tenant_id, token_hash, application_id, issuer, kid, signed_hash) values ($1, $2, $3, $4, $5, $6)
            on conflict (tenant_id, application_id, signed_hash) do nothing
            """,
            [right.Application.Tenant.Value, hash, right.Application.Id.Value, right.Application.Issuer, right.Key.Kid, right.SignedHash],
            cancel
        ) > 0;

    /// <summary>They may come again: nobody ended them.</summary>
    private Task ForgetOldestAsync(Work work, CancellationToken cancel) =>
        work.DoAsync(
            """
            delete from session where token_hash in (
                select token_hash from session where user_id = $1 and kind = $2 and revoked_at is null and expires_at > $3
                order by issued_at desc, token_hash offset $4)
            """,
            [user.Value, (short)SessionKind.ApplicationToken, now, TokensKept],
            cancel
        );
}
