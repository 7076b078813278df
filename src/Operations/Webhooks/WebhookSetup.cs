using Latchwork.Operations.Identity;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Storage;
using Latchwork.Operations.Webhooks.Happenings;
using Latchwork.Operations.Webhooks.Maps;
using Latchwork.Operations.Webhooks.Sending;
using Microsoft.Extensions.DependencyInjection;

namespace Latchwork.Operations.Webhooks;

/// <summary>The parts of webhooks. From outside: formats, and settings and a resolver where those are to be others.</summary>
internal static class WebhookSetup
{
    public static void AddWebhooks(this IServiceCollection services)
    {
        services.AddSingleton(s => new WebhookFormats([.. s.GetServices<IWebhookFormat>()]));
        services.AddSingleton(s => new WebhookSender(Options(s), s.GetService<IHostResolver>() ?? new SystemResolver()));

        // What their owners do.
        services.AddSingleton(s => new WebhookTurns(s.Get<CallerTurns>()));
        services.AddSingleton(s => new SetWebhook(
            s.Get<WebhookTurns>(),
            s.Get<AccessDb>(),
            s.Get<KeyRing>(),
            s.Get<WebhookFormats>(),
            s.Get<WebhookSender>(),
            s.Get<DeliveryWorker>()
        ));
        services.AddSingleton(s => new RemoveWebhook(s.Get<WebhookTurns>()));
        services.AddSingleton(s => new ReplayParked(s.Get<WebhookTurns>()));
        services.AddSingleton(s => new TestWebhook(
            s.Get<WebhookTurns>(),
            s.Get<KeyRing>(),
            s.Get<WebhookFormats>(),
            s.Get<WebhookSender>(),
            s.Get<TimeProvider>()
        ));
        services.AddSingleton(s => new WebhookQueries(s.Get<CallerReads>()));

        services.AddWebhookMaps();

        // The engine.
        services.AddSingleton(s => new PlanDeliveries(s.Get<AccessDb>(), s.Get<WebhookFormats>(), Options(s), s.Get<TimeProvider>()));
        services.AddSingleton(s => new ClaimDeliveries(s.Get<AccessDb>(), Options(s), s.Get<TimeProvider>()));
        services.AddSingleton(s => new LoadDeliveries(
            s.Get<AccessDb>(),
            s.Get<KeyRing>(),
            s.Get<WebhookFormats>(),
            s.Get<LoadHappenings>(),
            s.Get<TimeProvider>()
        ));
        services.AddSingleton(s => new RecordAttempts(s.Get<AccessDb>(), s.Get<TimeProvider>()));
        services.AddSingleton(s => new PauseEndpoint(s.Get<AccessDb>(), s.Get<TimeProvider>()));
        services.AddSingleton(s => new EndEndpoint(s.Get<AccessDb>(), s.Get<TimeProvider>()));
        services.AddSingleton(s => new AttemptLog(s.Get<RecordAttempts>(), s.Get<PauseEndpoint>(), s.Get<EndEndpoint>()));
        services.AddSingleton(s => new DeliveryWorker(
            s.Get<AccessDb>(),
            s.Get<WebhookFormats>(),
            s.Get<PlanDeliveries>(),
            s.Get<ClaimDeliveries>(),
            s.Get<LoadDeliveries>(),
            s.Get<WebhookSender>(),
            s.Get<AttemptLog>(),
            Options(s),
            s.Get<TimeProvider>()
        ));
    }

    private static WebhookOptions Options(IServiceProvider services) => services.GetService<WebhookOptions>() ?? new WebhookOptions();

    private static T Get<T>(this IServiceProvider services)
        where T : notnull => services.GetRequiredService<T>();
}
