using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Locks;
using Latchwork.Operations.Audit;
using Latchwork.Operations.Fleet;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Locks;
using Latchwork.Operations.Recovery;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.SetUp;
using Latchwork.Operations.Storage;
using Latchwork.Operations.Tenants;
using Latchwork.Testing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Latchwork.Operations.Tests;

/// <summary>A database of its own that was set up with one tenant, and nodes that work on it.</summary>
internal sealed class House : IAsyncDisposable
{
    private readonly TestDatabase database;
    private readonly byte[] rootKey;
    private readonly List<ServiceProvider> nodes = [];
    private readonly List<Journal> journals = [];

    private House(TestDatabase database, TimeProvider clock, byte[] rootKey)
    {
        (this.database, Clock, this.rootKey) = (database, clock, rootKey);
        Owner = NpgsqlDataSource.Create(database.ConnectionString);
        Node = NewNode();
    }

    public TimeProvider Clock { get; }

    public string ConnectionString => database.ConnectionString;

    /// <summary>Of the recovery journal, which nobody keeps unless a test does.</summary>
    public string RecoveryFolder { get; } = TestPaths.Fresh("recovery");

    /// <summary>The root key once more, to open the same secrets elsewhere.</summary>
    public RootKeys NewRootKeys() => new(new RootKey(rootKey));

    /// <summary>As the owner of the tables.</summary>
    public NpgsqlDataSource Owner { get; }

    /// <summary>The first node.</summary>
    public ServiceProvider Node { get; }

    public FoundedTenant Founded { get; private set; } = null!;

    public TenantId Tenant => Founded.Tenant;

    public static async Task<House> OpenAsync(TimeProvider? clock = null)
    {
        var house = new House(await TestDatabase.CreateAsync(), clock ?? TimeProvider.System, RandomNumberGenerator.GetBytes(RootKey.Size));
        var token = await house.Get<PrepareInstallation>().RunAsync(CancellationToken.None);
        var request = new TenantRequest("House", "Europe/London", "desk@example.com", "Desk", "a long and quiet password");
        house.Founded = (await house.Get<CompleteSetUp>().RunAsync(token!, request, default, CancellationToken.None)).Value;
        return house;
    }

    /// <summary>The same house in another database, with the same root key.</summary>
    public House MovedTo(TestDatabase other) => new(other, Clock, rootKey) { Founded = Founded };

    public T Get<T>()
        where T : notnull => Node.GetRequiredService<T>();

    /// <summary>Holds the end of a chain, as another node does, until the transaction ends.</summary>
    public async Task<NpgsqlTransaction> HoldChainAsync(TenantId tenant)
    {
        var connection = await Owner.OpenConnectionAsync();
        var transaction = await connection.BeginTransactionAsync();
        await using var command = new NpgsqlCommand("select 1 from audit_chain where tenant_id = $1 for update", connection, transaction);
        command.Parameters.Add(new() { Value = tenant.Value });
        await command.ExecuteScalarAsync();
        return transaction;
    }

    /// <summary>How many wait for a lock that another holds.</summary>
    public Task<long> WaitingForLocksAsync() =>
        AskAsync<long>("select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'");

    /// <summary>As of one more node.</summary>
    public Journal NewJournal()
    {
        var journal = new Journal(Get<AccessDb>(), Clock);
        journals.Add(journal);
        return journal;
    }

    /// <summary>One more node on the same database.</summary>
    public ServiceProvider NewNode(Action<IServiceCollection>? more = null)
    {
        var services = new ServiceCollection();
        services.AddSingleton(Clock);
        services.AddSingleton(_ => NpgsqlDataSource.Create(database.ConnectionString + ";Options=-c role=latchwork_app"));
        services.AddSingleton(_ => new RootKeys(new RootKey(rootKey)));
        services.AddSingleton(new KeyRingOptions()).AddSingleton(new PasswordHashOptions());
        services.AddSingleton(new RecoveryOptions { Folder = RecoveryFolder });
        services.AddSingleton<ICommandQueue>(new NoDoors());
        services.AddOperations();
        more?.Invoke(services);
        var node = services.BuildServiceProvider();
        nodes.Add(node);
        return node;
    }

