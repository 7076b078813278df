using Latchwork.Dialects.Edge;
using Latchwork.Dialects.Native.Document;
using Latchwork.Dialects.Native.Wire;
using Latchwork.Operations.SetUp;
using Latchwork.Operations.Tenants;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Latchwork.Dialects.Native.SetUp;

/// <summary>The first tenant, its owner and its first key, for whoever holds the token of the first start (KR-6).</summary>
internal static class SetUpEndpoints
{
    public static void Map(DialectRoutes native) =>
        native
            .SetUp(because: "The set-up token in the body is the credential.")
            .MapPost($"{NativeDialect.Root}/set-up", SetUpAsync)
            .As(
                "setUp",
                "Makes the first tenant, its owner and its first key, by the token of the first start.",
                takes: NativeJson.Wire.SetUpBody,
                makes: NativeJson.Wire.SetUpDoneBody
            );

    private static async Task<NativeAnswer> SetUpAsync(HttpContext http, NativeInput given, CompleteSetUp setUp, CancellationToken cancel)
    {
        var body = given.Body(NativeJson.Wire.SetUpBody);
        if (given.Refusal is { } refusal)
        {
            return refusal;
        }

        if (!LogInTransport.IsSafe(http))
        {
            return NativeErrors.UnsafeSetUp;
        }

        var request = new TenantRequest(body!.TenantName, body.TimeZone, body.Login, body.DisplayName, body.Password);
        var from = RequestOrigins.Of(http);

        // The key is shown this once: nothing that could fail stands between the commit and the answer.
        return (await setUp.RunAsync(body.Token, request, from, cancel)).IsRefused(out var error, out var founded)
            ? error
            : NativeAnswer.Created(
                $"{NativeDialect.Root}/tenant",
                new SetUpDoneBody(founded.PublicId, founded.NativeKey),
                NativeJson.Wire.SetUpDoneBody
            );
    }
}
