using Latchwork.Operations.Grants;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Notifications;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Latchwork.Operations.Alerts;

/// <summary>Who is told what happens at doors, and the worker that tells it. From outside: settings.</summary>
internal static class AlertSetup
{
    public static void AddAlerts(this IServiceCollection services)
    {
        services.TryAddSingleton(new AlertOptions());
        services.AddSingleton(s => new AlertFields(s.Get<WireIdIndex>(), s.Get<Receivers>()));
        services.AddSingleton(s => new AlertTurns(s.Get<CallerWrites>(), s.Get<WireIdIndex>()));
        services.AddSingleton(s => new AddAlert(
            s.Get<CallerWrites>(),
            s.Get<AlertFields>(),
            s.Get<KeyRing>(),
            s.Get<WireIds>(),
            s.Get<AlertOptions>()
        ));
        services.AddSingleton(s => new ChangeAlert(s.Get<AlertTurns>(), s.Get<AlertFields>(), s.Get<AddAlert>(), s.Get<WireIdIndex>()));
        services.AddSingleton(s => new RemoveAlert(s.Get<AlertTurns>()));
        services.AddSingleton(s => new AlertQueries(s.Get<CallerReads>(), s.Get<AlertOptions>()));

        services.AddSingleton(s => new AlertDefaults(s.Get<WireIds>()));
        services.AddSingleton(s => new PlanAlerts(s.Get<AccessDb>(), s.Get<AlertDefaults>(), s.Get<AlertOptions>(), s.Get<TimeProvider>()));
        services.AddSingleton(s => new TellAlerts(
            s.Get<AccessDb>(),
            s.Get<KeyRing>(),
            s.Get<NotificationOutbox>(),
            s.Get<AlertOptions>(),
            s.Get<TimeProvider>()
        ));
        services.AddSingleton(s => new AlertWorker(s.Get<PlanAlerts>(), s.Get<TellAlerts>()));
    }

    private static T Get<T>(this IServiceProvider services)
        where T : notnull => services.GetRequiredService<T>();
}
