using System.Globalization;
using Latchwork.Domain;
using Latchwork.Operations.Audit;
using Latchwork.Operations.Clients;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Storage;
using Npgsql;

namespace Latchwork.Operations.Identity;

/// <summary>A pair of tokens; shown once, kept as hashes.</summary>
/// <param name="ClientId">What the client called itself.</param>
/// <param name="UserNumber">Sifely's and TTLock's <c>uid</c>.</param>
public sealed record IssuedTokens(string AccessToken, string RefreshToken, TimeSpan ExpiresIn, string ClientId, int UserNumber)
{
    public override string ToString() => $"tokens of {ClientId}";
}

/// <summary>Writes and renews pairs of tokens. An access token and its refresh token are one session.</summary>
internal sealed class TokenSessions(AccessDb db, SifelyClients clients, WireIdIndex ids, TimeProvider clock)
{
    /// <summary>Live pairs of one person's one client. A program that logs in for every call does not add rows for ever.</summary>
    public const int PairsKept = 20;

    /// <param name="useUp">What the pair is given for, where that works once: false if it was used meanwhile.</param>
    /// <returns>Null: it is given for nothing that still holds.</returns>
    public async Task<IssuedTokens?> IssueAsync(
        KnownPerson person,
        TokenKind kind,
        TokenClient? client,
        RequestOrigin from,
        CancellationToken cancel,
        Func<Work, DateTimeOffset, Task<bool>>? useUp = null
    )
    {
        var now = clock.Now();
        await using var work = await db.BeginAsync(SetOf(client?.App, person.Home), cancel);
        var chain = await work.HoldChainsAsync(cancel, person.Home);
        if (!await person.HoldAsync(work, cancel) || !await HoldAsync(work, client?.App, cancel) || (useUp is not null && !await useUp(work, now)))
        {
            return null;
        }

        await clients.GetOrMakeAsync(work, person.Home, person.User, now, cancel);
        var session = new TokenSession(SessionId.New(now), person.User, client?.StoredName ?? "", client?.App?.Tenant, client?.App?.Id);
        var (access, refresh) = (kind.Make(), kind.Make());
        await TokenRows.WriteAsync(work, session.Token(access, kind.Access, now + kind.Life), now, cancel);
        await TokenRows.WriteAsync(work, session.Token(refresh, kind.Refresh, now + kind.RefreshLife), now, cancel);
        await TokenRows.EndOldestAsync(work, person.User, session.Client, [kind.Access, kind.Refresh], PairsKept, now, cancel);
        var logIn = LogIn.LogInEntry(person.User, session.Id, kind.Surface, from, now);
        chain.Append(person.Home, logIn.Event, now, logIn.Private);
        await work.CommitAsync(chain, cancel);
        return new IssuedTokens(access, refresh, kind.Life, session.Client, await NumberOfAsync(person.User, person.Home, cancel));
    }

    /// <summary>
    /// A new access token for a refresh token; the former one stops. Of two who use one refresh token at once both succeed, and the token of the later
    /// stays.
    /// </summary>
    /// <returns><see cref="AccessErrorCode.NotFound"/>: it was given to another client.</returns>
    public async Task<Outcome<IssuedTokens>> RenewAsync(string refreshToken, TokenKind kind, TokenClient client, CancellationToken cancel)
    {
        var now = clock.Now();
        var hash = TokenHash.Of(refreshToken);
        await using var work = await db.BeginAsync(SetOf(client.App), cancel);
        await HoldHolderAsync(work, hash, cancel);
        if (!await HoldAsync(work, client.App, cancel) || await FindAsync(work, hash, kind, now, cancel) is not { } held)
        {
            return CallerConfirmation.NotAuthenticated;
        }

        if (!held.Session.IsOf(client))
        {
            return AccessError.NotFound(Noun.ApiClient);
        }

        var (access, session) = (kind.Make(), held.Session);
        await TokenRows.EndAsync(work, session.Id, kind.Access, now, cancel);
        await TokenRows.WriteAsync(work, session.Token(access, kind.Access, now + kind.Life), now, cancel);
        var refresh = now - held.IssuedAt < TokenKind.RefreshKeptFor ? refreshToken : await ReplaceAsync(work, session, kind, now, cancel);
        await work.CommitAsync(cancel);
        return new IssuedTokens(access, refresh, kind.Life, session.Client, await NumberOfAsync(session.User, held.Home, cancel));
    }

    private sealed record TokenSession(SessionId Id, UserId User, string Client, TenantId? AppTenant, ApiClientId? App)
    {
        /// <summary>Who had no name when it was given may have any.</summary>
        public bool IsOf(TokenClient client) => (Client.Length == 0 || Client == client.StoredName) && (App is null || App == client.App?.Id);

        public NewToken Token(string secret, SessionKind kind, DateTimeOffset expiresAt) =>
            new(secret, Id, kind, User, Client, expiresAt, AppTenant, App);
    }

    private sealed record Held(TokenSession Session, TenantId Home, DateTimeOffset IssuedAt)
    {
        public static Held Read(NpgsqlDataReader row) =>
            new(
                new TokenSession(
                    new SessionId(row.GetGuid(0)),
                    new UserId(row.GetGuid(1)),
                    row.GetText(3) ?? "",
                    row.GetId(5, id => new TenantId(id)),
                    row.GetId(6, id => new ApiClientId(id))
                ),
                new TenantId(row.GetGuid(2)),
                row.GetFieldValue<DateTimeOffset>(4)
            );
    }

    private static TenantSet SetOf(AppClient? app, params IEnumerable<TenantId> others) => new(app is null ? others : others.Append(app.Tenant));

    /// <summary>The account before its sessions, as whoever ends them all takes them.</summary>
    private static Task HoldHolderAsync(Work work, byte[] refreshToken, CancellationToken cancel) =>
        work.DoAsync("select 1 from app_user where user_id = (select user_id from session where token_hash = $1) for share", [refreshToken], cancel);

    /// <returns>False where the application was revoked meanwhile.</returns>
    private static async Task<bool> HoldAsync(Work work, AppClient? app, CancellationToken cancel) =>
        app is null
        || await work.FirstAsync(
            "select true from api_client where tenant_id = $1 and api_client_id = $2 and revoked_at is null for share",
            row => row.GetBoolean(0),
            [app.Tenant.Value, app.Id.Value],
            cancel
        );

    private static Task<Held?> FindAsync(Work work, byte[] refreshToken, TokenKind kind, DateTimeOffset now, CancellationToken cancel) =>
        work.FirstAsync(
            """
            select s.session_id, s.user_id, u.home_tenant_id, s.client_name, s.issued_at, s.tenant_id, s.api_client_id
            from session s join app_user u on u.user_id = s.user_id
            where s.token_hash = $1 and s.kind = $2 and s.revoked_at is null and s.expires_at > $3 and u.disabled_at is null
            for no key update of s
            """,
            Held.Read,
            [refreshToken, (short)kind.Refresh, now],
            cancel
        );

    private static async Task<string> ReplaceAsync(Work work, TokenSession session, TokenKind kind, DateTimeOffset now, CancellationToken cancel)
    {
        var refresh = kind.Make();
        await TokenRows.EndAsync(work, session.Id, kind.Refresh, now, cancel);
        await TokenRows.WriteAsync(work, session.Token(refresh, kind.Refresh, now + kind.RefreshLife), now, cancel);
        return refresh;
    }

    private async Task<int> NumberOfAsync(UserId user, TenantId home, CancellationToken cancel) =>
        int.Parse(await ids.OfRowAsync(home, user.Value, WireIdKind.UserNumber, cancel), CultureInfo.InvariantCulture);
}
