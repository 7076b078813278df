using Latchwork.Dialects.Native.Document;
using Latchwork.Dialects.Native.Wire;
using Latchwork.Domain;
using Latchwork.Domain.Users;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Webhooks.Maps;
using Latchwork.Operations.Webhooks.Sending;
using Microsoft.AspNetCore.Builder;

namespace Latchwork.Dialects.Native.Webhooks;

/// <summary>Where this server tells what happens: endpoints of the tenant's own, in the formats that have a word.</summary>
internal static class WebhookEndpoints
{
    public const string Webhooks = $"{NativeDialect.Root}/webhooks";

    public static void Map(DialectRoutes native)
    {
        native
            .Needs(Permission.WebhooksRead, Noun.WebhookEndpoint)
            .MapGet(Webhooks, ListAsync)
            .As("listWebhooks", "Where this server tells what happens, oldest first.", tells: NativeJson.Wire.ListBodyWebhookBody, asks: [Asks.Page]);
        native
            .Needs(Permission.WebhooksWrite, Noun.WebhookEndpoint)
            .MapPost(Webhooks, AddAsync)
            .As(
                "addWebhook",
                "Makes an endpoint; it is told what happens from now on.",
                takes: NativeJson.Wire.SetWebhookBody,
                makes: NativeJson.Wire.AddedWebhookBody,
                stepUp: true
            );
        native
            .Needs(Permission.WebhooksWrite, Noun.WebhookEndpoint)
            .MapPut($"{Webhooks}/{{id}}", ChangeAsync)
            .As(
                "replaceWebhook",
                "Replaces what an endpoint is, but for its format, and for its secret where none is given.",
                takes: NativeJson.Wire.SetWebhookBody,
                tells: NativeJson.Wire.MadeBody
            );
        native
            .Needs(Permission.WebhooksWrite, Noun.WebhookEndpoint)
            .MapDelete($"{Webhooks}/{{id}}", RemoveAsync)
            .As("removeWebhook", "Takes an endpoint away; what waited for it is withdrawn.", tells: NativeJson.Wire.MadeBody);
        native
            .Needs(Permission.WebhooksWrite, Noun.WebhookEndpoint)
            .MapPost($"{Webhooks}/{{id}}/test", TestAsync)
            .As("testWebhook", "Sends one test, and tells how it was answered.", tells: NativeJson.Wire.WebhookTestBody);
        native
            .Needs(Permission.WebhooksWrite, Noun.WebhookEndpoint)
            .MapPost($"{Webhooks}/{{id}}/replay", ReplayAsync)
            .As(
                "replayWebhook",
                "Tells events once more, under their old ids: those that are parked, or all of a part of the list however old.",
                takes: NativeJson.Wire.ReplayBody,
                mayLackBody: true,
                tells: NativeJson.Wire.ReplayedBody
            );
        native
            .Needs(Permission.WebhooksWrite, Noun.WebhookEndpoint)
            .MapPost($"{Webhooks}/{{id}}/secret", RollAsync)
            .As(
                "rollWebhookSecret",
                "A new secret, shown once; the one before it signs too for a while.",
                takes: NativeJson.Wire.RollWebhookSecretBody,
                mayLackBody: true,
                tells: NativeJson.Wire.AddedWebhookBody,
                stepUp: true
            );
    }

    private static Task<NativeAnswer> ListAsync(NativeCaller caller, NativeInput given, WebhookMaps maps, CancellationToken cancel)
    {
        var page = given.Page();
        return given.AnswerAsync(
            () => maps.ListAsync(caller.Caller, caller.Tenant, page, cancel),
            seen => given.List(page, seen, WebhookBody.Of),
            NativeJson.Wire.ListBodyWebhookBody
        );
    }

    private static Task<NativeAnswer> AddAsync(NativeCaller caller, NativeInput given, AddWebhookMap add, WireIdIndex ids, CancellationToken cancel)
    {
        var body = given.Body(NativeJson.Wire.SetWebhookBody);
        return given.ActAsync(
            () => add.RunAsync(caller.Caller, caller.Tenant, body!.ToRequest(), cancel),
            made => Task.FromResult(Added(AddedWebhookBody.Of(made))),
            async former => Added(new AddedWebhookBody(await ids.OfRowAsync(caller.Tenant, former.Made!.Value, WireIdKind.WebhookUuid, cancel), null))
        );
    }

    private static NativeAnswer Added(AddedWebhookBody body) => NativeAnswer.Created($"{Webhooks}/{body.Id}", body, NativeJson.Wire.AddedWebhookBody);

    private static Task<NativeAnswer> ChangeAsync(
        string id,
        NativeCaller caller,
        NativeInput given,
        ChangeWebhookMap change,
        CancellationToken cancel
    )
    {
        var body = given.Body(NativeJson.Wire.SetWebhookBody);
        return given.ActAsync(() => change.RunAsync(caller.Caller, caller.Tenant, IdOf(id), body!.ToRequest(), cancel), id);
    }

    private static Task<NativeAnswer> RemoveAsync(
        string id,
        NativeCaller caller,
        NativeInput given,
        RemoveWebhookMap remove,
        CancellationToken cancel
    ) => given.ActAsync(() => remove.RunAsync(caller.Caller, IdOf(id), cancel), id);

    private static Task<NativeAnswer> TestAsync(string id, NativeCaller caller, NativeInput given, TestWebhookMap test, CancellationToken cancel) =>
        given.ActAsync(
            () => test.RunAsync(caller.Caller, IdOf(id), cancel),
            result => Task.FromResult(Tested(result)),
            former => Task.FromResult(TestWebhookMap.Before(former).IsRefused(out var unknown, out var result) ? unknown : Tested(result))
        );

    private static NativeAnswer Tested(SendResult result) => NativeAnswer.Body(WebhookTestBody.Of(result), NativeJson.Wire.WebhookTestBody);

    private static Task<NativeAnswer> ReplayAsync(
        string id,
        NativeCaller caller,
        NativeInput given,
        ReplayWebhookMap replay,
        CancellationToken cancel
    )
    {
        var body = given.OptionalBody(NativeJson.Wire.ReplayBody) ?? new ReplayBody();
        if (body.ToRequest() is not { } part)
        {
            given.Refuse("A part of the list begins at 'after' or at 'since'; 'after' and 'until' are ids of events.");
            part = new WebhookReplay(null, null);
        }

        return given.CountAsync(
            () => replay.RunAsync(caller.Caller, IdOf(id), part, cancel),
            count => new ReplayedBody(count),
            NativeJson.Wire.ReplayedBody
        );
    }

    private static Task<NativeAnswer> RollAsync(string id, NativeCaller caller, NativeInput given, RollWebhookSecret roll, CancellationToken cancel)
    {
        var body = given.OptionalBody(NativeJson.Wire.RollWebhookSecretBody) ?? new RollWebhookSecretBody();
        return given.ActAsync(
            () => roll.RunAsync(caller.Caller, IdOf(id), NativeInput.Hours(body.OverlapHours), cancel),
            secret => Task.FromResult(NativeAnswer.Body(new AddedWebhookBody(id, secret.Reveal()), NativeJson.Wire.AddedWebhookBody)),
            _ => Task.FromResult(NativeAnswer.Body(new AddedWebhookBody(id, null), NativeJson.Wire.AddedWebhookBody))
        );
    }

    public static WireId IdOf(string id) => NativeInput.Id(WireIdKind.WebhookUuid, id);
}
