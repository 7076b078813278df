using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Users;
using Latchwork.Operations.Clients;
using Latchwork.Operations.Members;
using Latchwork.Operations.Storage;
using Npgsql;

namespace Latchwork.Operations.Identity;

/// <param name="Address">After trusted proxies (RL-4).</param>
public readonly record struct RequestOrigin(IPAddress? Address, string? UserAgent)
{
    private const int NetworkBytes = 8;

    /// <summary>What limits by source count for: an IPv4 address; of IPv6 the /64, since one host has all of it to choose from. Empty where there is none.</summary>
    public static string NetworkOf(IPAddress? address) =>
        address is null ? ""
        : address.IsIPv4MappedToIPv6 ? address.MapToIPv4().ToString()
        : address.AddressFamily == AddressFamily.InterNetworkV6 ? Convert.ToHexString(address.GetAddressBytes(), 0, NetworkBytes)
        : address.ToString();
}

/// <summary>
/// From bearer secrets to callers, remembered per node by the secret's hash. What is remembered is confirmed by every operation's own
/// statement, so nothing needs to be told to other nodes when a key is rolled.
/// </summary>
public sealed class Callers
{
    private const int MaxRemembered = 50_000;

    /// <summary>Of the longest that an application may issue; its header alone must fit into what a request may have of them.</summary>
    private const int MaxSecretLength = 8192;

    private readonly ConcurrentDictionary<string, Caller> remembered = new(StringComparer.Ordinal);
    private readonly AccessDb db;
    private readonly ClientUses uses;
    private readonly TimeProvider clock;

    internal Callers(AccessDb db, ClientUses uses, TimeProvider clock) => (this.db, this.uses, this.clock) = (db, uses, clock);

    /// <summary>Who the secret stands for; refused alike whether it never was, has expired, or was rolled.</summary>
    public async ValueTask<Outcome<Caller>> AuthenticateAsync(string secret, Surface surface, RequestOrigin from, CancellationToken cancel)
    {
        if (secret.Length is 0 or > MaxSecretLength)
        {
            return CallerConfirmation.NotAuthenticated;
        }

        return await AuthenticateAsync(SHA256.HashData(Encoding.UTF8.GetBytes(secret)), surface, from, cancel);
    }

    /// <summary>The same by the hash of the session, for what is proven and never sent.</summary>
    internal async ValueTask<Outcome<Caller>> AuthenticateAsync(byte[] hash, Surface surface, RequestOrigin from, CancellationToken cancel)
    {
        var key = Convert.ToBase64String(hash);
        if (!remembered.TryGetValue(key, out var caller))
        {
            caller = await ReadAsync(hash, cancel);
            if (caller is null)
            {
                return CallerConfirmation.NotAuthenticated;
            }

            Remember(key, caller);
        }

        if (caller.Through is { } client)
        {
            uses.Note(key, client);
        }

        return caller with
        {
            Surface = surface,
            Standings = CountsStanding(surface) ? caller.Standings : FrozenDictionary<TenantId, PermissionSet>.Empty,
            Address = from.Address,
            UserAgent = from.UserAgent,
        };
    }

    /// <summary>The same caller as the database knows them now.</summary>
    public async Task<Outcome<Caller>> ReadAgainAsync(Caller caller, CancellationToken cancel)
    {
        var key = Convert.ToBase64String(caller.CredentialHash);
        remembered.TryRemove(key, out _);
        if (await ReadAsync(caller.CredentialHash, cancel) is not { } fresh)
        {
            return CallerConfirmation.NotAuthenticated;
        }

        Remember(key, fresh);
        fresh = fresh with
        {
            Surface = caller.Surface,
            Standings = CountsStanding(caller.Surface) ? fresh.Standings : FrozenDictionary<TenantId, PermissionSet>.Empty,
            Address = caller.Address,
            UserAgent = caller.UserAgent,
            Proof = caller.Proof,
            Repeatable = caller.Repeatable,
            Expected = caller.Expected,
        };
        return caller.ActingIn is { } tenant ? fresh.In(tenant) : fresh;
    }

    private void Remember(string key, Caller caller)
    {
        if (remembered.Count >= MaxRemembered)
        {
            remembered.Clear();
        }

        remembered[key] = caller;
    }

    /// <summary>On the Sifely and Doordeck wires a person's rights are their grants alone (design, "Owners and members").</summary>
    private static bool CountsStanding(Surface surface) => surface is Surface.Native or Surface.Console or Surface.Keyvox or Surface.CommandLine;

    private async Task<Caller?> ReadAsync(byte[] hash, CancellationToken cancel)
    {
        var session = await db.FirstAsync(TenantSet.None, SessionSql, SessionRow.Read, [hash], cancel);
        return session is null || session.ExpiresAt <= clock.GetUtcNow() ? null
            : session.User is { } user ? await ReadUserAsync(hash, session, user, cancel)
            : await ReadClientAsync(hash, session, cancel);
    }

