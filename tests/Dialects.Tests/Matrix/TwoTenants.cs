using System.Globalization;
using System.Text.Json.Nodes;
using Latchwork.Dialects.Tests.Matrix.Doordeck;
using Latchwork.Dialects.Tests.Native.Console;
using Latchwork.Dialects.Tests.Scenarios;
using Latchwork.Domain;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Users;
using Latchwork.Operations.Clients;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Links;
using Latchwork.Operations.Tenants;
using Latchwork.Testing;
using Latchwork.Testing.Doordeck;
using Latchwork.Testing.Keyvox;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Latchwork.Dialects.Tests.Matrix;

/// <summary>A live server with two full tenants, the house and the neighbours, and one principal of every kind.</summary>
public sealed class TwoTenants : IAsyncLifetime
{
    internal const string HouseDoor = "Front door";
    internal const string NeighbourDoor = "Meeting room";

    internal const string NeighbourAccount = "owner@neighbours.example";

    private const string NeighbourScene = "simulator:office?travel=0";
    private const string Password = LiveServer.Password;

    private static readonly string[] NoLimits = ["LogIns", "LookUps", "Executes", "Renewals", "Calls"];

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ADay = TimeSpan.FromDays(1);

    private static readonly IReadOnlyDictionary<Who, GrantShape> Grants = new Dictionary<Who, GrantShape>
    {
        [Who.Manager] = new(GrantRole.Manager),
        [Who.Deputy] = new(GrantRole.Manager) { IsDeputy = true, EndsIn = ADay },
        [Who.Holder] = new(GrantRole.Holder) { StartsIn = -ADay, EndsIn = ADay },
        [Who.HolderAtTheDoor] = new(GrantRole.Holder) { OpensRemotely = false },
        [Who.NotYet] = new(GrantRole.Holder) { StartsIn = ADay },
        [Who.Ended] = new(GrantRole.Holder) { StartsIn = -2 * ADay, EndsIn = -ADay },
        [Who.Revoked] = new(GrantRole.Holder) { IsRevoked = true },
        [Who.Frozen] = new(GrantRole.Holder) { IsFrozen = true },
        [Who.Waiting] = new(GrantRole.Holder) { IsWaiting = true },
        [Who.Disabled] = new(GrantRole.Manager),
    };

    private static readonly IReadOnlyDictionary<Who, TenantRole> Members = new Dictionary<Who, TenantRole>
    {
        [Who.Administrator] = TenantRole.Administrator,
        [Who.Auditor] = TenantRole.Auditor,
        [Who.Integrator] = TenantRole.Integrator,
    };

    private static readonly IReadOnlyDictionary<Who, PermissionSet> NativeKeys = new Dictionary<Who, PermissionSet>
    {
        [Who.NativeKeyWithAll] = PermissionSet.All,
        [Who.NativeKeyWithNothing] = PermissionSet.None,
        [Who.NativeKeyOfOperator] = TenantRole.Operator.Permissions(),
        [Who.NativeKeyOfIntegrator] = TenantRole.Integrator.Permissions(),
        [Who.NativeKeyOfAuditor] = TenantRole.Auditor.Permissions(),
        [Who.NativeKeyToOpen] = PermissionSet.Of(Permission.LocksUnlock),
        [Who.RevokedNativeKey] = PermissionSet.All,
        [Who.NativeKeyOfNeighbour] = PermissionSet.All,
    };

    private readonly Dictionary<Who, string?> secrets = new()
    {
        [Who.Anonymous] = null,
        [Who.UnknownKey] = "sk-" + new string('0', 32),
        [Who.UnknownNativeKey] = "lw_" + new string('0', 32),
    };

    private static readonly IReadOnlyDictionary<Who, TenantRole> Visitors = new Dictionary<Who, TenantRole>
    {
        [Who.ConsoleOwner] = TenantRole.Owner,
        [Who.ConsoleOperator] = TenantRole.Operator,
        [Who.ConsoleIntegrator] = TenantRole.Integrator,
        [Who.ConsoleAuditor] = TenantRole.Auditor,
        [Who.ConsoleNeighbour] = TenantRole.Owner,
        [Who.ConsoleWithoutFactor] = TenantRole.Owner,
        [Who.ConsoleLoggedOut] = TenantRole.Operator,
    };

    private readonly Dictionary<Who, ConsoleVisit> visits = [];

    /// <summary>The server by name, as browsers that have passkeys ask for it.</summary>
    private HttpClient named = null!;

    private readonly Dictionary<Who, DoordeckPhone> phones = [];
    private readonly Dictionary<Who, KeyvoxKey> keyvoxKeys = [];

    internal LiveServer Server { get; private set; } = null!;

    /// <summary>Of those who are somebody on the Doordeck wire.</summary>
    internal IReadOnlyDictionary<Who, DoordeckPhone> Phones => phones;

