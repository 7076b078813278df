using Latchwork.Dialects.Native.Document;
using Latchwork.Dialects.Native.Wire;
using Latchwork.Domain;
using Latchwork.Domain.Users;
using Latchwork.Operations.Clients;
using Microsoft.AspNetCore.Builder;

namespace Latchwork.Dialects.Native.Clients;

/// <summary>Keys of this API. <see cref="ApiClientEndpoints"/> lists, rolls and revokes them.</summary>
internal static class NativeKeyEndpoints
{
    private const string Keys = $"{NativeDialect.Root}/native-keys";

    public static void Map(DialectRoutes native) =>
        native
            .Needs(Permission.KeysWrite, Noun.ApiClient)
            .MapPost(Keys, AddAsync)
            .As(
                "addNativeKey",
                "Makes a key of this API, with the scopes that are given.",
                takes: NativeJson.Wire.NewNativeKeyBody,
                makes: NativeJson.Wire.AddedNativeKeyBody,
                stepUp: true
            );

    private static Task<NativeAnswer> AddAsync(
        NativeCaller caller,
        NativeInput given,
        AddNativeKey add,
        MadeClients clients,
        CancellationToken cancel
    )
    {
        var body = given.Body(NativeJson.Wire.NewNativeKeyBody);
        var scopes = given.Scopes(body?.Scopes);
        return given.ActAsync(
            () => add.RunAsync(caller.Caller, caller.Tenant, body!.Name, scopes!.Value, cancel),
            made => Task.FromResult(Added(AddedNativeKeyBody.Of(made))),
            async former => Added(AddedNativeKeyBody.Of(await clients.FindAsync(caller.Tenant, former.Made!.Value, cancel)))
        );
    }

    private static NativeAnswer Added(AddedNativeKeyBody body) => NativeAnswer.Created($"{Keys}/{body.Id}", body, NativeJson.Wire.AddedNativeKeyBody);
}

/// <param name="Scopes">Words of permissions, such as <c>locks:read</c>. Nobody gives more than they hold.</param>
internal sealed record NewNativeKeyBody(string Name, IReadOnlyList<string> Scopes);

/// <param name="Secret">Shown this once; absent in the answer of the same request once more.</param>
internal sealed record AddedNativeKeyBody(string Id, string? Secret)
{
    public static AddedNativeKeyBody Of(MadeClient made) => new(made.Id, null);

    public static AddedNativeKeyBody Of(AddedNativeKey made) => new(made.Id, made.Secret);

    public override string ToString() => nameof(AddedNativeKeyBody);
}
