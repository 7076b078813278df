using System.Runtime.InteropServices;

namespace Latchwork.Domain.Credentials.Offline;

/// <summary>What a lock makes of digits.</summary>
public enum OfflineVerdict
{
    /// <summary>No code of this lock.</summary>
    Unknown = 0,

    Opens,

    /// <summary>The codes of older epochs are forgotten. The door stays shut.</summary>
    Erases,

    /// <summary>The keypad is out of service: the digits were not looked at.</summary>
    OutOfService,

    Denied,

    /// <summary>Of an epoch that is over, or of one that the lock cannot follow.</summary>
    WrongEpoch,
    TooEarly,
    Over,

    /// <summary>Within its window, and not in its hours.</summary>
    OutsideHours,

    /// <summary>A one-time code that has opened.</summary>
    Spent,

    /// <summary>It was not used in the first hours of its window, and the tenant wanted that.</summary>
    Suspended,
}

/// <summary>What one entry did.</summary>
/// <param name="Mark">Which code it was, where it opened or erased.</param>
/// <param name="Next">The keypad after it.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct OfflineEntry(OfflineVerdict Verdict, OfflineMark? Mark, OfflineKeypad Next);
