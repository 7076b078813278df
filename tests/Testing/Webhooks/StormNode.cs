using Latchwork.Dialects.Native;
using Latchwork.Domain;
using Latchwork.Operations;
using Latchwork.Operations.Fleet;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Webhooks;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Latchwork.Testing.Webhooks;

/// <summary>A node that sends webhooks and does nothing else, on a database that it shares with others.</summary>
internal sealed class StormNode : IAsyncDisposable
{
    private readonly ServiceProvider services;
    private readonly NpgsqlDataSource source;
    private readonly string name;
    private bool isDead;

    public StormNode(string name, string database, byte[] rootKey, TimeProvider clock, WebhookOptions options)
    {
        this.name = name;
        source = NpgsqlDataSource.Create($"{database};Options=-c role=latchwork_app;Application Name={name}");
        var collection = new ServiceCollection();
        collection.AddSingleton(clock).AddSingleton(source).AddSingleton(options);
        collection.AddSingleton(_ => new RootKeys(new RootKey(rootKey)));
        collection.AddSingleton(new KeyRingOptions()).AddSingleton(new PasswordHashOptions());
        collection.AddSingleton<ICommandQueue, NoDoors>();
        collection.AddOperations().AddNative();
        services = collection.BuildServiceProvider();
    }

    public IServiceProvider Services => services;

    public DeliveryWorker Worker => services.GetRequiredService<DeliveryWorker>();

    /// <summary>As by kill -9, as far as the database sees it: its connections end, and it gets no other. What it has sent is on its way.</summary>
    public async Task KillAsync(NpgsqlDataSource owner)
    {
        isDead = true;
        await source.DisposeAsync();
        await using var command = owner.CreateCommand("select pg_terminate_backend(pid) from pg_stat_activity where application_name = $1");
        command.Parameters.Add(new NpgsqlParameter { Value = name });
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!isDead)
        {
            await services.DisposeAsync();
        }
    }

    private sealed class NoDoors : ICommandQueue
    {
        public ClaimedBy? ClaimOf(LinkId link) => null;

        public Task<CommandResult> HandOverAsync(SavedCommand command) => new TaskCompletionSource<CommandResult>().Task;

        public void Wake(TenantId tenant, LinkId link) { }
    }
}
