namespace Latchwork.Domain.Audit;

/// <summary>What an event is about. The numbers are stored: only add.</summary>
public enum AuditKind
{
    // Acts on doors.
    Unlock = 1,
    Lock = 2,
    OpenBox = 3,
    PresentCredential = 4,
    ReadState = 5,

    // What devices told.
    BoltMoved = 20,
    DoorMoved = 21,
    Jammed = 22,
    Tampered = 23,
    CredentialRefused = 24,
    KeypadDisabled = 25,
    BatteryLow = 26,
    LinkOnline = 27,
    LinkOffline = 28,
    DeviceOnline = 29,
    DeviceOffline = 30,
    SlotChanged = 31,
    ClockDrifted = 32,
    BoxMoved = 33,
    DoorLeftUnlocked = 34,
    WrongCodeBurst = 35,
    Unjammed = 36,

    /// <summary>It was opened although its bolt was known to be thrown.</summary>
    DoorForced = 37,

    /// <summary>It has stood open longer than its lock's setting.</summary>
    DoorAjar = 38,

    /// <summary>What was told of a forced or open door is over.</summary>
    DoorClosedAgain = 39,

    // What is known of credentials.
    CredentialProven = 40,
    CredentialForgotten = 41,
    CredentialAtRisk = 42,
    CredentialGone = 43,
    SlotSuspended = 44,

    // What is foreseen.
    /// <summary>A battery is soon empty, as its readings tell.</summary>
    BatteryEndsSoon = 45,

    /// <summary>The battery of a door is empty before a stay behind it is over.</summary>
    BatteryEndsInStay = 46,

    /// <summary>Somebody showed what only one who forges or repeats would show; once a minute, with the number.</summary>
    ForgeryAttempted = 48,

    // Who is who.
    LogIn = 60,
    LogInsRefused = 61,
    KeyIssued = 62,
    KeyRolled = 63,
    SessionEnded = 64,
    SetUp = 65,
    TenantCreated = 66,
    UserCreated = 67,
    MembershipChanged = 68,
    PasswordChanged = 69,
    UserDisabled = 70,
    ApiClientChanged = 71,
    KeyRevoked = 72,

    /// <summary>A signing key got a certificate: a new key, or one that had proven itself before.</summary>
    SigningKeyCertified = 73,
    SigningKeyRevoked = 74,

    /// <summary>A code was sent for a signing key that must prove itself.</summary>
    StepUpAsked = 75,

    /// <summary>The authority that certifies signing keys gives way to a new one.</summary>
    AuthorityRetired = 76,

    /// <summary>A third party with its own token issuer: what it is called, what it vouches with, who owns it.</summary>
    ApplicationChanged = 77,

    /// <summary>A person is called otherwise, or has other addresses.</summary>
    UserChanged = 78,

    /// <summary>What a tenant is called, or where it is.</summary>
    TenantChanged = 79,

    /// <summary>What a person shows besides their password at log-in: an app that makes codes, a passkey, codes for when these are lost.</summary>
    SecondFactorChanged = 58,

    /// <summary>Somebody at the console showed once more who they are.</summary>
    SteppedUp = 59,

    // What was changed.
    LinkPaired = 80,
    LinkRemoved = 81,
    DeviceFound = 82,
    LockChanged = 83,
    LockCreated = 84,
    LockDecommissioned = 85,
    SiteChanged = 86,

    /// <summary>What one person calls a lock, and how they keep it.</summary>
    LockPreferenceChanged = 87,
    LockTransferred = 88,

    /// <summary>One that relays for locks: a gateway, or the link where that is what a wire calls so.</summary>
    GatewayChanged = 89,
    GrantGiven = 90,
    GrantChanged = 91,
    GrantRevoked = 92,
    GroupChanged = 94,
    CredentialCreated = 100,
    CredentialChanged = 101,
    CredentialRevoked = 102,
    CredentialRevealed = 103,

    /// <summary>A card, or what it is called; what it opens are credentials.</summary>
    CardRegistered = 104,
    CardRemoved = 105,
    WebhookChanged = 110,
    WebhookRemoved = 111,

    /// <summary>After too many failures in a row, by the server.</summary>
    WebhookPaused = 112,
    WebhookTested = 113,
    WebhookReplayed = 114,

    // The history of a lock.
    /// <summary>What a caller says that the lock has in its own log. Proves nothing.</summary>
    RecordClaimed = 106,

    /// <summary>A wire shows them no more; they stay (AU-4).</summary>
    RecordsHidden = 107,

    // Plates at doors.
    TileAssociated = 130,
    TileDisassociated = 131,

    // Cabinets and their boxes.
    LockerChanged = 140,
    BoxChanged = 141,

    /// <summary>Somebody was given a box for a time.</summary>
    BoxLeased = 142,
    BoxLeaseChanged = 143,
    BoxLeaseEnded = 144,

    /// <summary>Its time is over and the box was not emptied.</summary>
    BoxOverdue = 145,

    // Units, and stays in them.
    UnitChanged = 150,
    RoomPlanChanged = 151,
    ReservationBooked = 152,
    ReservationChanged = 153,
    ReservationCancelled = 154,
    ReservationDecided = 155,
    CheckedIn = 156,
    CheckedOut = 157,

    /// <summary>How sure it is that the guest's codes will open the doors: it got better or worse.</summary>
    ReservationVerdict = 158,

    // Readers that ask the server, and what goes out to guests.
    ReaderChanged = 165,
    GuestTold = 166,

    // Who is told what happens.
    AlertChanged = 160,
    AlertRemoved = 161,

    // The audit about itself.
    ReadsRefused = 120,
    AuditExported = 121,

    /// <summary>Somebody reads histories over a wire: once an hour (AU-6).</summary>
    HistoryRead = 122,

    /// <summary>The database was put back from a backup: what was made after it is lost, what was taken away since is taken away again (FS-6).</summary>
    DatabaseRestored = 123,

    /// <summary>The records were compared with their chain.</summary>
    AuditVerified = 124,
}

/// <summary>
/// An act on a device has two records under one operation, <see cref="Asked"/> and <see cref="Ended"/>; everything else has one (AU-1).
/// Histories, webhooks and counts never show <see cref="Asked"/>. The numbers are stored: only add.
/// </summary>
public enum AuditStage
{
    Whole = 0,
    Asked = 1,
    Ended = 2,

    /// <summary>A device told later what an unknown end really was.</summary>
    Corrected = 3,
}

/// <summary>How it stands with the event. The numbers are stored: only add.</summary>
public enum AuditOutcome
{
    /// <summary>Asked and decided so.</summary>
    Allowed = 1,
    Refused = 2,
    Done = 3,
    Failed = 4,
    Unknown = 5,

    /// <summary>Told by a device, unasked.</summary>
    Reported = 6,
}

/// <summary>The kinds of those who act. The numbers are stored: only add.</summary>
public enum PrincipalKind
{
    User = 1,
    ApiClient = 2,
    Device = 3,

    /// <summary>The server by itself: a schedule, a reconciliation, an expiry.</summary>
    Server = 4,

    /// <summary>A plate at a door, touched with a telephone that has the page of a code: what may open is the code.</summary>
    Tile = 5,
}

/// <summary>Where the act came in. The numbers are stored: only add.</summary>
public enum Surface
{
    None = 0,
    Sifely = 1,
    TTLock = 2,
    Doordeck = 3,
    Keyvox = 4,
    Native = 5,
    Console = 6,
    CommandLine = 7,

    /// <summary>The page of a code, which whoever has its link opens.</summary>
    GuestPage = 8,
}