    private async Task<Caller?> ReadUserAsync(byte[] hash, SessionRow session, UserId user, CancellationToken cancel)
    {
        var tenants = new TenantSet(session.Tenants!.Select(t => new TenantId(t)));
        var standings = await db.ListAsync(
            tenants,
            $"""
            select m.tenant_id, m.role, t.is_personal, t.asks_before_opening from membership m join tenant t on t.tenant_id = m.tenant_id
            where m.user_id = $1 and {SwitchedOff.MemberIsOn}
            """,
            row => (Tenant: new TenantId(row.GetGuid(0)), Role: (TenantRole)row.GetInt16(1), IsPersonal: row.GetBoolean(2), Asks: row.GetBoolean(3)),
            [user.Value],
            cancel
        );
        var home = new TenantId(session.Home!.Value);
        var lacksFactor =
            session.LacksFactor
            && (session.IsInstallationAdministrator || standings.Exists(s => !s.IsPersonal && SessionRules.NeedsSecondFactor(s.Role)));
        var client = await db.FirstAsync(TenantSet.Of(home), CallerClient.Sql, CallerClient.Read, [home.Value, user.Value], cancel);
        return new Caller
        {
            Principal = new Principal(PrincipalKind.User, user.Value),
            Home = home,
            Tenants = tenants,
            CredentialHash = hash,
            Session = session.Id,
            SessionKind = session.Kind,
            Version = session.Version!.Value,
            Surface = Surface.None,
            Standings = lacksFactor
                ? FrozenDictionary<TenantId, PermissionSet>.Empty
                : standings.ToFrozenDictionary(s => s.Tenant, s => s.Role.Permissions()),
            Client = client,
            Through = session.ClientTenant is { } through ? new TenantId(through) : null,
            ProvenAt = session.ProvenAt,
            LacksSecondFactor = lacksFactor,
            AsksBeforeOpening = standings.Where(s => s.Asks).Select(s => s.Tenant).ToFrozenSet(),
            IsInstallationAdministrator = session.IsInstallationAdministrator && session.Kind == SessionKind.ConsoleSession && !lacksFactor,
        };
    }

    private async Task<Caller?> ReadClientAsync(byte[] hash, SessionRow session, CancellationToken cancel)
    {
        var tenant = new TenantId(session.ClientTenant!.Value);
        var client = await db.FirstAsync(
            TenantSet.Of(tenant),
            ClientSql,
            row => new ClientRow(row.GetInt32(0), row.GetFieldValue<string[]>(1), row.GetOptional<int>(2), row.GetBoolean(3)),
            [tenant.Value, session.Client!.Value],
            cancel
        );
        return client is null
            ? null
            : new Caller
            {
                Principal = new Principal(PrincipalKind.ApiClient, session.Client.Value),
                Home = tenant,
                Tenants = TenantSet.Of(tenant),
                CredentialHash = hash,
                Session = session.Id,
                SessionKind = session.Kind,
                Version = client.Version,
                Surface = Surface.None,
                // Keys that sign tell their use themselves.
                Through = session.Kind == SessionKind.HmacSecret ? null : tenant,
                Standings = new Dictionary<TenantId, PermissionSet> { [tenant] = PermissionSet.Parse(client.Scopes).Value }.ToFrozenDictionary(),
                Client = new CallerClient(new ApiClientId(session.Client.Value), tenant)
                {
                    CallsPerMinute = client.CallsPerMinute,
                    MasksCodes = client.MasksCodes,
                },
            };
    }

    /// <summary>The second factor is asked for of people at the console (<see cref="SessionKind.ConsoleSession"/>) alone.</summary>
    private static readonly string SessionSql = $"""
        select s.session_id, s.kind, least(s.expires_at, s.idles_at), s.user_id, u.home_tenant_id, u.version, latchwork_open_tenants_of(s.user_id), s.tenant_id,
            s.api_client_id, s.proven_at, coalesce(u.is_installation_administrator, false),
            s.kind = {(int)SessionKind.ConsoleSession} and u.totp_sealed is null and not exists (select from passkey k where k.user_id = s.user_id)
        from session s left join app_user u on u.user_id = s.user_id
        where s.token_hash = $1 and s.revoked_at is null and u.disabled_at is null
        """;

    private const string ClientSql = """
        select c.version, c.scopes, c.calls_per_minute, c.masks_codes or t.mask_passcodes
        from api_client c join tenant t on t.tenant_id = c.tenant_id
        where c.tenant_id = $1 and c.api_client_id = $2 and c.revoked_at is null
        """;

    private sealed record ClientRow(int Version, string[] Scopes, int? CallsPerMinute, bool MasksCodes);

    private sealed record SessionRow(
        SessionId Id,
        SessionKind Kind,
        DateTimeOffset? ExpiresAt,
        UserId? User,
        Guid? Home,
        int? Version,
        Guid[]? Tenants,
        Guid? ClientTenant,
        Guid? Client,
        DateTimeOffset? ProvenAt,
        bool IsInstallationAdministrator,
        bool LacksFactor
    )
    {
        public static SessionRow Read(NpgsqlDataReader row) =>
            new(
                new SessionId(row.GetGuid(0)),
                (SessionKind)row.GetInt16(1),
                row.GetInstant(2),
                row.GetId(3, id => new UserId(id)),
                row.GetOptional<Guid>(4),
                row.GetOptional<int>(5),
                row.IsDBNull(6) ? null : row.GetFieldValue<Guid[]>(6),
                row.GetOptional<Guid>(7),
                row.GetOptional<Guid>(8),
                row.GetInstant(9),
                row.GetBoolean(10),
                row.GetBoolean(11)
            );
    }
}
