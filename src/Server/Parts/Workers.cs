using Latchwork.Operations.Alerts;
using Latchwork.Operations.Audit;
using Latchwork.Operations.Clients;
using Latchwork.Operations.Fleet;
using Latchwork.Operations.Lockers;
using Latchwork.Operations.Locks;
using Latchwork.Operations.Notifications;
using Latchwork.Operations.Recovery;
using Latchwork.Operations.Reservations;
using Latchwork.Operations.Storage;
using Latchwork.Operations.Webhooks;
using Latchwork.Server.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Latchwork.Server.Parts;

/// <summary>What the server does by itself, one line each. Every node runs them; what must be done once a cluster takes a lock.</summary>
internal static class Workers
{
    public static void AddWorkers(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(configuration.Read<SignHeadsOptions>("AuditHeads"));
        services.AddSingleton(configuration.Read<PruneOptions>("Prune"));
        services.AddSingleton(configuration.Read<AlertOptions>(AlertOptions.Section));
        services.AddSingleton(configuration.Read<ForecastOptions>(ForecastOptions.Section));
        services.AddHeadSinks(configuration);

        services.AddWorker("overdue commands", TimeSpan.FromSeconds(5), s => s.GetRequiredService<EndOverdueCommands>().RunAsync);
        services.AddWorker("lease clock", TimeSpan.FromSeconds(1), s => s.GetRequiredService<LeaseClock>().RunAsync);
        services.AddWorker("calls of the month", TimeSpan.FromSeconds(5), s => s.GetRequiredService<ClientUsage>().FlushAsync);
        services.AddWorker("uses of clients", TimeSpan.FromSeconds(20), s => s.GetRequiredService<ClientUses>().FlushAsync);
        services.AddWorker("audit tallies", TimeSpan.FromMinutes(1), s => s.GetRequiredService<TellTallies>().RunAsync);
        services.AddWorker("signed heads", TimeSpan.FromSeconds(15), s => s.GetRequiredService<SignHeads>().RunAsync);
        services.AddWorker("asked verifications", TimeSpan.FromSeconds(2), s => s.GetRequiredService<VerifyAskedChains>().RunAsync);
        services.AddWorker("recovery journal", TimeSpan.FromSeconds(1), s => s.GetRequiredService<KeepRecoveryJournal>().RunAsync);
        services.AddWorker("audit months", TimeSpan.FromHours(6), s => s.GetRequiredService<MakeAuditMonths>().RunAsync);
        services.AddWorker("webhooks", WebhookParts.Pause, s => s.GetRequiredService<DeliveryWorker>().RunAsync);
        services.AddWorker("messages", MailParts.Pause, s => s.GetRequiredService<SendNotifications>().RunAsync);
        services.AddWorker("reservation clock", TimeSpan.FromSeconds(30), s => s.GetRequiredService<ReservationClock>().RunAsync);
        services.AddWorker("alerts", TimeSpan.FromSeconds(2), s => s.GetRequiredService<AlertWorker>().RunAsync);
        services.AddWorker("battery forecasts", TimeSpan.FromMinutes(15), s => s.GetRequiredService<ForecastBatteries>().RunAsync);
        services.AddWorker("watched doors", TimeSpan.FromSeconds(2), s => s.GetRequiredService<WatchDoors>().RunAsync);
        services.AddWorker("old rows", TimeSpan.FromHours(1), s => s.GetRequiredService<PruneRows>().RunAsync);
    }

    /// <param name="every">From the end of one round to the begin of the next.</param>
    private static void AddWorker(
        this IServiceCollection services,
        string name,
        TimeSpan every,
        Func<IServiceProvider, Func<CancellationToken, Task>> round
    ) =>
        services.AddSingleton<IHostedService>(s => new Worker(
            name,
            every,
            round(s),
            s.GetRequiredService<TimeProvider>(),
            s.GetRequiredService<ILoggerFactory>().CreateLogger("Latchwork.Workers")
        ));
}

/// <summary>Does one thing again and again. A round that fails is told and tried again at its next time.</summary>
internal sealed partial class Worker(string name, TimeSpan every, Func<CancellationToken, Task> round, TimeProvider clock, ILogger logger)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(every, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await RoundAsync(stoppingToken);
        }
    }

    private async Task RoundAsync(CancellationToken cancel)
    {
        try
        {
            cancel.ThrowIfCancellationRequested();
            await round(cancel);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // Stopping.
        }
        catch (Exception broken) when (broken is not OutOfMemoryException)
        {
            RoundFailed(logger, name, broken.GetType().Name, broken.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A round of the worker '{Worker}' failed: {Exception}: {Message}")]
    private static partial void RoundFailed(ILogger logger, string worker, string exception, string message);
}
