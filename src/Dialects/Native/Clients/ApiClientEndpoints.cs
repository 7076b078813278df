using Latchwork.Dialects.Native.Document;
using Latchwork.Dialects.Native.Wire;
using Latchwork.Domain;
using Latchwork.Domain.Users;
using Latchwork.Operations.Clients;
using Latchwork.Operations.Ids;
using Microsoft.AspNetCore.Builder;

namespace Latchwork.Dialects.Native.Clients;

/// <summary>Who calls the wires for this tenant: keys, accounts' clients and applications, and what they may use up.</summary>
internal static class ApiClientEndpoints
{
    private const string Clients = $"{NativeDialect.Root}/api-clients";

    public static void Map(DialectRoutes native)
    {
        native
            .Needs(Permission.KeysRead, Noun.ApiClient)
            .MapGet(Clients, ListAsync)
            .As(
                "listApiClients",
                "Who calls the wires for this tenant, oldest first.",
                tells: NativeJson.Wire.ListBodyApiClientBody,
                asks: [Asks.Page]
            );
        native
            .Needs(Permission.KeysWrite, Noun.ApiClient)
            .MapPost(Clients, AddAsync)
            .As(
                "addApiClient",
                "Registers an application of the TTLock wire.",
                takes: NativeJson.Wire.NewAppClientBody,
                makes: NativeJson.Wire.AddedAppClientBody,
                stepUp: true
            );
        native
            .Needs(Permission.KeysWrite, Noun.ApiClient)
            .MapPut($"{Clients}/{{id}}/limits", LimitAsync)
            .As(
                "setApiClientLimits",
                "Replaces what a client may use up.",
                takes: NativeJson.Wire.ClientLimitsBody,
                tells: NativeJson.Wire.ClientLimitsBody
            );
        native
            .Needs(Permission.KeysWrite, Noun.ApiClient)
            .MapPost($"{Clients}/{{id}}/secret", RollAsync)
            .As(
                "rollClientSecret",
                "Gives an application, a key of this API or a token of a service another secret; the former goes on for the time that is asked for.",
                takes: NativeJson.Wire.RollSecretBody,
                tells: NativeJson.Wire.RolledSecretBody,
                stepUp: true
            );
        native
            .Needs(Permission.KeysWrite, Noun.ApiClient)
            .MapDelete($"{Clients}/{{id}}", RevokeAsync)
            .As("revokeApiClient", "Ends a client: no node takes its keys any more.", tells: NativeJson.Wire.MadeBody);
    }

    private static Task<NativeAnswer> ListAsync(NativeCaller caller, NativeInput given, ApiClientQueries clients, CancellationToken cancel)
    {
        var page = given.Page();
        return given.AnswerAsync(
            () => clients.ListAsync(caller.Caller, caller.Tenant, page, cancel),
            seen => given.List(page, seen, ApiClientBody.Of),
            NativeJson.Wire.ListBodyApiClientBody
        );
    }

    private static Task<NativeAnswer> AddAsync(
        NativeCaller caller,
        NativeInput given,
        AddAppClient add,
        MadeClients clients,
        CancellationToken cancel
    )
    {
        var body = given.Body(NativeJson.Wire.NewAppClientBody);
        return given.ActAsync(
            () => add.RunAsync(caller.Caller, caller.Tenant, body!.Name, cancel),
            made => Task.FromResult(Added(AddedAppClientBody.Of(made))),
            async former => Added(AddedAppClientBody.Of(await clients.FindAsync(caller.Tenant, former.Made!.Value, cancel)))
        );
    }

    private static NativeAnswer Added(AddedAppClientBody body) =>
        NativeAnswer.Created($"{Clients}/{body.Id}", body, NativeJson.Wire.AddedAppClientBody);

    private static Task<NativeAnswer> LimitAsync(string id, NativeCaller caller, NativeInput given, SetClientLimits set, CancellationToken cancel)
    {
        var body = given.Body(NativeJson.Wire.ClientLimitsBody);
        return given.ActAsync(() => set.RunAsync(caller.Caller, IdOf(id), body!.ToLimits(), cancel), () => body!, NativeJson.Wire.ClientLimitsBody);
    }

    private static Task<NativeAnswer> RollAsync(
        string id,
        NativeCaller caller,
        NativeInput given,
        RollClientSecret roll,
        MadeClients clients,
        CancellationToken cancel
    )
    {
        var body = given.Body(NativeJson.Wire.RollSecretBody);
        return given.ActAsync(
            () => roll.RunAsync(caller.Caller, IdOf(id), NativeInput.Hours(body!.OverlapHours), cancel),
            rolled => Task.FromResult(Rolled(RolledSecretBody.Of(rolled))),
            async former => Rolled(RolledSecretBody.Of(await clients.FindAsync(caller.Tenant, former.Made!.Value, cancel)))
        );
    }

    private static NativeAnswer Rolled(RolledSecretBody body) => NativeAnswer.Body(body, NativeJson.Wire.RolledSecretBody);

    private static Task<NativeAnswer> RevokeAsync(
        string id,
        NativeCaller caller,
        NativeInput given,
        RevokeApiClient revoke,
        CancellationToken cancel
    ) => given.ActAsync(() => revoke.RunAsync(caller.Caller, IdOf(id), cancel), id);

    private static WireId IdOf(string id) => NativeInput.Id(WireIdKind.ApiClientUuid, id);
}
