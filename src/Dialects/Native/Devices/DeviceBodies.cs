using Latchwork.Dialects.Native.Locks;
using Latchwork.Dialects.Native.Wire;
using Latchwork.Operations.Devices;

namespace Latchwork.Dialects.Native.Devices;

/// <summary>Hardware behind a link. <c>…At</c> tells how old what stands beside it is.</summary>
/// <param name="Kind"><c>lock</c>, <c>gateway</c>, <c>reader</c>, <c>doorSensor</c> or <c>locker</c>.</param>
/// <param name="Address">The family's own name for it within the link.</param>
/// <param name="ViaId">The device that relays for it; absent where it is on the link itself.</param>
/// <param name="LockId">Where it is a lock.</param>
/// <param name="LockerId">Where it is a cabinet.</param>
/// <param name="ReaderId">Where it is a reader.</param>
/// <param name="IsOnline">It answers, and so does its link.</param>
/// <param name="OnlineChangedAt">Since when the device itself answers, or does not.</param>
/// <param name="Signal">dBm; absent where nobody measures it.</param>
/// <param name="Battery">Per cent; absent until it was heard of.</param>
/// <param name="GoneAt">Since when it is not found behind the link any more.</param>
internal sealed record KnownDeviceBody(
    string Id,
    string Kind,
    string Name,
    string Address,
    string? Model,
    string? Firmware,
    string LinkId,
    string? ViaId,
    string? LockId,
    string? LockerId,
    string? ReaderId,
    bool IsOnline,
    DateTimeOffset OnlineChangedAt,
    int? Signal,
    DateTimeOffset? SignalAt,
    int? Battery,
    bool BatteryIsLow,
    DateTimeOffset? BatteryAt,
    BatteryForecastBody? BatteryForecast,
    IReadOnlyList<string> Warnings,
    DateTimeOffset? GoneAt,
    DateTimeOffset CreatedAt
)
{
    public static KnownDeviceBody Of(KnownDevice known) =>
        new(
            known.Id,
            NativeJson.Word(known.Kind),
            known.Name,
            known.Address,
            known.Model,
            known.Firmware,
            known.LinkId,
            known.ViaId,
            known.LockId,
            known.LockerId,
            known.ReaderId,
            known.IsOnline,
            known.ChangedAt,
            known.Signal,
            known.SignalAt,
            known.Battery,
            known.BatteryIsLow,
            known.BatteryAt,
            known.BatteryOutlook is { } outlook ? BatteryForecastBody.Of(outlook) : null,
            known.Warning is { } warning ? [warning] : [],
            known.GoneAt,
            known.CreatedAt
        );
}
