using Latchwork.Dialects.Native.Document;
using Latchwork.Dialects.Native.Wire;
using Latchwork.Domain.Credentials;
using Latchwork.Operations.Credentials;
using Latchwork.Operations.Ids;

namespace Latchwork.Dialects.Native.Credentials;

/// <summary>What is shown at doors, over all of them: codes as cards.</summary>
internal static class CredentialLists
{
    public static IReadOnlyList<IReadOnlyList<AskedParameter>> Asked { get; } =
    [
        Asks.Page,
        Asks.Id("lockId", "On this lock."),
        Asks.Text("name", "A part of the name."),
        Asks.Word<CodeState>("state", "Those alone that are in this state: in a window that is not over, over, or revoked."),
    ];

    public static Task<NativeAnswer> AnswerAsync(
        CredentialKind kind,
        NativeCaller caller,
        NativeInput given,
        TenantCodes codes,
        CancellationToken cancel
    )
    {
        var page = given.Page();
        var filter = new TenantCodesFilter(page)
        {
            Lock = given.Named("lockId", WireIdKind.LockUuid),
            Name = given.Text("name"),
            State = given.Word<CodeState>("state"),
        };
        return given.AnswerAsync(
            () => codes.ListAsync(caller.Caller, caller.Tenant, kind, filter, cancel),
            seen => given.List(page, seen, CredentialBody.Of),
            NativeJson.Wire.ListBodyCredentialBody
        );
    }
}
