namespace Latchwork.Domain.Credentials;

/// <summary>
/// How sure it is that a lock holds a credential, weakest first (devices.md §0). A stronger word than the evidence is never shown,
/// and a read that contradicts it lowers it. The numbers are stored: never renumber.
/// </summary>
public enum EvidenceRung
{
    /// <summary>Nothing is known.</summary>
    None = 0,

    /// <summary>Saved by us.</summary>
    Queued = 1,

    /// <summary>Left us; nothing was heard.</summary>
    Sent = 2,

    /// <summary>The device said yes.</summary>
    Acknowledged = 3,

    /// <summary>The slot is in use; the lock does not show by what.</summary>
    Occupied = 4,

    /// <summary>The device returned the same value.</summary>
    ReadBack = 5,

    /// <summary>Somebody opened the door with it.</summary>
    UsedAtDoor = 6,
}

/// <summary>What is shown at a door. The numbers are stored: never renumber.</summary>
public enum CredentialKind
{
    Passcode = 1,
    Card = 2,
    Fingerprint = 3,
    QrCode = 4,
}
