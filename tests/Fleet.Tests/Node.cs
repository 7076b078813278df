using Latchwork.Domain.Drivers;
using Latchwork.Operations;
using Latchwork.Operations.Secrets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Latchwork.Fleet.Tests;

/// <summary>One node as the server composes it, without a web server: operations, fleet, one driver.</summary>
internal sealed class Node : IAsyncDisposable
{
    private readonly ServiceProvider services;

    public Node(string name, string database, byte[] root, ILockDriver driver, TimeProvider clock, LogRecorder logs)
    {
        var parts = new ServiceCollection();
        parts.AddLogging(building => building.SetMinimumLevel(LogLevel.Trace).AddProvider(logs));
        parts.AddSingleton(clock);
        parts.AddSingleton(_ => NpgsqlDataSource.Create(database + ";Options=-c role=latchwork_app"));
        parts.AddSingleton(_ => new RootKeys(new RootKey(root)));
        parts.AddSingleton(new KeyRingOptions()).AddSingleton(new PasswordHashOptions());
        parts.AddSingleton(driver);
        parts.AddOperations().AddFleet(name);
        services = parts.BuildServiceProvider();
    }

    public T Get<T>()
        where T : notnull => services.GetRequiredService<T>();

    public Task StartAsync() => Get<FleetNode>().StartAsync(CancellationToken.None);

    /// <summary>Stops cleanly: its links are given up at once.</summary>
    public ValueTask DisposeAsync() => services.DisposeAsync();
}