    public async Task<TenantId> AddTenantAsync(string name)
    {
        var request = new TenantRequest(name, "Europe/London", $"{name}@example.com", name, "a long and quiet password");
        return (await Get<CreateTenant>().RunAsync(Caller.Server(), request, CancellationToken.None)).Value.Tenant;
    }

    /// <summary>A lock behind a link that is up.</summary>
    public async Task<LockId> AddLockAsync()
    {
        var by = Caller.Server(Tenant);
        var added = (
            await Get<AddLock>().RunAsync(by, Tenant, Founded.Site, "Door", Capabilities.Unlock | Capabilities.Lock, CancellationToken.None)
        ).Value;
        await DoAsync(
            """
            insert into link (tenant_id, link_id, family, name, address, is_online, changed_at, created_at) values ($1, $2, 'test', 'Link', $2::text, true, now(), now());
            """,
            Tenant.Value,
            added.Value
        );
        await DoAsync("update smart_lock set link_id = $2, device_address = 'door' where tenant_id = $1 and lock_id = $2", Tenant.Value, added.Value);
        return added;
    }

    /// <summary>Appends events of the tenant, one transaction each.</summary>
    public async Task TellAsync(TenantId tenant, int count = 1, AuditPrivate? detail = null)
    {
        for (var i = 0; i < count; i++)
        {
            await using var work = await Get<AccessDb>().BeginAsync(TenantSet.Of(tenant), CancellationToken.None);
            await work.CommitAsync(tenant, Clock.Now(), CancellationToken.None, new AuditEntry(Events.Any(Clock.Now()), detail));
        }
    }

    public async Task<List<ChainReport>> VerifyAsync(HeadArchive? heads = null)
    {
        var reports = new List<ChainReport>();
        await foreach (
            var report in new VerifyAudit(Owner).RunAsync(null, heads ?? HeadArchive.Load(TestPaths.Fresh("none")), CancellationToken.None)
        )
        {
            reports.Add(report);
        }

        return reports;
    }

    public async Task<int> DoAsync(string sql, params object[] values)
    {
        await using var command = Command(sql, values);
        return await command.ExecuteNonQueryAsync();
    }

    public async Task<T> AskAsync<T>(string sql, params object[] values)
    {
        await using var command = Command(sql, values);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var journal in journals)
        {
            await journal.DisposeAsync();
        }

        foreach (var node in nodes)
        {
            await node.DisposeAsync();
        }

        await Owner.DisposeAsync();
        await database.DisposeAsync();
    }

    private NpgsqlCommand Command(string sql, object[] values)
    {
        var command = Owner.CreateCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.Add(new() { Value = value });
        }

        return command;
    }

    [ModuleInitializer]
    internal static void Migrate() =>
        TestDatabase.PrepareTemplateWith(async connection =>
        {
            await using var owner = NpgsqlDataSource.Create(connection);
            await Migrator.RunAsync(owner, TimeProvider.System, CancellationToken.None);
        });
}

/// <summary>The far side of the command queue where no door is of interest: commands stay as they were saved.</summary>
internal sealed class NoDoors : ICommandQueue
{
    public ClaimedBy? ClaimOf(LinkId link) => null;

    public Task<CommandResult> HandOverAsync(SavedCommand command) => new TaskCompletionSource<CommandResult>().Task;

    public void Wake(TenantId tenant, LinkId link) { }
}

internal static class Events
{
    public static AuditEvent Any(DateTimeOffset now) =>
        new()
        {
            Kind = AuditKind.LockChanged,
            Outcome = AuditOutcome.Done,
            Operation = OperationId.New(now).Value,
        };
}
