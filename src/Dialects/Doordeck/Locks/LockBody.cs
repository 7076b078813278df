using System.Text.Json.Serialization;
using Latchwork.Dialects.Doordeck.Wire;
using Latchwork.Domain.Locks;
using Latchwork.Operations.Locks;

namespace Latchwork.Dialects.Doordeck.Locks;

/// <summary>A lock as this wire shows it to one of its holders (9.1). Every member is in every version, but for those of beacons.</summary>
/// <param name="Name">The caller's alias, else <c>settings.defaultName</c>.</param>
/// <param name="Start">Of the caller's grant; there even where it is null, since one client wants the key.</param>
/// <param name="LastOperation">Seconds; 0 for never.</param>
internal sealed record LockBody(
    string Id,
    string Name,
    string? Colour,
    long? Start,
    long? End,
    string Role,
    LockSettingsBody Settings,
    LockStateBody State,
    bool Favourite,
    double UnlockTime,
    long LastOperation
)
{
    public static LockBody Of(HeldLock held, int version)
    {
        var unlockTime = held.RelockAfter?.TotalSeconds ?? 0;
        return new LockBody(
            held.Id,
            held.ShownName,
            held.Colour,
            WireTimes.Seconds(held.Window.StartsAt),
            WireTimes.Seconds(held.Window.EndsAt),
            WireRoles.Of(held.Role),
            LockSettingsBody.Of(held, unlockTime, version),
            new LockStateBody(held.Bolt == BoltState.Locked, held.IsOnline, unlockTime),
            held.IsFavourite,
            unlockTime,
            WireTimes.Seconds(held.LastEventAt) ?? 0
        );
    }

    public static LockBody[] OfAll(HeldLock[] held, int version) => Array.ConvertAll(held, one => Of(one, version));
}

/// <param name="UnlockTime">Seconds; 0 where it stays open until somebody locks it.</param>
/// <param name="DirectAccessEndpoints">Never null; there are none.</param>
/// <param name="Capabilities">A key that is not there is unsupported: one client takes its presence for a yes, whatever its value; none knows others.</param>
/// <param name="Delay">A countdown of apps, in seconds.</param>
internal sealed record LockSettingsBody(
    double UnlockTime,
    IReadOnlyList<string> PermittedAddresses,
    string DefaultName,
    IReadOnlyList<string> Tiles,
    bool Hidden,
    UsageBody UsageRequirements,
    OpenHoursBody? UnlockBetweenWindow,
    IReadOnlyList<string> DirectAccessEndpoints,
    IReadOnlyDictionary<string, string> Capabilities,
    double Delay
)
{
    private const string Supported = "SUPPORTED";

    /// <summary>Of the first version alone, as the two after it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? TxBeaconRssi { get; private init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? RxBeaconRssi { get; private init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? ProximityUnlock { get; private init; }

    public static LockSettingsBody Of(HeldLock held, double unlockTime, int version) =>
        new(
            unlockTime,
            [.. held.Facts.PermittedAddresses.Ranges().Select(FirstOf)],
            held.Name,
            held.Tiles,
            held.IsHidden,
            UsageBody.Of(held),
            held.OpenHours is { } schedule ? OpenHoursBody.Of(schedule) : null,
            [],
            CapabilitiesOf(held.Abilities),
            held.ShownDelay.TotalSeconds
        )
        {
            TxBeaconRssi = version == 1 ? 0 : null,
            RxBeaconRssi = version == 1 ? 0 : null,
            ProximityUnlock = version == 1 ? false : null,
        };

    // A client reads single addresses only; a range, set over another wire, is shown by its first.
    private static string FirstOf(string range) => range[..range.IndexOf('/', StringComparison.Ordinal)];

    private static Dictionary<string, string> CapabilitiesOf(LockAbilities abilities)
    {
        var supported = new Dictionary<string, string>(StringComparer.Ordinal);
        Add("CONFIGURABLE_UNLOCK_DURATION", abilities.HasRelockTime);
        Add("OPEN_HOURS", abilities.HasOpenHours);
        Add("BATCH_SHARING_25", abilities.TakesManyPeople);
        return supported;

        void Add(string name, bool isThere)
        {
            if (isThere)
            {
                supported[name] = Supported;
            }
        }
    }
}

/// <summary>When and where a lock may be opened; an empty object where always and anywhere. What is not there is left out, and never null.</summary>
internal sealed record UsageBody
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<HoursBody>? Time { get; private init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public LocationBody? Location { get; private init; }

    public static UsageBody Of(HeldLock held) =>
        new()
        {
            Time = held.Facts.UsageHours is { Count: > 0 } hours ? [.. hours.SelectMany(HoursBody.Of)] : null,
            Location = held.Location is { } place
                ? new LocationBody(place.Latitude, place.Longitude, place.IsEnabled, place.Radius, place.Accuracy)
                : null,
        };
}

/// <summary>Checked by phones alone.</summary>
internal sealed record LocationBody(double Latitude, double Longitude, bool Enabled, int Radius, int Accuracy);

/// <param name="Locked">Known to be: a bolt of which nothing is known is not.</param>
/// <param name="Duration">Seconds that it stays open.</param>
internal sealed record LockStateBody(bool Locked, bool Connected, double Duration);

internal sealed record ShareableBody(string Id, string Name)
{
    public static ShareableBody[] Of(HeldLock[] held) => Array.ConvertAll(held, one => new ShareableBody(one.Id, one.ShownName));
}