    /// <summary>Of those who sign requests of the KEYVOX wire.</summary>
    internal IReadOnlyDictionary<Who, KeyvoxKey> KeyvoxKeys => keyvoxKeys;

    internal TenantId House { get; private set; }

    internal TenantId Neighbours { get; private set; }

    /// <summary>The wire's number of <see cref="HouseDoor"/>.</summary>
    internal long HouseLock { get; private set; }

    internal long NeighbourLock { get; private set; }

    internal StoredRows Stored => new(this);

    /// <summary>The value of the Sifely wire's header, and of our own API's behind its scheme; null for none.</summary>
    internal string? SecretOf(Who who) => secrets[who];

    /// <summary>The same as a header that tells its scheme; null for none.</summary>
    internal string? BearerOf(Who who) =>
        secrets[who] is not { } secret || secret.StartsWith("Bearer ", StringComparison.Ordinal) ? secrets[who] : $"Bearer {secret}";

    internal TenantId TenantOf(Side side) => side == Side.House ? House : Neighbours;

    public async ValueTask InitializeAsync()
    {
        Server = await LiveServer.StartAsync([
            .. NoLimits.Select(setting => ($"Doordeck:{setting}PerMinute", "1000000")),
            ("Keyvox:RateLimitPerMinute", "0"),
            ("Keyvox:RefusalsPerMinute", "1000000"),
        ]);
        named = new HttpClient { BaseAddress = new UriBuilder(Server.Http.BaseAddress!) { Host = "localhost" }.Uri };
        await FoundNeighboursAsync();
        secrets[Who.RolledKey] = await LogInAsync(LiveServer.Account);
        await SendAsync(HttpMethod.Post, "/client/roll-token", secrets[Who.RolledKey]);
        secrets[Who.Owner] = await LogInAsync(LiveServer.Account);
        secrets[Who.OwnerByToken] = "Bearer " + await TokenAsync(LiveServer.Account);
        secrets[Who.Neighbour] = await LogInAsync(NeighbourAccount);
        HouseLock = await DoorAsync(secrets[Who.Owner]!, HouseDoor, linked: 3);
        NeighbourLock = await DoorAsync(secrets[Who.Neighbour]!, NeighbourDoor, linked: 5);
        await PopulateAsync(new Population(Server.Services));
    }

    public ValueTask DisposeAsync()
    {
        foreach (var phone in phones.Values)
        {
            phone.Dispose();
        }

        named.Dispose();
        return Server.DisposeAsync();
    }

    internal async Task<(int Status, string Body)> SendAsync(
        HttpMethod verb,
        string target,
        string? authorization,
        string? json = null,
        string? accept = null
    )
    {
        using var request = new HttpRequestMessage(verb, target);
        request.Content = SentBody.Of(json);
        foreach (var (name, value) in new[] { ("Authorization", authorization), ("Accept", accept) })
        {
            if (value is not null)
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }
        }

        using var answer = await Server.Http.SendAsync(request);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>All rows of one column, seen by the owner of the database.</summary>
    internal async Task<List<string>> QueryAsync(string sql, params object[] values)
    {
        await using var connection = new NpgsqlConnection(Server.Database);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddRange(values.Select(value => new NpgsqlParameter { Value = value }).ToArray());
        await using var rows = await command.ExecuteReaderAsync();
        var found = new List<string>();
        while (await rows.ReadAsync())
        {
            found.Add(rows.GetString(0));
        }

        return found;
    }

    private async Task FoundNeighboursAsync()
    {
        var request = new TenantRequest("Neighbours", "Europe/London", NeighbourAccount, "Neighbour", Password);
        var founded = (await Server.Services.GetRequiredService<CreateTenant>().RunAsync(Caller.Server(), request, CancellationToken.None)).Value;
        Neighbours = founded.Tenant;
        House = new TenantId(
            Guid.Parse((await QueryAsync("select tenant_id::text from tenant where name = 'House'")).Single(), CultureInfo.InvariantCulture)
        );
        var link = new PairLinkRequest("simulator", NeighbourScene, "Office");
        var paired = await Server
            .Services.GetRequiredService<PairLink>()
            .RunAsync(Caller.Server(Neighbours), Neighbours, link, CancellationToken.None);
        Assert.Null(paired.Error);
    }

    private async Task PopulateAsync(Population population)
    {
        var door = await population.LockAsync(HouseLock);
        var people = new Dictionary<Who, UserId>();
        foreach (var (who, shape) in Grants)
        {
            // Guests are at home in a tenant of their own in life; for what they may here it makes no difference.
            var guest = await population.PersonAsync(House, AccountOf(who), Password);
            await population.GrantAsync(House, door, guest, shape);
            people[who] = guest;
            secrets[who] = await LogInAsync(AccountOf(who));
        }

        foreach (var (who, role) in Members)
        {
            await population.PersonAsync(House, AccountOf(who), Password, role);
            secrets[who] = await LogInAsync(AccountOf(who));
        }

        foreach (var (who, scopes) in NativeKeys)
        {
            secrets[who] = await population.NativeKeyAsync(who == Who.NativeKeyOfNeighbour ? Neighbours : House, scopes);
        }

        await population.RevokeNativeKeyAsync(secrets[Who.RevokedNativeKey]!);
        foreach (var (who, role) in Visitors)
        {
            secrets[who] = null;
            await population.PersonAsync(who == Who.ConsoleNeighbour ? Neighbours : House, AccountOf(who), Password, role);
            await VisitAsync(who, role);
        }

        secrets[Who.SetUpToken] = Server.SetUpToken;
        await AddKeyvoxKeysAsync();
        await new DoordeckPhones(this, secrets, phones).HandOutAsync();
        await population.DisableAsync(people[Who.Disabled]);
    }

