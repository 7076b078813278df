namespace Latchwork.Domain.Locks;

/// <summary>Where the bolt is, as far as it was told. The numbers are stored: never renumber.</summary>
public enum BoltState
{
    Unknown = 0,
    Locked = 1,
    Unlocked = 2,

    /// <summary>Stopped half way: not fully locked.</summary>
    Jammed = 3,
}

/// <summary>Where the door leaf is. The numbers are stored: never renumber.</summary>
public enum DoorState
{
    Unknown = 0,
    Closed = 1,
    Open = 2,
}

/// <summary>What a lock can do. The bits are stored: never renumber.</summary>
[Flags]
public enum Capabilities
{
    None = 0,
    Unlock = 1 << 0,
    Lock = 1 << 1,
    ReadState = 1 << 2,
    Battery = 1 << 3,
    DoorSensor = 1 << 4,
    Passcodes = 1 << 5,
    Cards = 1 << 6,
    Fingerprints = 1 << 7,
    QrCodes = 1 << 8,

    /// <summary>The lock itself keeps codes to their windows.</summary>
    Windows = 1 << 9,

    /// <summary>The lock itself relocks after a time that can be set.</summary>
    AutoLock = 1 << 10,

    /// <summary>The lock itself stays open in set hours.</summary>
    OpenHours = 1 << 11,
    JamSensor = 1 << 12,
    TamperSensor = 1 << 13,

    /// <summary>The lock works out offline codes by itself.</summary>
    OfflineCodes = 1 << 14,

    /// <summary>The lock connects by itself, without a gateway.</summary>
    OwnNetwork = 1 << 15,

    /// <summary>Takes <see cref="LockSetting.Sound"/> and <see cref="LockSetting.Volume"/> over the link.</summary>
    SoundSettings = 1 << 16,

    /// <summary>Takes <see cref="LockSetting.PrivacyLock"/> over the link.</summary>
    PrivacySetting = 1 << 17,
}
