using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Audit;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Storage;

namespace Latchwork.Operations.Identity;

/// <summary>
/// The one key of an account on the Sifely wire (AK-1..AK-3). It is found by its hash; since log-in returns the same key again, it is also kept
/// encrypted.
/// </summary>
internal sealed class SifelyKeys(AccessDb db, KeyRing ring, SifelyClients clients, TimeProvider clock)
{
    public async Task<Outcome<IssuedKey>> GetOrMakeAsync(KnownPerson person, RequestOrigin from, CancellationToken cancel)
    {
        var now = clock.Now();
        using var keys = await ring.RentAsync(person.Home, cancel);
        await using var work = await db.BeginAsync(TenantSet.Of(person.Home), cancel);
        var chain = await work.HoldChainsAsync(cancel, person.Home);
        if (!await person.HoldAsync(work, cancel))
        {
            return PasswordLogIn.WrongLogin;
        }

        var client = await clients.GetOrMakeAsync(work, person.Home, person.User, now, cancel);
        string key;
        if (client is { KeySession: { } session, SealedKey: { } sealedKey, ReturnsKey: true })
        {
            key = keys.OpenText(PlaceOf(client), sealedKey);
        }
        else
        {
            (key, session) = await IssueAsync(work, keys, client, person.User, now, cancel);
            chain.Append(person.Home, Told(AuditKind.KeyIssued, client, AuditedAs(person.User, session), now), now);
        }

        var logIn = LogIn.LogInEntry(person.User, session, Surface.Sifely, from, now);
        chain.Append(person.Home, logIn.Event, now, logIn.Private);
        var issued = await DescribeAsync(work, client, person.User, person.Account, key, cancel);
        await work.CommitAsync(chain, cancel);
        return issued;
    }

    /// <summary>The new key works and the old one stops in one commit; of two who roll the same key, one succeeds (AK-3).</summary>
    public async Task<Outcome<IssuedKey>> RollAsync(Caller by, CancellationToken cancel)
    {
        var now = clock.Now();
        var user = by.User!.Value;
        using var keys = await ring.RentAsync(by.Home, cancel);
        await using var work = await db.BeginAsync(TenantSet.Of(by.Home), cancel);
        var chain = await work.HoldChainsAsync(cancel, by.Home);
        await work.DoAsync("select 1 from app_user where user_id = $1 for no key update", [user.Value], cancel);
        var ended = await work.DoAsync(
            "update session set revoked_at = $2 where token_hash = $1 and kind = $3 and revoked_at is null",
            [by.CredentialHash, now, (short)SessionKind.SifelyKey],
            cancel
        );
        if (ended == 0 || await SifelyClients.FindAsync(work, by.Home, user, cancel) is not { } client)
        {
            return CallerConfirmation.NotAuthenticated;
        }

        var account = await AccountOfAsync(work, user, cancel);
        var (key, _) = await IssueAsync(work, keys, client, user, now, cancel);
        var issued = await DescribeAsync(work, client, user, account, key, cancel);
        chain.Append(by.Home, Told(AuditKind.KeyRolled, client, by.Audited, now), now, by.AuditedDetail);
        await work.CommitAsync(chain, cancel);
        return issued;
    }

    /// <summary>For their own account, in a turn that holds it: a new key, and the one that there was stops.</summary>
    public async Task<(string ClientId, string Key)> MakeAsync(CallerTurn turn, UserId person, CancellationToken cancel)
    {
        using var keys = await ring.RentAsync(turn.Tenant, cancel);
        var client = await clients.GetOrMakeAsync(turn.Work, turn.Tenant, person, turn.Now, cancel);
        var (key, _) = await IssueAsync(turn.Work, keys, client, person, turn.Now, cancel);
        turn.Told.Add(Told(client.KeySession is null ? AuditKind.KeyIssued : AuditKind.KeyRolled, client, turn.By.Audited, turn.Now));
        return (client.ClientId, key);
    }

    /// <summary>Likewise: it has none afterwards, until its owner logs in on the wire again.</summary>
    public static async Task EndAsync(CallerTurn turn, UserId person, CancellationToken cancel)
    {
        if (await SifelyClients.FindAsync(turn.Work, turn.Tenant, person, cancel) is not { KeySession: not null } client)
        {
            return;
        }

        await turn.Work.DoAsync(
            "update session set revoked_at = $3 where tenant_id = $1 and api_client_id = $2 and kind = $4 and revoked_at is null",
            [client.Tenant.Value, client.Id.Value, turn.Now, (short)SessionKind.SifelyKey],
            cancel
        );
        turn.Told.Add(Told(AuditKind.KeyRevoked, client, turn.By.Audited, turn.Now));
    }

    private static async Task<(string Key, SessionId Session)> IssueAsync(
        Work work,
        TenantKeys keys,
        SifelyClient client,
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

    private static async Task<IssuedKey> DescribeAsync(
        Work work,
        SifelyClient client,
        UserId user,
        string account,
        string key,
        CancellationToken cancel
    )
    {
        var locks = await work.ListAsync(
            "select count(*) from access_grant where user_id = $1 and role = 3 and revoked_at is null",
            row => (int)row.GetInt64(0),
            [user.Value],
            cancel
        );
        return new IssuedKey(key, client.ClientId, account, client.Plan, client.Subscription, locks[0]);
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

    private static SecretPlace PlaceOf(SifelyClient client) => new("api_client", "key_sealed", client.Id.Value);

    private static AuditPrincipal AuditedAs(UserId user, SessionId session) => new(PrincipalKind.User, user.Value, session.Value, Surface.Sifely);

    private static AuditEvent Told(AuditKind kind, SifelyClient client, AuditPrincipal? by, DateTimeOffset now) =>
        new()
        {
            Kind = kind,
            Outcome = AuditOutcome.Done,
            Operation = OperationId.New(now).Value,
            By = by,
            On = new AuditObject(Noun.ApiClient, client.Id.Value),
        };
}
