using Latchwork.Dialects.Native.Document;
using Latchwork.Dialects.Native.Wire;
using Latchwork.Domain.Grants;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Locks.Settings;
using Microsoft.AspNetCore.Builder;

namespace Latchwork.Dialects.Native.Locks;

/// <param name="Seconds">0: for ever.</param>
internal sealed record AjarTimeBody(int Seconds);

/// <summary>How long the door of a lock may stand open before that is told.</summary>
internal static class AjarEndpoints
{
    public static void Map(DialectRoutes native) =>
        native
            .OfLock(AccessAct.ChangeSettings)
            .MapPut($"{NativeDialect.Root}/locks/{{id}}/ajar-time", SetAsync)
            .As(
                "setAjarTime",
                "Sets how long the door of a lock may stand open before that is told.",
                takes: NativeJson.Wire.AjarTimeBody,
                tells: NativeJson.Wire.MadeBody,
                tagged: LockEndpoints.SmartLock
            );

    private static Task<NativeAnswer> SetAsync(string id, NativeCaller caller, NativeInput given, SetAjarTime set, CancellationToken cancel)
    {
        var body = given.Body(NativeJson.Wire.AjarTimeBody);
        return given.ActAsync(
            () => set.RunAsync(caller.Caller, NativeInput.Id(WireIdKind.LockUuid, id), TimeSpan.FromSeconds(body!.Seconds), cancel),
            id
        );
    }
}
