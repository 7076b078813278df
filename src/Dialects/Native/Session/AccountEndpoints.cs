using Latchwork.Dialects.Edge;
using Latchwork.Dialects.Native.Document;
using Latchwork.Dialects.Native.Wire;
using Latchwork.Operations.Users;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Latchwork.Dialects.Native.Session;

/// <summary>The caller's own account.</summary>
internal static class AccountEndpoints
{
    public static void Map(DialectRoutes native) =>
        native
            .Personal("change password")
            .MapPut($"{NativeDialect.Root}/account/password", ChangePasswordAsync)
            .As(
                "changePassword",
                "Sets another password. Every other session of the person ends, and so do the keys that log-ins of other wires gave out.",
                takes: NativeJson.Wire.NewPasswordBody,
                tells: NativeJson.Wire.PasswordChangedBody
            );

    private static Task<NativeAnswer> ChangePasswordAsync(
        HttpContext http,
        NativeCaller caller,
        NativeInput given,
        ChangePassword change,
        CancellationToken cancel
    )
    {
        var body = given.Body(NativeJson.Wire.NewPasswordBody);
        return given.Refusal is null && !LogInTransport.IsSafe(http)
            ? Task.FromResult<NativeAnswer>(NativeErrors.UnsafeSetUp)
            : given.AnswerAsync(
                () => change.RunAsync(caller.Caller, body!.Current, body.New, cancel),
                _ => new PasswordChangedBody(IsChanged: true),
                NativeJson.Wire.PasswordChangedBody
            );
    }
}
