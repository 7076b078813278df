using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Audit;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Storage;
using Npgsql;

namespace Latchwork.Operations.Identity;

/// <summary>
/// The one key of an account on the Sifely wire (AK-1..AK-3). It is found by its hash; since log-in returns the same key again, it is also kept
/// encrypted.
/// </summary>
internal sealed class SifelyKeys(AccessDb db, KeyRing ring, WireIds ids, TimeProvider clock)
{
    public async Task<Outcome<IssuedKey>> GetOrMakeAsync(KnownPerson person, RequestOrigin from, CancellationToken cancel)
    {
        var now = clock.Now();
        await using var work = await db.BeginAsync(TenantSet.Of(person.Home), cancel);
        await LockAccountAsync(work, person.User, cancel);
        var client = await FindAsync(work, person.Home, person.User, cancel);
        using var keys = await ring.RentAsync(person.Home, cancel);
        var isNew = client is null;
        client ??= await MakeClientAsync(work, person, now, cancel);
        var (key, session) =
            client.SealedKey is { } sealedKey && client.ReturnsKey
                ? (keys.OpenText(PlaceOf(client), sealedKey), client.Session)
                : await IssueAsync(work, keys, client, person.User, now, cancel);
        var issued = await DescribeAsync(work, client, person, key, cancel);
        var entries = isNew
            ? new[] { KeyEntry(AuditKind.KeyIssued, client, person.User, session, now), LogIn.LogInEntry(person, session, Surface.Sifely, from, now) }
            : [LogIn.LogInEntry(person, session, Surface.Sifely, from, now)];
        await work.CommitAsync(person.Home, now, cancel, entries);
        return issued;
    }

    /// <summary>The new key works and the old one stops in one commit; of two who roll the same key, one succeeds (AK-3).</summary>
    public async Task<Outcome<IssuedKey>> RollAsync(Caller by, CancellationToken cancel)
    {
        var now = clock.Now();
        var user = by.User!.Value;
        await using var work = await db.BeginAsync(TenantSet.Of(by.Home), cancel);
        await LockAccountAsync(work, user, cancel);
        var ended = await work.DoAsync(
            "update session set revoked_at = $2 where token_hash = $1 and kind = $3 and revoked_at is null",
            [by.CredentialHash, now, (short)SessionKind.SifelyKey],
            cancel
        );
        if (ended == 0 || await FindAsync(work, by.Home, user, cancel) is not { } client)
        {
            return CallerConfirmation.NotAuthenticated;
        }

        using var keys = await ring.RentAsync(by.Home, cancel);
        var account = await AccountOfAsync(work, user, cancel);
        var (key, session) = await IssueAsync(work, keys, client, user, now, cancel);
        var issued = await DescribeAsync(work, client, new KnownPerson(user, by.Home, account), key, cancel);
        await work.CommitAsync(by.Home, now, cancel, KeyEntry(AuditKind.KeyRolled, client, user, session, now, by));
        return issued;
    }

    private sealed record Client(TenantId Tenant, ApiClientId Id, string ClientId, byte[]? SealedKey, bool ReturnsKey, SessionId Session)
    {
        public string? Plan { get; init; }

        public SubscriptionState Subscription { get; init; }
    }

    // Two log-ins of one account at a time would make two clients. Others may name the account meanwhile: they hold the chain that is waited for next.
    private static Task LockAccountAsync(Work work, UserId user, CancellationToken cancel) =>
        work.DoAsync("select 1 from app_user where user_id = $1 for no key update", [user.Value], cancel);

    private static Task<Client?> FindAsync(Work work, TenantId home, UserId user, CancellationToken cancel) =>
        work.FirstAsync(
            """
            select c.tenant_id, c.api_client_id, p.wire_id, c.key_sealed, c.returns_key, s.session_id, c.plan, c.subscription
            from api_client c
            join public_id p on p.tenant_id = c.tenant_id and p.row_id = c.api_client_id and p.kind = $2
            left join session s on s.tenant_id = c.tenant_id and s.api_client_id = c.api_client_id and s.revoked_at is null
            where c.tenant_id = $3 and c.user_id = $1 and c.kind = 1 and c.revoked_at is null
            """,
            Read,
            [user.Value, (short)WireIdKind.SifelyClient, home.Value],
            cancel
        );

