using System.Globalization;
using Npgsql;
using Xunit;

namespace Latchwork.Testing;

/// <summary>
/// A database of its own for a test class: <c>IClassFixture&lt;TestDatabase&gt;</c>, or <see cref="CreateAsync"/>. It is a copy of the
/// template, which the test assembly prepares once with <see cref="PrepareTemplateWith"/>.
/// </summary>
public sealed class TestDatabase : IAsyncLifetime
{
    private const string Template = "latchwork_template";

    private static readonly Lazy<Task> PreparedTemplate = new(PrepareTemplateAsync);
    private static readonly SemaphoreSlim OneCopyAtATime = new(1);
    private static Func<string, Task> prepare = _ => Task.CompletedTask;
    private static int made;

    private readonly string name = $"test_{Interlocked.Increment(ref made).ToString(CultureInfo.InvariantCulture)}";

    /// <summary>Logs in as the owner of the cluster.</summary>
    public string ConnectionString { get; private set; } = "";

    /// <summary>
    /// Names what makes the template, given its connection string: migrations, seeds. Called from a <c>[ModuleInitializer]</c> of the test
    /// assembly, before the first database is made.
    /// </summary>
    public static void PrepareTemplateWith(Func<string, Task> preparation) => prepare = preparation;

    /// <summary>One without any table.</summary>
    public static async Task<TestDatabase> CreateEmptyAsync()
    {
        var database = new TestDatabase();
        var cluster = await TestCluster.SharedAsync();
        await cluster.ExecuteAsync($"create database {database.name} template latchwork");
        database.ConnectionString = cluster.ConnectionTo(database.name);
        return database;
    }

    public static async Task<TestDatabase> CreateAsync()
    {
        var database = new TestDatabase();
        await database.InitializeAsync();
        return database;
    }

    public async ValueTask InitializeAsync()
    {
        await PreparedTemplate.Value;
        var cluster = await TestCluster.SharedAsync();
        await OneCopyAtATime.WaitAsync();
        try
        {
            await cluster.ExecuteAsync($"create database {name} template {Template}");
        }
        finally
        {
            OneCopyAtATime.Release();
        }
        ConnectionString = cluster.ConnectionTo(name);
    }

    public async ValueTask DisposeAsync()
    {
        if (ConnectionString.Length == 0)
            return;
        var cluster = await TestCluster.SharedAsync();
        await cluster.ExecuteAsync($"drop database if exists {name} with (force)");
    }

    private static async Task PrepareTemplateAsync()
    {
        var cluster = await TestCluster.SharedAsync();
        await cluster.ExecuteAsync($"create database {Template} template latchwork");
        var connection = cluster.ConnectionTo(Template);
        await prepare(connection);
        // A template must have no connection open while it is copied.
        NpgsqlConnection.ClearAllPools();
        await cluster.ExecuteAsync($"select pg_terminate_backend(pid) from pg_stat_activity where datname = '{Template}'");
    }
}
