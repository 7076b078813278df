namespace Latchwork.Domain.Alerts;

/// <summary>What people who run doors can be told of. The one list; the numbers are stored, and the names are the words of APIs: only add.</summary>
public enum AlertTopic
{
    /// <summary>A door was opened although its bolt was thrown.</summary>
    DoorForced = 1,

    /// <summary>A door stands open longer than it may.</summary>
    DoorAjar = 2,

    /// <summary>A door that was to lock again could not be locked.</summary>
    DoorLeftUnlocked = 3,
    Jammed = 4,
    Tampered = 5,

    /// <summary>A burst of wrong codes, or a keypad that went out of service for them.</summary>
    WrongCodes = 6,

    /// <summary>The lock says so itself.</summary>
    BatteryLow = 7,

    /// <summary>The readings say that it will be empty soon.</summary>
    BatteryForecast = 8,
    LinkOffline = 9,
    DeviceOffline = 10,
    CredentialAtRisk = 11,

    /// <summary>It is not sure that a guest gets in.</summary>
    StayAtRisk = 12,
    ClockDrift = 13,

    /// <summary>Somebody forged or repeated a request.</summary>
    Forgery = 14,

    /// <summary>The server stopped sending to a webhook that failed too often.</summary>
    WebhookPaused = 15,
}
