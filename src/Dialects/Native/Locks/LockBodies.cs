using Latchwork.Dialects.Native.Wire;
using Latchwork.Domain.Locks;
using Latchwork.Operations.Locks;

namespace Latchwork.Dialects.Native.Locks;

/// <summary>A lock. <c>…At</c> tells how old what stands beside it is.</summary>
/// <param name="Battery">Per cent.</param>
/// <param name="LinkId">Absent where nothing connects it.</param>
/// <param name="PasscodeSlots">How many codes its keypad takes.</param>
internal sealed record LockBody(
    string Id,
    string Name,
    string SiteId,
    string TimeZone,
    string? LinkId,
    string? Model,
    string? Firmware,
    IReadOnlyList<string> Capabilities,
    bool IsOnline,
    bool IsFrozen,
    string Bolt,
    DateTimeOffset? BoltAt,
    string Door,
    DateTimeOffset? DoorAt,
    int? Battery,
    bool BatteryIsLow,
    DateTimeOffset? BatteryAt,
    int? PasscodeSlots,
    DateTimeOffset CreatedAt
)
{
    public static LockBody Of(SeenLock seen) =>
        new(
            seen.Id,
            seen.Name,
            seen.SiteId,
            seen.Zone,
            seen.LinkId,
            seen.Model,
            seen.Firmware,
            NativeJson.Words(seen.Capabilities),
            seen.IsOnline,
            seen.IsFrozen,
            NativeJson.Word(seen.Bolt),
            seen.BoltAt,
            NativeJson.Word(seen.Door),
            seen.DoorAt,
            seen.Battery,
            seen.BatteryIsLow,
            seen.BatteryAt,
            seen.PasscodeSlots,
            seen.CreatedAt
        );
}

/// <summary>What the lock itself answered just now.</summary>
internal sealed record StateBody(string Bolt, string Door)
{
    public static StateBody Of(OpenState state) => new(NativeJson.Word(state.Bolt), NativeJson.Word(state.Door));
}
