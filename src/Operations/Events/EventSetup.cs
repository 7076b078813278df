using Latchwork.Operations.Audit;
using Latchwork.Operations.Explanations;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Latchwork.Operations.Events;

/// <summary>Readers of the one list of events.</summary>
internal static class EventSetup
{
    public static void AddEvents(this IServiceCollection services)
    {
        services.AddSingleton(s => new ListGrowth(s.Get<AccessDb>(), s.Get<TimeProvider>()));
        services.AddSingleton(s => new EventFeed(
            s.Get<CallerReads>(),
            s.Get<AccessDb>(),
            s.Get<WireIdIndex>(),
            s.Get<KeyRing>(),
            s.Get<HistoryReads>(),
            s.Get<ListGrowth>()
        ));
        services.AddSingleton(s => new LockActivity(s.Get<CallerReads>(), s.Get<EventFeed>(), s.Get<HistoryReads>()));
        services.AddSingleton(s => new FindOpeners(s.Get<CallerReads>(), s.Get<AccessDb>(), s.Get<KeyRing>()));
        services.AddSingleton(s => new ExplainEvent(s.Get<EventFeed>(), s.Get<AccessDb>()));
        services.AddSingleton(s => new ExportEvents(s.Get<CallerWrites>(), s.Get<EventFeed>()));
    }

    private static T Get<T>(this IServiceProvider services)
        where T : notnull => services.GetRequiredService<T>();
}
