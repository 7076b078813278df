using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Audit;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Notifications;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Storage;
using Npgsql;

namespace Latchwork.Operations.Sessions;

/// <summary>A token for calls and one to renew both; shown once, kept as hashes.</summary>
public sealed record SessionTokens(string AuthToken, string RefreshToken)
{
    public override string ToString() => nameof(SessionTokens);
}

/// <summary>Writes and renews the sessions of the Doordeck wire. Both tokens are one session.</summary>
internal sealed class PersonSessions(AccessDb db, KeyRing ring, AuthTokenKeys keys, ServerAddress address, TimeProvider clock)
{
    public static readonly TimeSpan AuthLife = TimeSpan.FromDays(7);
    public static readonly TimeSpan RefreshLife = TimeSpan.FromDays(180);

    /// <summary>How long a refresh token that was used still works: the answer may have been lost, and a client may ask twice at once.</summary>
    public static readonly TimeSpan UsedRefreshLife = TimeSpan.FromMinutes(10);

    /// <summary>Of one person. A program that logs in for every call does not add rows for ever.</summary>
    private const int SessionsKept = 50;

    /// <summary>Of each kind in one session.</summary>
    private const int TokensKept = 20;

    private const string Client = "doordeck";

    private static readonly SessionKind[] Kinds = [SessionKind.DoordeckSession, SessionKind.DoordeckRefresh];

    /// <returns>Null: the password is another one by now, or the account was disabled.</returns>
    public async Task<SessionTokens?> IssueAsync(KnownPerson person, RequestOrigin from, CancellationToken cancel)
    {
        var now = clock.Now();
        var key = await keys.CurrentAsync(cancel);
        using var installation = await ring.RentAsync(TenantId.Installation, cancel);
        await using var work = await db.BeginAsync(TenantSet.Of(person.Home), cancel);
        var chain = await work.HoldChainsAsync(cancel, person.Home);
        if (!await person.HoldAsync(work, cancel) || await ClaimantAsync(work, person.User, cancel) is not { } claimant)
        {
            return null;
        }

        var session = SessionId.New(now);
        var issued = await WriteAsync(work, Sign(key, claimant, installation, session, now), person.User, session, now, cancel);
        await TokenRows.EndOldestAsync(work, person.User, Client, Kinds, SessionsKept, now, cancel);
        var logIn = LogIn.LogInEntry(person.User, session, Surface.Doordeck, from, now);
        chain.Append(person.Home, logIn.Event, now, logIn.Private);
        await work.CommitAsync(chain, cancel);
        return issued;
    }

    /// <summary>New ones of the same session for a refresh token, which works a little longer.</summary>
    /// <returns>Null: it does not hold any more.</returns>
    public async Task<SessionTokens?> RenewAsync(Caller by, CancellationToken cancel)
    {
        var now = clock.Now();
        var key = await keys.CurrentAsync(cancel);
        using var installation = await ring.RentAsync(TenantId.Installation, cancel);
        await using var work = await db.BeginAsync(TenantSet.None, cancel);
        // The account before its sessions, as whoever ends them all takes them.
        await work.DoAsync("select 1 from app_user where user_id = $1 for share", [by.Principal.Id], cancel);
        if (await UseAsync(work, by, now, cancel) is not { } session || await ClaimantAsync(work, by.User!.Value, cancel) is not { } claimant)
        {
            return null;
        }

        var issued = await WriteAsync(work, Sign(key, claimant, installation, session, now), by.User.Value, session, now, cancel);
        await DropFormerAsync(work, session, now, cancel);
        await work.CommitAsync(cancel);
        return issued;
    }

    /// <param name="Uuid">As the wires name them.</param>
    private sealed record Claimant(string Uuid, string? DisplayName, PersonName Name, bool IsEmail, bool IsVerified)
    {
        public static Claimant Read(NpgsqlDataReader row) =>
            new(row.GetString(0), row.GetText(1), PersonName.Read(row, 2), row.GetOptional<short>(5) == (short)LoginKind.Email, row.GetBoolean(6));
    }

    private static Task<Claimant?> ClaimantAsync(Work work, UserId user, CancellationToken cancel) =>
        work.FirstAsync(
            """
            select p.wire_id, u.display_name, u.display_name, o.login_id, o.name_sealed, o.kind, coalesce(o.verified_at is not null, false)
            from app_user u
            join public_id p on p.tenant_id = u.home_tenant_id and p.row_id = u.user_id and p.kind = $2
            left join lateral (
                select * from login l where l.user_id = u.user_id and l.kind <= 3 order by l.kind = 2 desc, l.created_at limit 1) as o on true
            where u.user_id = $1 and u.disabled_at is null
            """,
            Claimant.Read,
            [user.Value, (short)WireIdKind.UserUuid],
            cancel
        );

    private SessionTokens Sign(AuthTokenKey key, Claimant claimant, TenantKeys installation, SessionId session, DateTimeOffset now)
    {
        return new SessionTokens(Token(isRefresh: false, AuthLife), Token(isRefresh: true, RefreshLife));

        string Token(bool isRefresh, TimeSpan life) =>
            AuthToken.Sign(
                key,
                new AuthTokenClaims(
                    address.Url?.AbsoluteUri ?? AuthToken.Audience,
                    AuthToken.Audience,
                    claimant.Uuid,
                    session.Value.ToString(),
                    session.Value.ToString(),
                    isRefresh,
                    claimant.IsEmail ? claimant.Name.Account(installation) : null,
                    claimant.IsEmail && claimant.IsVerified,
                    claimant.DisplayName,
                    now.ToUnixTimeSeconds(),
                    (now + life).ToUnixTimeSeconds(),
                    SecretMaker.Base62(22)
                )
            );
    }

    private static async Task<SessionTokens> WriteAsync(
        Work work,
        SessionTokens issued,
        UserId user,
        SessionId session,
        DateTimeOffset now,
        CancellationToken cancel
    )
    {
        var auth = new NewToken(issued.AuthToken, session, SessionKind.DoordeckSession, user, Client, now + AuthLife);
        await TokenRows.WriteAsync(work, auth, now, cancel);
        await TokenRows.WriteAsync(
            work,
            auth with
            {
                Secret = issued.RefreshToken,
                Kind = SessionKind.DoordeckRefresh,
                ExpiresAt = now + RefreshLife,
            },
            now,
            cancel
        );
        return issued;
    }

    private static async Task<SessionId?> UseAsync(Work work, Caller by, DateTimeOffset now, CancellationToken cancel)
    {
        var used = await work.ListAsync(
            """
            update session set expires_at = least(expires_at, $3)
            where token_hash = $1 and kind = $2 and revoked_at is null and expires_at > $4 returning session_id
            """,
            row => new SessionId(row.GetGuid(0)),
            [by.CredentialHash, (short)SessionKind.DoordeckRefresh, now + UsedRefreshLife, now],
            cancel
        );
        return used.Count == 0 ? null : used[0];
    }

    /// <summary>
    /// What renewals have left behind: a token that is not there is refused like one that is over, and nobody asks whether it was used before. A session that
    /// goes on for years keeps a handful of rows.
    /// </summary>
    private static Task<int> DropFormerAsync(Work work, SessionId session, DateTimeOffset now, CancellationToken cancel) =>
        work.DoAsync(
            """
            delete from session where token_hash in (
                select token_hash from (
                    select token_hash, expires_at, row_number() over (partition by kind order by issued_at desc, token_hash) as place
                    from session where session_id = $1) as ranked
                where expires_at <= $2 or place > $3)
            """,
            [session.Value, now, TokensKept],
            cancel
        );
}
