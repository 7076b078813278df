namespace Latchwork.Domain.Locks;

/// <summary>What a lock keeps for itself and we only hand on. A switch is 1 on, 0 off. The numbers are stored: never renumber.</summary>
public enum LockSetting
{
    /// <summary>A switch: it cannot be opened from outside while somebody locked it from inside.</summary>
    PrivacyLock = 1,

    /// <summary>A switch.</summary>
    TamperAlert = 2,

    /// <summary>A switch: the button inside that resets it works.</summary>
    ResetButton = 3,

    /// <summary>A switch.</summary>
    Sound = 4,

    /// <summary>1 to 5.</summary>
    Volume = 5,

    /// <summary>1 to the left, 2 to the right.</summary>
    OpenDirection = 6,

    /// <summary>A switch.</summary>
    PowerSaving = 7,

    /// <summary>Seconds until a door that stands open is told of; 0 for never.</summary>
    DoorOpenAlarm = 8,
}

public static class LockSettings
{
    private const int LongestAlarm = 3600;

    /// <summary>Whether the setting can have the value at all.</summary>
    public static bool Takes(this LockSetting setting, int value) =>
        setting switch
        {
            LockSetting.Volume => value is >= 1 and <= 5,
            LockSetting.OpenDirection => value is 1 or 2,
            LockSetting.DoorOpenAlarm => value is >= 0 and <= LongestAlarm,
            LockSetting.PrivacyLock or LockSetting.TamperAlert or LockSetting.ResetButton or LockSetting.Sound or LockSetting.PowerSaving => value
                is 0
                    or 1,
        };

    /// <summary>What a lock must be able to do for its link to carry the setting; null where no family carries it.</summary>
    public static Capabilities? Carrier(this LockSetting setting) =>
        setting switch
        {
            LockSetting.Sound or LockSetting.Volume => Capabilities.SoundSettings,
            LockSetting.PrivacyLock => Capabilities.PrivacySetting,
            LockSetting.TamperAlert or LockSetting.ResetButton or LockSetting.OpenDirection => null,
            LockSetting.PowerSaving or LockSetting.DoorOpenAlarm => null,
        };
}
