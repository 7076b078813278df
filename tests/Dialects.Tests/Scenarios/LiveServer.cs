using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using Latchwork.Dialects.Doordeck;
using Latchwork.Dialects.GuestPages;
using Latchwork.Dialects.Keyvox;
using Latchwork.Dialects.Native;
using Latchwork.Dialects.Sifely;
using Latchwork.Dialects.Tests.Edge;
using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Drivers;
using Latchwork.Domain.Locks;
using Latchwork.Domain.Users;
using Latchwork.Drivers.Simulator;
using Latchwork.Fleet;
using Latchwork.Operations;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Links;
using Latchwork.Operations.Locks;
using Latchwork.Operations.Notifications;
using Latchwork.Operations.Notifications.Mail;
using Latchwork.Operations.Recovery;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.SetUp;
using Latchwork.Operations.Storage;
using Latchwork.Operations.Tenants;
using Latchwork.Operations.Webhooks;
using Latchwork.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Latchwork.Dialects.Tests.Scenarios;

/// <summary>
/// The whole way of a request in this process: web server, dialects, operations, database, fleet, and the simulated doors of the scene
/// <c>demo</c>, set up with two tenants of one administrator each.
/// </summary>
internal sealed class LiveServer : IAsyncDisposable
{
    public const string Account = "desk@example.com";

    /// <summary>Owner of the doors of another tenant.</summary>
    public const string Stranger = "stranger@example.com";
    public const string Password = "a long and quiet password";

    /// <summary>As clients of the wire send it (AK-4).</summary>
    public const string PasswordMd5 = "ff3bdd571bbec1a341744f201b57d04e";

    /// <summary>A setting of the server under test alone: keep what is logged, down to the finest level.</summary>
    public static readonly (string Key, string Value) WithLogs = ("Test:Logs", "all");

    private const string Scene = "simulator:demo?travel=0";

    private readonly TestDatabase? stored;
    private readonly WebApplication running;
    private readonly DirectoryInfo mail;

