using Latchwork.Operations.Events;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Notifications;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Storage;
using Latchwork.Operations.Webhooks.Happenings;
using Latchwork.Operations.Webhooks.Hooks;
using Latchwork.Operations.Webhooks.Sending;
using Microsoft.Extensions.DependencyInjection;

namespace Latchwork.Operations.Webhooks.Maps;

/// <summary>Endpoints of a tenant's own, made by its operators or subscribed by services.</summary>
internal static class MapSetup
{
    public static void AddWebhookMaps(this IServiceCollection services)
    {
        services.AddSingleton(s => new LoadHappenings(s.Get<ServerAddress>()));
        services.AddSingleton(s => new MapFields(s.Get<WebhookFormats>(), s.Get<WebhookSender>(), s.Get<WireIdIndex>()));
        services.AddSingleton(s => new MapTurns(s.Get<CallerWrites>(), s.Get<WireIdIndex>()));
        services.AddSingleton(s => new AddWebhookMap(
            s.Get<CallerWrites>(),
            s.Get<MapFields>(),
            s.Get<KeyRing>(),
            s.Get<WireIds>(),
            s.Get<DeliveryWorker>()
        ));
        services.AddSingleton(s => new ChangeWebhookMap(s.Get<MapTurns>(), s.Get<MapFields>(), s.Get<KeyRing>(), s.Get<DeliveryWorker>()));
        services.AddSingleton(s => new RemoveWebhookMap(s.Get<MapTurns>()));
        services.AddSingleton(s => new ReplayWebhookMap(s.Get<MapTurns>(), s.Get<EventFeed>(), s.Get<WebhookFormats>(), s.Get<DeliveryWorker>()));
        services.AddSingleton(s => new RollWebhookSecret(s.Get<MapTurns>(), s.Get<KeyRing>()));
        services.AddSingleton(s => new TestWebhookMap(
            s.Get<MapTurns>(),
            s.Get<KeyRing>(),
            s.Get<WebhookFormats>(),
            s.Get<WebhookSender>(),
            s.Get<AccessDb>(),
            s.Clock()
        ));
        services.AddSingleton(s => new WebhookMaps(s.Get<CallerReads>(), s.Get<WebhookFormats>()));
        services.AddSingleton(s => new MapDeliveries(s.Get<CallerReads>(), s.Get<WireIdIndex>(), s.Get<WebhookFormats>(), s.Get<KeyRing>()));
        services.AddSingleton(s => new ReplayDelivery(s.Get<MapTurns>(), s.Get<DeliveryWorker>()));

        services.AddSingleton(s => new HookEvents(s.Get<WebhookFormats>()));
        services.AddSingleton(s => new SubscribeHook(
            s.Get<CallerWrites>(),
            s.Get<HookEvents>(),
            s.Get<WebhookSender>(),
            s.Get<KeyRing>(),
            s.Get<WireIds>(),
            s.Get<DeliveryWorker>()
        ));
        services.AddSingleton(s => new UnsubscribeHook(s.Get<MapTurns>()));
        services.AddSingleton(s => new HookSamples(
            s.Get<CallerReads>(),
            s.Get<HookEvents>(),
            s.Get<LoadHappenings>(),
            s.Get<AccessDb>(),
            s.Get<KeyRing>()
        ));
    }
}
