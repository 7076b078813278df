using Latchwork.Dialects.Keyvox.Webhooks;
using Latchwork.Dialects.Keyvox.Wire;
using Latchwork.Domain;
using Latchwork.Domain.Users;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Tenants;
using Latchwork.Operations.Webhooks.Hooks;
using Microsoft.AspNetCore.Builder;

namespace Latchwork.Dialects.Keyvox.Hooks;

/// <summary>REST hooks (12): a service with an integration token subscribes events, looks at the last ones, and asks whose token it has.</summary>
internal static class HookEndpoints
{
    private const int LongestEvent = 40;
    private const int LongestUrl = 2000;

    public static void Map(DialectRoutes keyvox)
    {
        keyvox.Needs(Permission.WebhooksWrite, Noun.WebhookEndpoint).MapPost("/v1/hooks/subscribe", SubscribeAsync);
        keyvox.Needs(Permission.WebhooksWrite, Noun.WebhookEndpoint).MapPost("/v1/hooks/unsubscribe", UnsubscribeAsync);
        keyvox.Needs(Permission.WebhooksRead, Noun.WebhookEndpoint).MapPost("/v1/hooks/sample", SampleAsync);
        keyvox.Own("see whose token it is", isRead: true).MapPost("/v1/hooks/me", MeAsync);
    }

    private static Task<HookAnswer> SubscribeAsync(KeyvoxCaller caller, KeyvoxInput given, SubscribeHook subscribe, CancellationToken cancel)
    {
        var (url, name) = (given.Needed("targetUrl", LongestUrl), given.Needed("event", LongestEvent));
        return HookAnswer.OfAsync(
            given,
            () => subscribe.RunAsync(caller.Caller, HookJson.FormatNumber, url, name, cancel),
            (json, id) =>
            {
                json.WriteStartObject();
                json.WriteString("id", id);
                json.WriteEndObject();
            }
        );
    }

    private static Task<KeyvoxAnswer> UnsubscribeAsync(KeyvoxCaller caller, KeyvoxInput given, UnsubscribeHook unsubscribe, CancellationToken cancel)
    {
        var id = given.NeededId("id", WireIdKind.WebhookUuid);
        return given.ActAsync(() => unsubscribe.RunAsync(caller.Caller, id, cancel));
    }

    private static Task<HookAnswer> SampleAsync(KeyvoxCaller caller, KeyvoxInput given, HookSamples samples, CancellationToken cancel)
    {
        var name = given.Needed("event", LongestEvent);
        return HookAnswer.OfAsync(
            given,
            () => samples.RunAsync(caller.Caller, HookJson.FormatNumber, name, cancel),
            (json, bodies) =>
            {
                json.WriteStartArray();
                foreach (var body in bodies)
                {
                    json.WriteRawValue(body);
                }

                json.WriteEndArray();
            }
        );
    }

    private static Task<HookAnswer> MeAsync(KeyvoxCaller caller, KeyvoxInput given, TenantQueries tenants, CancellationToken cancel) =>
        HookAnswer.OfAsync(
            given,
            () => tenants.FindAsync(caller.Caller, caller.Tenant, cancel),
            (json, tenant) =>
            {
                json.WriteStartObject();
                json.WriteString("name", tenant.Name);
                json.WriteEndObject();
            }
        );
}
