using Latchwork.Dialects.Native.Document;
using Latchwork.Dialects.Native.Wire;
using Latchwork.Domain.Grants;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Locks.Settings;
using Microsoft.AspNetCore.Builder;

namespace Latchwork.Dialects.Native.Locks;

/// <summary>What a lock keeps for itself: it is told over its link, and knows it when it has said so.</summary>
internal static class SettingEndpoints
{
    public static void Map(DialectRoutes native) =>
        native
            .OfLock(AccessAct.ChangeSettings)
            .MapPatch($"{NativeDialect.Root}/locks/{{id}}/settings", ChangeAsync)
            .As(
                "changeLockSettings",
                "Sets the sound, its volume and the privacy of a lock, one after the other, and answers after the lock took them.",
                takes: NativeJson.Wire.LockSettingsBody,
                tells: NativeJson.Wire.MotionBody,
                tagged: LockEndpoints.SmartLock
            );

    private static Task<NativeAnswer> ChangeAsync(
        string id,
        NativeCaller caller,
        NativeInput given,
        ChangeLockSetting change,
        NativeOptions options,
        CancellationToken cancel
    )
    {
        var changes = given.Body(NativeJson.Wire.LockSettingsBody)?.Read() ?? [];
        if (changes.Count == 0)
        {
            given.Refuse("One setting must be there at least.");
        }

        return given.AnswerAsync(
            () => change.RunAsync(caller.Caller, NativeInput.Id(WireIdKind.LockUuid, id), changes, Carriage.Link, options.Wait, cancel),
            _ => MotionBody.Done,
            NativeJson.Wire.MotionBody
        );
    }
}