    private async Task AddKeyvoxKeysAsync()
    {
        var (add, revoke) = (Server.Services.GetRequiredService<AddHmacKey>(), Server.Services.GetRequiredService<RevokeApiClient>());
        foreach (
            var (who, tenant, scopes) in new[]
            {
                (Who.KeyvoxDesk, House, HmacKeyRules.UsualScopes),
                (Who.KeyvoxKeyWithNothing, House, PermissionSet.None),
                (Who.RevokedKeyvoxKey, House, HmacKeyRules.UsualScopes),
                (Who.KeyvoxNeighbour, Neighbours, HmacKeyRules.UsualScopes),
            }
        )
        {
            var by = Caller.Server(tenant);
            var made = (await add.RunAsync(by, tenant, $"{who}", scopes, new HmacKeyRules(), null, CancellationToken.None)).Value;
            keyvoxKeys[who] = new KeyvoxKey(made.Key, made.Secret);
            if (who == Who.RevokedKeyvoxKey)
            {
                Assert.Null((await revoke.RunAsync(by, new WireId(WireIdKind.KeyvoxKey, made.Key), CancellationToken.None)).Error);
            }
        }

        keyvoxKeys[Who.UnknownKeyvoxKey] = new KeyvoxKey(new string('0', 40), new string('0', 44));
        foreach (var (who, key) in keyvoxKeys)
        {
            secrets[who] = key.Key;
        }
    }

    /// <summary>They showed who they are, and it counts for as long as the test runs.</summary>
    private async Task VisitAsync(Who who, TenantRole role)
    {
        var visit = visits[who] = new ConsoleVisit(named) { IsBackground = true };
        Assert.Equal(200, (await visit.LogInAsync(AccountOf(who), Password)).Status);
        if (who == Who.ConsoleLoggedOut)
        {
            var copy = visit.Copy();
            Assert.Equal(200, (await visit.SendAsync(HttpMethod.Delete, "/session")).Status);
            visits[who] = copy;
        }
        else if (SessionRules.NeedsSecondFactor(role) && who != Who.ConsoleWithoutFactor)
        {
            await visit.AddTotpAsync(TimeProvider.System.GetUtcNow());
        }

        await QueryAsync("update session set proven_at = proven_at + interval '1 day' where kind = 7 returning ''");
        await QueryAsync("update app_user set version = version + 1 where user_id in (select user_id from session where kind = 7) returning ''");
    }

    /// <summary>Asks our own API as that principal does: with a key, or from the console.</summary>
    internal Task<(int Status, string Body)> SendNativeAsync(Who who, HttpMethod verb, string target, string? json) =>
        visits.TryGetValue(who, out var visit) ? visit.SendTextAsync(verb, target, json) : SendAsync(verb, target, BearerOf(who), json);

    internal static string AccountOf(Who who) => $"{who}@example.com";

    private async Task<string> LogInAsync(string account)
    {
        var (_, body) = await SendAsync(HttpMethod.Post, $"/system/smart/login?account={account}&password={LiveServer.PasswordMd5}", null);
        return (string)JsonNode.Parse(body)!["clientToken"]!;
    }

    /// <summary>Of a client with a name of its own: the log-ins of the matrix end the oldest pairs of clients without one.</summary>
    private async Task<string> TokenAsync(string account)
    {
        var who = $"client_id=matrix&username={account}&password={LiveServer.PasswordMd5}";
        var (_, body) = await SendAsync(HttpMethod.Post, $"/system/smart/login?{who}", null);
        return (string)JsonNode.Parse(body)!["data"]!["token"]!;
    }

    /// <summary>Waits until all doors behind the link are there and reached.</summary>
    private async Task<long> DoorAsync(string key, string name, int linked)
    {
        JsonArray found = [];
        await Poll.UntilAsync(
            async () =>
            {
                found = JsonNode.Parse((await SendAsync(HttpMethod.Get, "/v3/lock/list?pageSize=1000", key)).Body)!["list"]!.AsArray();
                return found.Count(door => (int)door!["isOnline"]! == 1) == linked;
            },
            Patience
        );
        return (long)found.Single(door => (string)door!["lockName"]! == name)!["lockId"]!;
    }
}
