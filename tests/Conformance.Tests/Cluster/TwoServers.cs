using System.Net;
using System.Text.Json.Nodes;
using Latchwork.Conformance.Tests.Native;
using Latchwork.Testing;
using Latchwork.Testing.Mail;

namespace Latchwork.Conformance.Tests.Cluster;

/// <summary>Two real servers on one database, with one root key.</summary>
internal sealed class TwoServers : IAsyncDisposable
{
    private readonly SharedDatabase database;
    private readonly ServerSetup firstSetup;
    private readonly ServerSetup secondSetup;

    private TwoServers(SharedDatabase database, ServerSetup firstSetup, ServerSetup secondSetup) =>
        (this.database, this.firstSetup, this.secondSetup) = (database, firstSetup, secondSetup);

    public House First { get; private set; } = null!;

    public House Second { get; private set; } = null!;

    public Guid FirstNode { get; private set; }

    public Guid SecondNode { get; private set; }

    /// <summary>Of the Sifely wire.</summary>
    public string Key { get; private set; } = "";

    public IReadOnlyList<Uri> Addresses => [First.Server.BaseUrl, Second.Server.BaseUrl];

    public byte[] RootKey => Convert.FromHexString(File.ReadAllText(Path.Combine(firstSetup.DataFolder, "root.key")).Trim());

    public string HeadFolder => Path.Combine(Second.Server.DataFolder, "audit-heads");

    /// <summary>What both have sent to people.</summary>
    public IReadOnlyList<string> Mails =>
        [
            .. new[] { First, Second }
                .Select(house => Path.Combine(house.Server.DataFolder, "mail"))
                .Where(Directory.Exists)
                .SelectMany(folder => Directory.GetFiles(folder, "*.eml"))
                .Select(File.ReadAllText),
        ];

    /// <param name="mails">Takes what they send; none: a folder of each does.</param>
    public static async Task<TwoServers> StartAsync(SharedDatabase database, MailSink? mails = null)
    {
        var first = TestPaths.Fresh("first");
        var sharedKey = new Dictionary<string, string>(StringComparer.Ordinal) { ["RootKey__File"] = Path.Combine(first, "root.key") };
        var servers = new TwoServers(database, Setup(database, mails, first, []), Setup(database, mails, TestPaths.Fresh("second"), sharedKey));
        servers.First = await House.StartAsync(servers.firstSetup);
        servers.FirstNode = await database.NewestNodeAsync();
        servers.Second = await House.StartAsync(servers.secondSetup);
        servers.SecondNode = await database.NewestNodeAsync();
        return servers;
    }

    /// <summary>The token of the server that started last is the valid one, and any server takes it; the others serve with their next request (KR-6).</summary>
    public async Task SetUpAsync()
    {
        var (status, body) = await First.SendAsync(HttpMethod.Post, "/api/v1/set-up", null, House.SetUpBody(Second.Token));
        Assert.Equal(HttpStatusCode.Created, status);
        First.Key = Second.Key = (string)body["apiKey"]!;
        Key = await Second.SifelyKeyAsync();
    }

    public async Task PairAsync(IEnumerable<string> addresses)
    {
        foreach (var address in addresses)
        {
            var body = new JsonObject
            {
                ["family"] = "simulator",
                ["address"] = address,
                ["name"] = address,
            };
            await First.NativeAsync(HttpMethod.Post, "links", body);
        }
    }

    /// <returns>The wire's code: zero for done.</returns>
    public Task<int> UnlockAsync(House server, Door door) => CodeAsync(server, $"/v3/lock/unlock?lockId={door.Number}");

    public async Task<JsonNode> AskAsync(House server, string path) => (await server.SendAsync(HttpMethod.Post, path, Key)).Body;

    /// <summary>The first again, on its own folder, as another node.</summary>
    public async Task StartFirstAgainAsync()
    {
        await First.DisposeAsync();
        First = await House.StartAsync(firstSetup);
        FirstNode = await database.NewestNodeAsync();
    }

    /// <summary>The second again, likewise.</summary>
    public async Task StartSecondAgainAsync()
    {
        await Second.DisposeAsync();
        Second = await House.StartAsync(secondSetup);
        SecondNode = await database.NewestNodeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await First.DisposeAsync();
        await Second.DisposeAsync();
    }

    private async Task<int> CodeAsync(House server, string path) => (int)(await AskAsync(server, path))["errcode"]!;

    private static ServerSetup Setup(SharedDatabase database, MailSink? mails, string folder, Dictionary<string, string> more)
    {
        more["ConnectionStrings__Latchwork"] = database.Connection;
        more["Webhooks__OpenRanges__0"] = "127.0.0.0/8";
        more["Sifely__SelfRegistration"] = "true";
        more["Doordeck__SelfRegistration"] = "true";
        more["Doordeck__ExecutesPerMinute"] = "1000000";
        more["Alerts__MostAPerson"] = "100";
        if (mails is null)
        {
            more["Mail__Folder"] = Path.Combine(folder, "mail");
        }
        else
        {
            more["Mail__Host"] = "127.0.0.1";
            more["Mail__Port"] = $"{mails.Port}";
            more["Mail__Security"] = "None";
            more["Mail__From"] = "doors@example.com";
        }

        return new ServerSetup { DataFolder = folder, Environment = more };
    }
}
