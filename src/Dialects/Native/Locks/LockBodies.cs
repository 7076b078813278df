using Latchwork.Dialects.Native.Sites;
using Latchwork.Dialects.Native.Wire;
using Latchwork.Domain.Devices;
using Latchwork.Operations.Locks;

namespace Latchwork.Dialects.Native.Locks;

/// <summary>A lock. <c>…At</c> tells how old what stands beside it is.</summary>
/// <param name="Battery">Per cent.</param>
/// <param name="BatteryForecast">Absent until its battery was heard of.</param>
/// <param name="AjarAfter">Seconds that its door may stand open before that is told; 0: for ever.</param>
/// <param name="UnitId">The unit that it is a door of.</param>
/// <param name="RelockAfter">Seconds that it stays open before it locks again; 0: for ever.</param>
/// <param name="OpenHours">Absent: it does not stay open.</param>
/// <param name="UsageHours">It opens only inside one of them; none: always.</param>
/// <param name="PermittedAddresses">Addresses and ranges from which it opens; none: from anywhere.</param>
/// <param name="LinkId">Absent where nothing connects it.</param>
/// <param name="PasscodeSlots">How many codes its keypad takes.</param>
/// <param name="Place">On the plan of its site; absent: nowhere.</param>
/// <param name="Settings">What it keeps for itself; absent where nothing of that is known.</param>
internal sealed record LockBody(
    string Id,
    string Name,
    string SiteId,
    string TimeZone,
    string? UnitId,
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
    BatteryForecastBody? BatteryForecast,
    int AjarAfter,
    int RelockAfter,
    OpenHoursBody? OpenHours,
    IReadOnlyList<HoursBody> UsageHours,
    IReadOnlyList<string> PermittedAddresses,
    int? PasscodeSlots,
    LockSettingsBody? Settings,
    DateTimeOffset CreatedAt,
    PlaceBody? Place = null
)
{
    public static LockBody Of(SeenLock seen) =>
        new(
            seen.Id,
            seen.Name,
            seen.SiteId,
            seen.Zone,
            seen.UnitId,
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
            seen.BatteryOutlook is { } outlook ? BatteryForecastBody.Of(outlook) : null,
            (int)seen.AjarAfter.TotalSeconds,
            (int)(seen.RelockAfter ?? TimeSpan.Zero).TotalSeconds,
            seen.OpenHours is { } hours ? new OpenHoursBody(HoursBody.Of(hours), seen.OpensByItself) : null,
            [.. seen.UsageHours.Select(HoursBody.Of)],
            seen.PermittedAddresses,
            seen.PasscodeSlots,
            LockSettingsBody.Of(seen.Settings),
            seen.CreatedAt,
            PlaceBody.Of(seen.Place)
        );
}

/// <summary>When a battery will be empty: all absent but why that is not known, or the other way round.</summary>
/// <param name="EmptyFrom">Whoever relies on it must reckon with this.</param>
/// <param name="EmptyUntil">Absent where it may also last beyond what can be told.</param>
/// <param name="FallsADay">Per cent.</param>
/// <param name="UnknownBecause"><c>tooFew</c>, <c>silent</c>, <c>stuck</c>, <c>jumping</c>, <c>justReplaced</c> or <c>tooFarAway</c>.</param>
internal sealed record BatteryForecastBody(
    DateTimeOffset? EmptyFrom,
    DateTimeOffset? LikelyEmptyAt,
    DateTimeOffset? EmptyUntil,
    double? FallsADay,
    string? UnknownBecause
)
{
    public static BatteryForecastBody Of(BatteryOutlook seen) =>
        new(
            seen.Early,
            seen.Likely,
            seen.Late,
            seen.FallsADay is { } falls ? Math.Round(falls, 2) : null,
            seen.Doubt is { } doubt ? NativeJson.Word(doubt) : null
        );
}

/// <summary>What the lock itself answered just now.</summary>
internal sealed record StateBody(string Bolt, string Door)
{
    public static StateBody Of(OpenState state) => new(NativeJson.Word(state.Bolt), NativeJson.Word(state.Door));
}
