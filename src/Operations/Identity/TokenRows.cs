using Latchwork.Domain;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Storage;

namespace Latchwork.Operations.Identity;

/// <param name="Client">As it is stored; empty where the client has no name.</param>
/// <param name="AppTenant">With <paramref name="App"/>, the application that it ends with.</param>
internal readonly record struct NewToken(
    string Secret,
    SessionId Session,
    SessionKind Kind,
    UserId User,
    string Client,
    DateTimeOffset ExpiresAt,
    TenantId? AppTenant = null,
    ApiClientId? App = null
)
{
    /// <summary>When it ends unless somebody does something with it; null: never for that.</summary>
    public DateTimeOffset? IdlesAt { get; init; }

    /// <summary>When the person last showed who they are; null where nothing asks for that.</summary>
    public DateTimeOffset? ProvenAt { get; init; }

    public override string ToString() => $"{Kind} of {User.Value}";
}

/// <summary>The rows of secrets that expire.</summary>
internal static class TokenRows
{
    public static Task WriteAsync(Work work, NewToken token, DateTimeOffset now, CancellationToken cancel) =>
        work.DoAsync(
            """
            insert into session (token_hash, session_id, kind, user_id, client_name, issued_at, expires_at, tenant_id, api_client_id, idles_at, proven_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8::uuid, $9::uuid, $10::timestamptz, $11::timestamptz)
            """,
            [
                TokenHash.Of(token.Secret),
                token.Session.Value,
                (short)token.Kind,
                token.User.Value,
                token.Client,
                now,
                token.ExpiresAt,
                token.AppTenant?.Value,
                token.App?.Value,
                token.IdlesAt,
                token.ProvenAt,
            ],
            cancel
        );

    public static Task EndAsync(Work work, SessionId session, SessionKind kind, DateTimeOffset now, CancellationToken cancel) =>
        work.DoAsync(
            "update session set revoked_at = $3 where session_id = $1 and kind = $2 and revoked_at is null",
            [session.Value, (short)kind, now],
            cancel
        );

    /// <summary>Ends the pairs of one client that were issued or renewed longest ago, but for so many. The account is held.</summary>
    public static Task EndOldestAsync(
        Work work,
        UserId user,
        string client,
        IReadOnlyList<SessionKind> kinds,
        int keep,
        DateTimeOffset now,
        CancellationToken cancel
    ) =>
        work.DoAsync(
            """
            update session set revoked_at = $4 where user_id = $1 and revoked_at is null and session_id in (
                select session_id from session where user_id = $1 and client_name = $2 and kind = any ($3) and revoked_at is null
                group by session_id order by max(issued_at) desc, session_id desc offset $5)
            """,
            [user.Value, client, kinds.Select(kind => (short)kind).ToArray(), now, keep],
            cancel
        );
}
