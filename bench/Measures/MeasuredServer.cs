using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Latchwork.Operations.Ids;
using Latchwork.Testing;
using Latchwork.Testing.Doordeck;
using Latchwork.Testing.Keyvox;
using Npgsql;

namespace Latchwork.Bench.Measures;

/// <summary>
/// The real server in a process of its own, on a database that waits for the disk and has counted its tables, as it does within its first
/// minutes, with simulated doors that take no time.
/// </summary>
internal sealed class MeasuredServer : IAsyncDisposable
{
    private static readonly TimeSpan DoorsLimit = TimeSpan.FromSeconds(60);

    private readonly ServerProcess process;

    private MeasuredServer(ServerProcess process, string database)
    {
        this.process = process;
        Database = database;
    }

    /// <summary>The owner's connection.</summary>
    public string Database { get; }

    public Uri Address => process.BaseUrl;

    public string SifelyKey { get; private set; } = "";

    /// <summary>Of our own API, for all that the tenant has.</summary>
    public string NativeKey => (string)process.Ready["native"]!["apiKey"]!;

    public IReadOnlyList<long> Locks { get; private set; } = [];

    public static async Task<MeasuredServer> StartAsync(int doors, CancellationToken cancel)
    {
        var cluster = await TestCluster.StartDurableAsync();
        var database = cluster.ConnectionTo("latchwork");
        var setup = new ServerSetup
        {
            Arguments = ["--demo"],
            Environment = new Dictionary<string, string>
            {
                ["ConnectionStrings__Latchwork"] = database,
                ["Demo__Doors"] = $"simulator:many:{doors}?travel=0",
                ["Doordeck__ExecutesPerMinute"] = "1000000",
                ["Keyvox__RateLimitPerMinute"] = "0",
            },
        };
        var server = new MeasuredServer(await ServerProcess.StartAsync(setup), database);
        await server.AwaitDoorsAsync(doors, cancel);
        await cluster.ExecuteAsync("analyze", "latchwork");
        return server;
    }

    /// <summary>A request of a caller of the Sifely wire.</summary>
    public string Request(string verb, string path) =>
        $"{verb} {path} HTTP/1.1\r\nHost: {Address.Authority}\r\nAuthorization: {SifelyKey}\r\n{(verb == "POST" ? "Content-Length: 0\r\n" : "")}\r\n";

    /// <summary>A caller of the Sifely wire.</summary>
    public HttpClient NewClient()
    {
        var http = new HttpClient { BaseAddress = Address };
        http.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", SifelyKey);
        return http;
    }

    /// <summary>The phone of the one who owns all doors.</summary>
    public Task<DoordeckPhone> PhoneAsync(HttpClient http) =>
        DoordeckPhone.RegisteredAsync(http, (string)process.Ready["sifely"]!["account"]!, (string)process.Ready["sifely"]!["password"]!);

    /// <summary>Somebody with a key of the KEYVOX wire.</summary>
    public Task<KeyvoxDesk> DeskAsync(HttpClient http) => KeyvoxDesk.OpenAsync(http, NativeKey);

    /// <summary>The doors that can be reached, by the ids of a wire.</summary>
    public async Task<List<string>> WireIdsAsync(WireIdKind kind, CancellationToken cancel)
    {
        await using var source = NpgsqlDataSource.Create(Database);
        await using var command = source.CreateCommand(
            """
            select p.wire_id from smart_lock l join public_id p on p.tenant_id = l.tenant_id and p.row_id = l.lock_id and p.kind = $1
            where l.is_online and l.tenant_id = (select tenant_id from smart_lock group by 1 order by count(*) desc limit 1)
            """
        );
        command.Parameters.Add(new() { Value = (short)kind });
        await using var rows = await command.ExecuteReaderAsync(cancel);
        var found = new List<string>();
        while (await rows.ReadAsync(cancel))
        {
            found.Add(rows.GetString(0));
        }

        return found;
    }

    public ValueTask DisposeAsync() => process.DisposeAsync();

    private async Task AwaitDoorsAsync(int doors, CancellationToken cancel)
    {
        SifelyKey = (string)process.Ready["sifely"]!["apiKey"]!;
        using var http = NewClient();
        await Poll.UntilAsync(
            async () =>
            {
                var list = await http.GetFromJsonAsync<JsonObject>("/v3/lock/list?pageNo=1&pageSize=1000", cancel);
                Locks = [.. list!["list"]!.AsArray().Where(item => (int)item!["isOnline"]! == 1).Select(item => (long)item!["lockId"]!)];
                return Locks.Count >= doors;
            },
            DoorsLimit,
            () => process.Errors
        );
    }
}
