using Latchwork.Dialects.Native.Document;
using Latchwork.Dialects.Native.Wire;
using Latchwork.Domain;
using Latchwork.Domain.Users;
using Latchwork.Operations.Clients;
using Latchwork.Operations.Ids;
using Microsoft.AspNetCore.Builder;

namespace Latchwork.Dialects.Native.Clients;

/// <summary>Keys of programs of the KEYVOX wire: pairs that sign, and tokens of services that cannot. <see cref="ApiClientEndpoints"/> lists and revokes them.</summary>
internal static class HmacKeyEndpoints
{
    private const string Keys = $"{NativeDialect.Root}/hmac-keys";
    private const string Tokens = $"{NativeDialect.Root}/integration-tokens";

    public static void Map(DialectRoutes native)
    {
        native
            .Needs(Permission.KeysWrite, Noun.ApiClient)
            .MapPost(Keys, AddAsync)
            .As(
                "addHmacKey",
                "Makes a pair for programs that sign their requests.",
                takes: NativeJson.Wire.NewHmacKeyBody,
                makes: NativeJson.Wire.AddedHmacKeyBody,
                stepUp: true
            );
        native
            .Needs(Permission.KeysWrite, Noun.ApiClient)
            .MapPost($"{Keys}/{{id}}/secret", RollAsync)
            .As(
                "rollHmacSecret",
                "Gives a pair another secret; the former goes on for the time that is asked for.",
                takes: NativeJson.Wire.RollSecretBody,
                tells: NativeJson.Wire.AddedHmacKeyBody,
                stepUp: true
            );
        native
            .Needs(Permission.KeysWrite, Noun.ApiClient)
            .MapPut($"{Keys}/{{id}}/rules", SetRulesAsync)
            .As(
                "setHmacKeyRules",
                "Replaces what is said of a pair.",
                takes: NativeJson.Wire.HmacRulesBody,
                tells: NativeJson.Wire.HmacRulesBody,
                stepUp: true
            );
        native
            .Needs(Permission.KeysWrite, Noun.ApiClient)
            .MapPost(Tokens, AddTokenAsync)
            .As(
                "addIntegrationToken",
                "Makes a token for a service that cannot sign.",
                takes: NativeJson.Wire.NewIntegrationBody,
                makes: NativeJson.Wire.AddedIntegrationBody,
                stepUp: true
            );
    }

    private static Task<NativeAnswer> AddAsync(NativeCaller caller, NativeInput given, AddHmacKey add, MadeClients clients, CancellationToken cancel)
    {
        var body = given.Body(NativeJson.Wire.NewHmacKeyBody);
        var (rules, scopes) = (given.Rules(body?.Addresses, body?.AnyAddress, body?.NeedsRequestLine), given.Scopes(body?.Scopes));
        return given.ActAsync(
            () => add.RunAsync(caller.Caller, caller.Tenant, body!.Name, scopes, rules, body.CallsPerMinute, cancel),
            made => Task.FromResult(Added(AddedHmacKeyBody.Of(made))),
            async former => Added(AddedHmacKeyBody.Of(await clients.FindAsync(caller.Tenant, former.Made!.Value, cancel)))
        );
    }

    private static Task<NativeAnswer> RollAsync(
        string id,
        NativeCaller caller,
        NativeInput given,
        RollHmacSecret roll,
        MadeClients clients,
        CancellationToken cancel
    )
    {
        var body = given.Body(NativeJson.Wire.RollSecretBody);
        return given.ActAsync(
            () => roll.RunAsync(caller.Caller, IdOf(id), NativeInput.Hours(body!.OverlapHours), cancel),
            made => Task.FromResult(NativeAnswer.Body(AddedHmacKeyBody.Of(made), NativeJson.Wire.AddedHmacKeyBody)),
            async former =>
                NativeAnswer.Body(
                    AddedHmacKeyBody.Of(await clients.FindAsync(caller.Tenant, former.Made!.Value, cancel)),
                    NativeJson.Wire.AddedHmacKeyBody
                )
        );
    }

    private static Task<NativeAnswer> SetRulesAsync(string id, NativeCaller caller, NativeInput given, SetHmacKeyRules set, CancellationToken cancel)
    {
        var body = given.Body(NativeJson.Wire.HmacRulesBody);
        var rules = given.Rules(body?.Addresses, body?.AnyAddress, body?.NeedsRequestLine);
        return given.ActAsync(() => set.RunAsync(caller.Caller, IdOf(id), rules, cancel), () => body!, NativeJson.Wire.HmacRulesBody);
    }

    private static Task<NativeAnswer> AddTokenAsync(
        NativeCaller caller,
        NativeInput given,
        AddIntegrationToken add,
        MadeClients clients,
        CancellationToken cancel
    )
    {
        var body = given.Body(NativeJson.Wire.NewIntegrationBody);
        var scopes = given.Scopes(body?.Scopes);
        return given.ActAsync(
            () => add.RunAsync(caller.Caller, caller.Tenant, body!.Name, scopes, body.CallsPerMinute, cancel),
            made => Task.FromResult(Added(AddedIntegrationBody.Of(made))),
            async former => Added(AddedIntegrationBody.Of(await clients.FindAsync(caller.Tenant, former.Made!.Value, cancel)))
        );
    }

    private static NativeAnswer Added(AddedHmacKeyBody body) => NativeAnswer.Created($"{Keys}/{body.Id}", body, NativeJson.Wire.AddedHmacKeyBody);

    private static NativeAnswer Added(AddedIntegrationBody body) =>
        NativeAnswer.Created($"{Tokens}/{body.Id}", body, NativeJson.Wire.AddedIntegrationBody);

    /// <summary>Where a key may call from is said, one way or the other (HM-9).</summary>
    private static HmacKeyRules Rules(this NativeInput given, IReadOnlyList<string>? addresses, bool? anyAddress, bool? needsRequestLine)
    {
        if (addresses is null != (anyAddress == true))
        {
            given.Refuse("Say where the key may call from: 'addresses', or 'anyAddress' as true.");
        }

        return new HmacKeyRules { Addresses = addresses, NeedsRequestLine = needsRequestLine == true };
    }

    internal static PermissionSet? Scopes(this NativeInput given, IReadOnlyList<string>? words)
    {
        if (words is null)
        {
            return null;
        }

        if (PermissionSet.Parse(words).IsRefused(out var refusal, out var scopes))
        {
            given.Refuse(refusal.Detail);
        }

        return scopes;
    }

    private static WireId IdOf(string id) => NativeInput.Id(WireIdKind.ApiClientUuid, id);
}
