using Latchwork.Dialects.Native.Wire;
using Latchwork.Operations.Identity;
using Microsoft.AspNetCore.Builder;

namespace Latchwork.Dialects.Native.Document;

/// <summary>The document itself, for whoever has a key (LG-3).</summary>
internal static class DocumentEndpoint
{
    public static void Map(DialectRoutes native) =>
        native
            .Own("read API", isRead: true)
            .MapGet($"{NativeDialect.Root}/openapi.json", FindAsync)
            .As("getDocument", "This document.", tells: NativeJson.Wire.JsonElement);

    private static Task<NativeAnswer> FindAsync(
        NativeCaller caller,
        NativeInput given,
        ConfirmCaller confirm,
        NativeDocument document,
        CancellationToken cancel
    ) => given.AnswerAsync(() => confirm.RunAsync(caller.Caller, cancel), _ => document.Whole, NativeJson.Wire.JsonElement);
}