    private LiveServer(TestDatabase? owned, string database, WebApplication server, SimulatorDriver doors, LogLines lines, DirectoryInfo mail)
    {
        (stored, Database, running, Lines, this.mail) = (owned, database, server, lines, mail);
        Doors = doors.World(Scene);
        Http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(server.Urls.Single()) };
    }

    public HttpClient Http { get; }

    /// <summary>All that was logged, at every level; nothing unless the server was started with logs.</summary>
    public LogLines Lines { get; }

    /// <summary>Logs in as the owner of the database.</summary>
    public string Database { get; }

    public IServiceProvider Services => running.Services;

    /// <summary>The world behind the doors: breaks and mends, stands at the keypad, looks behind.</summary>
    public SimulatedWorld Doors { get; }

    /// <summary>What was mailed to people, newest first: one file a message.</summary>
    public IReadOnlyList<string> Mails =>
        [.. mail.GetFiles("*.eml").OrderByDescending(file => file.LastWriteTimeUtc).Select(file => File.ReadAllText(file.FullName))];

    /// <summary>Of our own API, with every scope; empty on a server that is not set up.</summary>
    public string NativeKey { get; private set; } = "";

    /// <summary>As the first start told it; used up on a server that is set up.</summary>
    public string SetUpToken { get; private set; } = "";

    public static Task<LiveServer> StartAsync(params IReadOnlyList<(string Key, string Value)> settings) => StartAsync(setUp: true, settings);

    /// <param name="setUp">False: as after the first start, with a token that waits to be used.</param>
    public static Task<LiveServer> StartAsync(bool setUp) => StartAsync(setUp, settings: []);

    /// <param name="clock">Of the server, and of the locks.</param>
    public static async Task<LiveServer> StartAsync(TimeProvider clock, params IReadOnlyList<(string Key, string Value)> settings)
    {
        var database = await TestDatabase.CreateAsync();
        return await StartAsync(database, database.ConnectionString, setUp: true, settings, clock);
    }

    /// <summary>On the first database of a cluster that is the test's own.</summary>
    public static async Task<LiveServer> StartOnAsync(TestCluster cluster, params IReadOnlyList<(string Key, string Value)> settings)
    {
        var database = cluster.ConnectionTo("latchwork");
        await using var owner = NpgsqlDataSource.Create(database);
        await Migrator.RunAsync(owner, TimeProvider.System, CancellationToken.None);
        return await StartAsync(owned: null, database, setUp: true, settings);
    }

    private static async Task<LiveServer> StartAsync(bool setUp, IReadOnlyList<(string Key, string Value)> settings)
    {
        var database = await TestDatabase.CreateAsync();
        return await StartAsync(database, database.ConnectionString, setUp, settings);
    }

    private static async Task<LiveServer> StartAsync(
        TestDatabase? owned,
        string database,
        bool setUp,
        IReadOnlyList<(string Key, string Value)> settings,
        TimeProvider? clock = null
    )
    {
        clock ??= TimeProvider.System;
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value)));
        var lines = new LogLines();
        var mail = Directory.CreateTempSubdirectory("latchwork-mail-");
        builder.Logging.ClearProviders();
        if (settings.Any(setting => setting == WithLogs))
        {
            // As the server's own logs do (LG-1): below a warning this one writes whole addresses.
            builder
                .Logging.AddProvider(lines)
                .SetMinimumLevel(LogLevel.Trace)
                .AddFilter<LogLines>("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning);
        }

        var doors = new SimulatorDriver(new SimulatorOptions(), clock);
        builder.Services.AddSingleton(clock);
        builder.Services.AddSingleton(_ => NpgsqlDataSource.Create(database + ";Options=-c role=latchwork_app"));
        builder.Services.AddSingleton(_ => new RootKeys(new RootKey(RandomNumberGenerator.GetBytes(RootKey.Size))));
        builder.Services.AddSingleton(new KeyRingOptions()).AddSingleton(new PasswordHashOptions());
        builder.Services.AddSingleton(new RecoveryOptions { Folder = TestPaths.Fresh("recovery") });
        builder.Services.AddSingleton<ILockDriver>(doors);
        builder.Services.AddSingleton(new WebhookOptions { OpenRanges = { "127.0.0.0/8" } });
        builder.Services.AddSingleton(new MailOptions { Folder = mail.FullName });
        builder
            .Services.AddOperations()
            .AddFleet("test")
            .AddDialects()
            .AddSifely()
            .AddDoordeck(registersPeople: true)
            .AddKeyvox()
            .AddNative()
            .AddGuestPages();

        var server = builder.Build();
        server.UseDialects(server.Services.GetRequiredService<SetUpState>().IsDoneAsync);
        server.MapSifely();
        server.MapDoordeck();
        server.MapKeyvox();
        server.MapNative();
        server.MapGuestPages();
        var token = await server.Services.GetRequiredService<PrepareInstallation>().RunAsync(CancellationToken.None);
        var key = setUp ? await SetUpAsync(server.Services, token!) : "";
        await server.Services.GetRequiredService<FleetNode>().StartAsync(CancellationToken.None);
        await server.StartAsync();
        server.Services.GetRequiredService<ServerAddress>().ListensAt(new Uri(server.Urls.Single()));
        return new LiveServer(owned, database, server, doors, lines, mail) { NativeKey = key, SetUpToken = token! };
    }

    /// <summary>A further key of our own API in the same tenant.</summary>
    public async Task<string> AddKeyAsync(params Permission[] scopes)
    {
        var key = SecretMaker.NativeKey();
        await using var connection = new NpgsqlConnection(Database);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(
            """
            with made as (
                insert into api_client (tenant_id, api_client_id, kind, name, scopes, created_at)
                select tenant_id, $1, 4, 'Weak key', $2, $3 from api_client order by created_at limit 1 returning tenant_id, api_client_id, created_at)
            insert into session (token_hash, session_id, kind, tenant_id, api_client_id, issued_at)
            select $4, $1, 8, tenant_id, api_client_id, created_at from made
            """,
            connection
        );
        command.Parameters.Add(new NpgsqlParameter { Value = Guid.CreateVersion7(TimeProvider.System.Now()) });
        command.Parameters.Add(new NpgsqlParameter { Value = PermissionSet.Of(scopes).Words().ToArray() });
        command.Parameters.Add(new NpgsqlParameter { Value = TimeProvider.System.Now() });
        command.Parameters.Add(new NpgsqlParameter { Value = SHA256.HashData(Encoding.UTF8.GetBytes(key)) });
        await command.ExecuteNonQueryAsync();
        return key;
    }

    /// <summary>Another tenant on the same server: its key.</summary>
    public async Task<string> AddTenantAsync()
    {
        var request = new TenantRequest("Others", "Europe/Berlin", "other@example.com", "Other", Password);
        var made = await running.Services.GetRequiredService<CreateTenant>().RunAsync(Caller.Server(), request, CancellationToken.None);
        return made.Value.NativeKey;
    }

    /// <summary>What a principal did since the last look, in the order of the chain: kind, stage, outcome.</summary>
    public async Task<string> NewActsAsync()
    {
        await using var connection = new NpgsqlConnection(Database);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(
            "select kind, stage, outcome, tenant_id, sequence from audit_event where principal_id is not null order by received_at, tenant_id, sequence",
            connection
        );
        await using var rows = await command.ExecuteReaderAsync();
        var told = new List<string>();
        while (await rows.ReadAsync())
        {
            if (seen.Add((rows.GetGuid(3), rows.GetInt64(4))))
            {
                told.Add($"{(AuditKind)rows.GetInt16(0)} {(AuditStage)rows.GetInt16(1)} {(AuditOutcome)rows.GetInt16(2)}");
            }
        }

        return told.Count == 0 ? "none" : string.Join(", ", told);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await running.DisposeAsync();
        if (Directory.Exists(mail.FullName))
        {
            mail.Delete(recursive: true);
        }
        if (stored is not null)
        {
            await stored.DisposeAsync();
        }
    }

    private readonly HashSet<(Guid, long)> seen = [];

    /// <summary>A house with doors behind a gateway, one of its own network and one that nothing connects; and a stranger's house.</summary>
    private static async Task<string> SetUpAsync(IServiceProvider services, string token)
    {
        var house = (
            await services
                .GetRequiredService<CompleteSetUp>()
                .RunAsync(token, new TenantRequest("House", "Asia/Tokyo", Account, "Desk", Password), default, CancellationToken.None)
        ).Value;
        await PairAsync(services, house.Tenant, Scene);
        var shed = await services
            .GetRequiredService<AddLock>()
            .RunAsync(
                Caller.Server(house.Tenant),
                house.Tenant,
                house.Site,
                "Shed",
                Capabilities.Unlock | Capabilities.Lock | Capabilities.ReadState,
                CancellationToken.None
            );
        Assert.Null(shed.Error);

        var other = await services
            .GetRequiredService<CreateTenant>()
            .RunAsync(Caller.Server(), new TenantRequest("Other", "Europe/London", Stranger, "Stranger", Password), CancellationToken.None);
        await PairAsync(services, other.Value.Tenant, "simulator:demo?seed=2&travel=0");
        return house.NativeKey;
    }

    private static async Task PairAsync(IServiceProvider services, TenantId tenant, string address)
    {
        var link = new PairLinkRequest("simulator", address, "Demo");
        var paired = await services.GetRequiredService<PairLink>().RunAsync(Caller.Server(tenant), tenant, link, CancellationToken.None);
        Assert.Null(paired.Error);
    }

    [ModuleInitializer]
    internal static void Migrate() =>
        TestDatabase.PrepareTemplateWith(async connection =>
        {
            await using var owner = NpgsqlDataSource.Create(connection);
            await Migrator.RunAsync(owner, TimeProvider.System, CancellationToken.None);
        });
}
