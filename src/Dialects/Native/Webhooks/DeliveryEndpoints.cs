using Latchwork.Dialects.Native.Document;
using Latchwork.Dialects.Native.Wire;
using Latchwork.Domain;
using Latchwork.Domain.Users;
using Latchwork.Domain.Webhooks;
using Latchwork.Operations.Webhooks.Maps;
using Microsoft.AspNetCore.Builder;

namespace Latchwork.Dialects.Native.Webhooks;

/// <summary>What was sent to an endpoint of the tenant's own, and what became of it.</summary>
internal static class DeliveryEndpoints
{
    private const string Deliveries = $"{WebhookEndpoints.Webhooks}/{{id}}/deliveries";
    private const int MostEvents = 50;

    public static void Map(DialectRoutes native)
    {
        native
            .Needs(Permission.WebhooksRead, Noun.WebhookEndpoint)
            .MapGet($"{WebhookEndpoints.Webhooks}/{{id}}/attempts", AttemptsAsync)
            .As("listWebhookAttempts", "What was tried, newest first.", tells: NativeJson.Wire.ListBodyAttemptBody, asks: [Asks.Page]);
        native
            .Needs(Permission.WebhooksRead, Noun.WebhookEndpoint)
            .MapGet(Deliveries, ListAsync)
            .As(
                "listWebhookDeliveries",
                "What was told, is to be told and could not be told, newest first; those that are settled are forgotten in time.",
                tells: NativeJson.Wire.ListBodyDeliveryBody,
                asks:
                [
                    Asks.Page,
                    Asks.Word<DeliveryPhase>("state", "How it stands with them."),
                    Asks.Texts("events", "Names of the webhook's format; of our own also groups such as lock.*."),
                ]
            );
        native
            .Needs(Permission.WebhooksRead, Noun.WebhookEndpoint)
            .MapGet($"{Deliveries}/{{delivery}}", FindAsync)
            .As("getWebhookDelivery", "One delivery, by its webhook-id, and its tries.", tells: NativeJson.Wire.DeliveryBody);
        native
            .Needs(Permission.WebhooksWrite, Noun.WebhookEndpoint)
            .MapPost($"{Deliveries}/{{delivery}}/replay", ReplayAsync)
            .As("replayWebhookDelivery", "Tells it once more, under its old id and from the start of the schedule.", tells: NativeJson.Wire.MadeBody);
    }

    private static Task<NativeAnswer> ListAsync(string id, NativeCaller caller, NativeInput given, MapDeliveries deliveries, CancellationToken cancel)
    {
        var (page, filter) = (given.Page(), new DeliveryFilter(given.Word<DeliveryPhase>("state"), given.Texts("events", MostEvents)));
        return given.AnswerAsync(
            () => deliveries.ListAsync(caller.Caller, WebhookEndpoints.IdOf(id), filter, page, cancel),
            seen => given.List(page, seen, DeliveryBody.Of),
            NativeJson.Wire.ListBodyDeliveryBody
        );
    }

    private static Task<NativeAnswer> FindAsync(
        string id,
        string delivery,
        NativeCaller caller,
        NativeInput given,
        MapDeliveries deliveries,
        CancellationToken cancel
    ) =>
        given.AnswerAsync(
            () => deliveries.FindAsync(caller.Caller, WebhookEndpoints.IdOf(id), delivery, cancel),
            DeliveryBody.Of,
            NativeJson.Wire.DeliveryBody
        );

    private static Task<NativeAnswer> ReplayAsync(
        string id,
        string delivery,
        NativeCaller caller,
        NativeInput given,
        ReplayDelivery replay,
        CancellationToken cancel
    ) => given.ActAsync(() => replay.RunAsync(caller.Caller, WebhookEndpoints.IdOf(id), delivery, cancel), delivery);

    private static Task<NativeAnswer> AttemptsAsync(
        string id,
        NativeCaller caller,
        NativeInput given,
        MapDeliveries deliveries,
        CancellationToken cancel
    )
    {
        var page = given.Page();
        return given.AnswerAsync(
            () => deliveries.AttemptsAsync(caller.Caller, WebhookEndpoints.IdOf(id), page, cancel),
            seen => given.List(page, seen, AttemptBody.Of),
            NativeJson.Wire.ListBodyAttemptBody
        );
    }
}
