using Latchwork.Dialects.Sifely.Wire;
using Latchwork.Domain.Locks;
using Latchwork.Operations.Locks;

namespace Latchwork.Dialects.Sifely.Locks;

/// <summary>
/// A lock in detail (15.2), in the documented order, which is the alphabet's. Strings are never null: a strict client refuses that. The secrets of a
/// vendor's Bluetooth protocol are empty, since no lock here has them.
/// </summary>
internal sealed record LockDetailBody
{
    public string AdminPwd { get; init; } = "";
    public string AesKeyStr { get; init; } = "";

    /// <summary>Seconds; -1 off.</summary>
    public required int AutoLockTime { get; init; }

    public string DeletePwd { get; init; } = "";
    public int DisplayPasscode { get; init; }
    public int? ElectricQuantity { get; init; }
    public required string FeatureValue { get; init; }

    /// <summary>Has dots: a client splits it at them.</summary>
    public required string FirmwareRevision { get; init; }

    public string HardwareRevision { get; init; } = "";
    public required int HasGateway { get; init; }
    public required int IsFrozen { get; init; }
    public int KeyboardPwdVersion { get; init; } = 4;
    public required string LockAlias { get; init; }
    public int LockFlagPos { get; init; }
    public required long LockId { get; init; }
    public string LockKey { get; init; } = "";
    public required string LockMac { get; init; }
    public required string LockName { get; init; }

    /// <summary>1 on, 2 off, 0 unknown, as all switches here.</summary>
    public int LockSound { get; init; }

    public LockVersion LockVersion { get; init; } = new();
    public required string ModelNum { get; init; }
    public required string NoKeyPwd { get; init; }
    public int OpenDirection { get; init; }
    public required int PassageMode { get; init; }
    public required int PassageModeAutoUnlock { get; init; }
    public int PrivacyLock { get; init; }
    public int ResetButton { get; init; }
    public int SoundVolume { get; init; }

    /// <summary>The lowest 31 bits of the feature value; older clients read only these.</summary>
    public required int SpecialValue { get; init; }

    public int TamperAlert { get; init; }
    public required int TimezoneRawOffset { get; init; }
    public required long Date { get; init; }

    public static LockDetailBody Of(GrantedLock seen, DateTimeOffset now)
    {
        var features = Locks.FeatureValue.Of(seen);
        return new()
        {
            AutoLockTime = seen.RelockAfter is { } after ? (int)after.TotalSeconds : -1,
            ElectricQuantity = seen.Battery,
            FeatureValue = features.ToString(),
            FirmwareRevision = Dotted(seen.Firmware),
            HasGateway = Switch.Bit(seen.HasGateway),
            IsFrozen = Switch.Bit(seen.IsFrozen),
            LockAlias = seen.Alias,
            LockId = seen.LockNumber,
            LockMac = seen.Mac,
            LockName = seen.Name,
            LockSound = SettingValues.Told(seen.Settings, LockSetting.Sound),
            ModelNum = seen.Model ?? "",
            NoKeyPwd = seen.SuperPasscode?.Reveal() ?? "",
            OpenDirection = SettingValues.Told(seen.Settings, LockSetting.OpenDirection),
            PassageMode = Switch.Of(seen.HasOpenHours),
            PassageModeAutoUnlock = Switch.Of(seen.OpenHours?.OpensByItself == true),
            PrivacyLock = SettingValues.Told(seen.Settings, LockSetting.PrivacyLock),
            ResetButton = SettingValues.Told(seen.Settings, LockSetting.ResetButton),
            SoundVolume = SettingValues.Told(seen.Settings, LockSetting.Volume),
            SpecialValue = features.Special,
            TamperAlert = SettingValues.Told(seen.Settings, LockSetting.TamperAlert),
            TimezoneRawOffset = WireTime.StandardOffset(seen.Zone, now),
            Date = WireTime.Milliseconds(seen.LockCreatedAt),
        };
    }

    private static string Dotted(string? firmware) =>
        string.IsNullOrEmpty(firmware) ? "0.0.0"
        : firmware.Contains('.') ? firmware
        : $"{firmware}.0";

    public override string ToString() => $"lock {LockId}";
}

/// <summary>What current locks of the vendor say of themselves; clients pass it on to a Bluetooth library.</summary>
internal sealed record LockVersion(int ProtocolType = 5, int ProtocolVersion = 3, int Scene = 2, int GroupId = 1, int OrgId = 1);
