using Latchwork.Dialects.Edge;
using Latchwork.Dialects.Native.Document;
using Latchwork.Dialects.Native.Wire;
using Latchwork.Operations.Identity;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Latchwork.Dialects.Native.SetUp;

/// <summary>The first password of an invited person (KR-5).</summary>
internal static class InvitationEndpoints
{
    public static void Map(DialectRoutes native) =>
        native
            .Public("accept an invitation", because: "The token in the body is the credential.")
            .MapPost($"{NativeDialect.Root}/invitations/accept", AcceptAsync)
            .As(
                "acceptInvitation",
                "Sets the first password of an invited person, by the token of the message.",
                takes: NativeJson.Wire.AcceptBody,
                tells: NativeJson.Wire.AcceptedBody
            );

    private static async Task<NativeAnswer> AcceptAsync(HttpContext http, NativeInput given, AcceptInvitation accept, CancellationToken cancel)
    {
        var body = given.Body(NativeJson.Wire.AcceptBody);
        return given.Refusal is null && !LogInTransport.IsSafe(http)
            ? NativeErrors.UnsafeSetUp
            : await given.AnswerAsync(
                () => accept.RunAsync(body!.Token, body.Password, RequestOrigins.Of(http), cancel),
                accepted => new AcceptedBody(accepted.Grants),
                NativeJson.Wire.AcceptedBody
            );
    }
}
