using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Latchwork.Conformance.Tests.Native;
using Latchwork.Drivers.Simulator;
using Latchwork.Operations.Secrets;
using Latchwork.Testing;

namespace Latchwork.Conformance.Tests.Cluster;

/// <summary>One house on two nodes: two doors behind a link, its owner, and somebody with an account and a home of their own.</summary>
public sealed class SharedHouse : IAsyncLifetime
{
    private static readonly string Password = SifelyPasswordEncoding.TextFor(House.Password);

    private readonly Street street = new(links: 1);
    private Dictionary<int, string> addresses = [];
    private TwoServers servers = null!;

    internal SharedDatabase Database { get; private set; } = null!;

    /// <summary>Whatever is true of one node's answers is true of the other's.</summary>
    internal IReadOnlyList<House> Nodes => [servers.First, servers.Second];

    internal House First => servers.First;

    internal House Second => servers.Second;

    /// <summary>Numbers of the two doors.</summary>
    internal IReadOnlyList<int> Doors => [.. addresses.Keys];

    internal string OwnerKey => servers.Key;

    internal string GuestName { get; private set; } = "";

    internal string GuestKey { get; set; } = "";

    public async ValueTask InitializeAsync()
    {
        Database = await SharedDatabase.StartAsync();
        servers = await TwoServers.StartAsync(Database);
        await servers.SetUpAsync();
        await servers.PairAsync(street.Worlds.Keys);
        await Poll.UntilAsync(async () =>
        {
            var found = await Database.ListAsync(AddressSql, row => KeyValuePair.Create(row.GetInt32(0), row.GetString(1)));
            addresses = new Dictionary<int, string>(found);
            return addresses.Count == Street.DoorsEach;
        });
        var app = await First.NativeAsync(HttpMethod.Post, "api-clients", new JsonObject { ["name"] = "Rooms" });
        var registered = await AskAsync(
            First,
            "v3/user/register",
            "",
            ("clientId", (string)app["clientId"]!),
            ("clientSecret", (string)app["clientSecret"]!),
            ("username", "anna"),
            ("password", Password),
            ("date", TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds())
        );
        GuestName = (string)registered["username"]!;
        var guest = await AskAsync(Second, "system/smart/login", "", ("account", GuestName), ("password", Password));
        Assert.True(guest["data"]?["clientToken"] is not null, $"registered: {registered}, logged in: {guest}");
        GuestKey = (string)guest["data"]!["clientToken"]!;
    }

    public async ValueTask DisposeAsync()
    {
        await servers.DisposeAsync();
        await Database.DisposeAsync();
        await street.DisposeAsync();
    }

    internal Task<JsonNode> AskAsync(House node, string path, params (string Name, object Value)[] given) => AskAsync(node, path, OwnerKey, given);

    internal async Task<JsonNode> AskAsync(House node, string path, string key, params (string Name, object Value)[] given) =>
        (await SendAsync(HttpMethod.Post, node, path, key, given)).Body;

    /// <summary>The wire's code, zero for done, also where a body has none.</summary>
    internal async Task<int> CodeAsync(House node, string path, string key, params (string Name, object Value)[] given) =>
        (int?)(await AskAsync(node, path, key, given))["errcode"] ?? 0;

    internal static Task<(HttpStatusCode Status, JsonNode Body)> SendAsync(
        HttpMethod verb,
        House node,
        string path,
        string key,
        params (string Name, object Value)[] given
    )
    {
        var query = given.Select(pair => $"{pair.Name}={Uri.EscapeDataString(string.Create(CultureInfo.InvariantCulture, $"{pair.Value}"))}");
        return node.SendAsync(verb, $"/{path}?{string.Join('&', query)}", key.Length == 0 ? null : key);
    }

    /// <summary>Tokens of the owner, by the log-in of TTLock.</summary>
    internal async Task<(string Access, string Refresh)> TokensAsync()
    {
        var tokens = await AskAsync(First, "oauth2/token", "", ("clientId", "app"), ("username", House.Login), ("password", Password));
        return ((string)tokens["access_token"]!, (string)tokens["refresh_token"]!);
    }

    /// <summary>What the lock at the door holds.</summary>
    internal IReadOnlyCollection<string> CodesAt(int door) =>
        [.. street.Worlds.Values.Single().Control(new WorldControl.Look(addresses[door])).Value.Passcodes.Values];

    private const string AddressSql = """
        select p.wire_id::int, l.device_address from smart_lock l join public_id p on p.row_id = l.lock_id and p.kind = 1
        where l.device_address is not null
        """;
}