    private static Client? Read(NpgsqlDataReader row) =>
        new(
            new TenantId(row.GetGuid(0)),
            new ApiClientId(row.GetGuid(1)),
            row.GetString(2),
            row.IsDBNull(3) ? null : row.GetFieldValue<byte[]>(3),
            row.GetBoolean(4),
            new SessionId(row.GetOptional<Guid>(5) ?? Guid.Empty)
        )
        {
            Plan = row.GetText(6),
            Subscription = (SubscriptionState)row.GetInt16(7),
        };

    private async Task<Client> MakeClientAsync(Work work, KnownPerson person, DateTimeOffset now, CancellationToken cancel)
    {
        var id = ApiClientId.New(now);
        await work.DoAsync(
            "insert into api_client (tenant_id, api_client_id, kind, name, user_id, created_at) values ($1, $2, 1, 'Sifely', $3, $4)",
            [person.Home.Value, id.Value, person.User.Value, now],
            cancel
        );
        await ids.IssueAsync(work, person.Home, id.Value, cancel, WireIdKind.SifelyClient, WireIdKind.ApiClientUuid);
        return (await FindAsync(work, person.Home, person.User, cancel))!;
    }

    private static async Task<(string Key, SessionId Session)> IssueAsync(
        Work work,
        TenantKeys keys,
        Client client,
        UserId user,
        DateTimeOffset now,
        CancellationToken cancel
    )
    {
        var key = SecretMaker.SifelyKey();
        var session = SessionId.New(now);
        await work.DoAsync(
            """
            with old as (
                update session set revoked_at = $6 where tenant_id = $1 and api_client_id = $2 and revoked_at is null returning 1),
            kept as (
                update api_client set key_sealed = $3 where tenant_id = $1 and api_client_id = $2 returning 1)
            insert into session (token_hash, session_id, kind, user_id, tenant_id, api_client_id, issued_at) values ($4, $5, $7, $8, $1, $2, $6)
            """,
            [
                client.Tenant.Value,
                client.Id.Value,
                keys.SealText(PlaceOf(client), key),
                TokenHash.Of(key),
                session.Value,
                now,
                (short)SessionKind.SifelyKey,
                user.Value,
            ],
            cancel
        );
        return (key, session);
    }

    private static async Task<IssuedKey> DescribeAsync(Work work, Client client, KnownPerson person, string key, CancellationToken cancel)
    {
        var locks = await work.ListAsync(
            "select count(*) from access_grant where user_id = $1 and role = 3 and revoked_at is null",
            row => (int)row.GetInt64(0),
            [person.User.Value],
            cancel
        );
        return new IssuedKey(key, client.ClientId, person.Account, client.Plan, client.Subscription, locks[0]);
    }

    private async Task<string> AccountOfAsync(Work work, UserId user, CancellationToken cancel)
    {
        using var installation = await ring.RentAsync(TenantId.Installation, cancel);
        var name = await work.FirstAsync(
            $"select {PersonName.ColumnsOf("who")} from (select $1::uuid as id) as one {PersonName.JoinOf("one.id", "who")}",
            row => PersonName.Read(row, 0),
            [user.Value],
            cancel
        );
        return name?.Account(installation) ?? "";
    }

    private static SecretPlace PlaceOf(Client client) => new("api_client", "key_sealed", client.Id.Value);

    private static AuditEntry KeyEntry(AuditKind kind, Client client, UserId user, SessionId session, DateTimeOffset now, Caller? by = null) =>
        new(
            new AuditEvent
            {
                Kind = kind,
                Outcome = AuditOutcome.Done,
                Operation = OperationId.New(now).Value,
                By = by?.Audited ?? new AuditPrincipal(PrincipalKind.User, user.Value, session.Value, Surface.Sifely),
                On = new AuditObject(Noun.ApiClient, client.Id.Value),
            },
            by?.AuditedDetail
        );
}
