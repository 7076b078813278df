using Latchwork.Dialects.Native.Wire;
using Latchwork.Domain.Locks;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Locks;

namespace Latchwork.Dialects.Native.Locks;

/// <summary>When a door stays open.</summary>
/// <param name="Hours">Without windows: never.</param>
/// <param name="OpensByItself">The bolt is drawn when they begin; else the first opening in them lasts to their end.</param>
internal sealed record OpenHoursBody(HoursBody Hours, bool OpensByItself = false);

/// <summary>What is absent stays; what is there is replaced as a whole.</summary>
/// <param name="SiteId">Another site of the tenant. A lock of a unit is where the unit is.</param>
/// <param name="RelockAfter">Seconds that it stays open before it locks again, 5 to 900; 0: for ever.</param>
/// <param name="UsageHours">It opens only inside one of them; none: always.</param>
/// <param name="PermittedAddresses">Addresses and ranges from which it opens; none: from anywhere.</param>
internal sealed record LockChangeBody(
    string? Name = null,
    string? SiteId = null,
    int? RelockAfter = null,
    OpenHoursBody? OpenHours = null,
    IReadOnlyList<HoursBody>? UsageHours = null,
    IReadOnlyList<string>? PermittedAddresses = null
)
{
    /// <summary>What is wrong with the form of it; null where nothing is.</summary>
    public string? Fault() => OpenHours?.Hours.Fault() ?? UsageHours?.Select(hours => hours.Fault()).FirstOrDefault(fault => fault is not null);

    public LockEdit ToEdit() =>
        new()
        {
            Name = Name,
            Site = SiteId is { } site ? NativeInput.Id(WireIdKind.SiteUuid, site) : null,
            RelockAfter = RelockAfter is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            OpenHours = OpenHours?.Hours.Read(),
            OpensByItself = OpenHours?.OpensByItself == true,
            UsageHours = UsageHours?.Select(hours => hours.Read()).ToList(),
            PermittedAddresses = PermittedAddresses,
        };
}

/// <summary>What a lock keeps for itself. What is absent stays; of one that is told it is not known.</summary>
/// <param name="Sound">It sounds at all.</param>
/// <param name="Volume">1 to 5.</param>
/// <param name="PrivacyLock">It cannot be opened from outside while somebody locked it from inside.</param>
internal sealed record LockSettingsBody(bool? Sound = null, int? Volume = null, bool? PrivacyLock = null)
{
    /// <summary>Null where nothing is known.</summary>
    public static LockSettingsBody? Of(IReadOnlyDictionary<LockSetting, int> known)
    {
        var body = new LockSettingsBody(
            Switch(known, LockSetting.Sound),
            known.TryGetValue(LockSetting.Volume, out var volume) ? volume : null,
            Switch(known, LockSetting.PrivacyLock)
        );
        return body == new LockSettingsBody() ? null : body;
    }

    public IReadOnlyList<(LockSetting Setting, int Value)> Read() =>
        [
            .. Told(LockSetting.Sound, Sound is { } sound ? Number(sound) : null),
            .. Told(LockSetting.Volume, Volume),
            .. Told(LockSetting.PrivacyLock, PrivacyLock is { } privacy ? Number(privacy) : null),
        ];

    private static IEnumerable<(LockSetting, int)> Told(LockSetting setting, int? value) => value is { } some ? [(setting, some)] : [];

    private static int Number(bool isOn) => isOn ? 1 : 0;

    private static bool? Switch(IReadOnlyDictionary<LockSetting, int> known, LockSetting setting) =>
        known.TryGetValue(setting, out var value) ? value == 1 : null;
}
