using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Users;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Secrets;

namespace Latchwork.Operations.Clients;

/// <summary>A client with its new secret, which is shown this once.</summary>
/// <param name="Id">Public UUID of the client.</param>
/// <param name="ClientId">What an application calls itself on its wire.</param>
public sealed record RolledSecret(string Id, string? ClientId, string Secret)
{
    public override string ToString() => $"client {Id}";
}

/// <summary>
/// Gives another secret to a client whose secret is sent as it is: an application, a key of our own API, or a token of a service. The one it had goes on for the time
/// that is asked for, at most seven days, or ends with the commit, on every node (AZ-5); any older one ends now. What people were given through an application stays.
/// </summary>
public sealed class RollClientSecret
{
    private readonly CallerWrites writes;
    private readonly WireIdIndex index;

    internal RollClientSecret(CallerWrites writes, WireIdIndex index) => (this.writes, this.index) = (writes, index);

    public async Task<Outcome<RolledSecret>> RunAsync(Caller by, WireId client, TimeSpan overlap, CancellationToken cancel)
    {
        var row = await index.FindAsync(client, by.Tenants, cancel);
        var tenant = row?.Tenant ?? by.Home;
        var begun = await writes.BeginAsync(by, tenant, Permission.KeysWrite, Noun.ApiClient, AuditKind.KeyRolled, cancel);
        if (begun.IsRefused(out var weak, out var write))
        {
            return weak;
        }

        await using (write)
        {
            if (RollHmacSecret.RefuseOverlap(overlap) is { } invalid)
            {
                return await write.RefuseAsync(invalid);
            }

            var id = new ApiClientId(row?.Id ?? Guid.Empty);
            if (await FindAsync(write, tenant, id, cancel) is not { } held)
            {
                return await write.RefuseAsync(AccessError.NotFound(Noun.ApiClient));
            }

            // Whoever has the secret has the scopes.
            if (TenantRoles.RefuseDealing(write.By.StandingIn(tenant) ?? default, Permission.KeysWrite, held.Scopes) is { } tooMuch)
            {
                return await write.RefuseAsync(tooMuch);
            }

            var (kind, secret) = FreshOf(held.Kind);
            await WriteAsync(write, tenant, id, kind, secret, overlap, cancel);
            var uuid = await WireIds.TextAsync(write.Work, tenant, id.Value, WireIdKind.ApiClientUuid, cancel);
            var name = held.Kind == ApiClientKind.App ? await WireIds.TextAsync(write.Work, tenant, id.Value, WireIdKind.AppClient, cancel) : null;
            await write.CommitAsync(new AuditObject(Noun.ApiClient, id.Value), null, cancel);
            return new RolledSecret(uuid, name, secret);
        }
    }

    private sealed record Held(ApiClientKind Kind, PermissionSet Scopes);

    private static Task<Held?> FindAsync(CallerWork write, TenantId tenant, ApiClientId id, CancellationToken cancel) =>
        write.Work.FirstAsync(
            """
            select kind, scopes from api_client where tenant_id = $1 and api_client_id = $2 and kind = any ($3) and revoked_at is null for no key update
            """,
            row => new Held((ApiClientKind)row.GetInt16(0), PermissionSet.Parse(row.GetFieldValue<string[]>(1)).Value),
            [tenant.Value, id.Value, Kinds],
            cancel
        );

    private static readonly short[] Kinds = [(short)ApiClientKind.App, (short)ApiClientKind.Native, (short)ApiClientKind.Integration];

    private static (SessionKind Kind, string Secret) FreshOf(ApiClientKind kind) =>
        kind switch
        {
            ApiClientKind.App => (SessionKind.AppSecret, AddAppClient.NewSecret()),
            ApiClientKind.Native => (SessionKind.NativeKey, SecretMaker.NativeKey()),
            _ => (SessionKind.HookToken, IntegrationTokens.Make()),
        };

    /// <summary>The newest has the overlap; any other ends now. The client's version rises, so that no node goes on with what it remembers.</summary>
    private static Task WriteAsync(
        CallerWork write,
        TenantId tenant,
        ApiClientId id,
        SessionKind kind,
        string secret,
        TimeSpan overlap,
        CancellationToken cancel
    ) =>
        write.Work.DoAsync(
            """
            with live as (
                select token_hash, row_number() over (order by issued_at desc, session_id desc) = 1 and $5 > $4 as goes_on from session
                where tenant_id = $1 and api_client_id = $2 and kind = $3 and revoked_at is null),
            former as (
                update session s set
                    expires_at = case when live.goes_on then least(s.expires_at, $5) else s.expires_at end,
                    revoked_at = case when live.goes_on then null else $4 end
                from live where s.token_hash = live.token_hash),
            raised as (
                update api_client set version = version + 1 where tenant_id = $1 and api_client_id = $2)
            insert into session (token_hash, session_id, kind, tenant_id, api_client_id, issued_at) values ($6, $7, $3, $1, $2, $4)
            """,
            [tenant.Value, id.Value, (short)kind, write.Now, write.Now + overlap, TokenHash.Of(secret), SessionId.New(write.Now).Value],
            cancel
        );
}
