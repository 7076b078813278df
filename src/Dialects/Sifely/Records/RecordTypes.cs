using Latchwork.Domain.Audit;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Drivers;
using Latchwork.Domain.Locks;
using static Latchwork.Domain.Audit.AuditKind;

namespace Latchwork.Dialects.Sifely.Records;

/// <summary>How an event is told in a history: the cloud's number, the lock log's number where there is one, and whether it succeeded (13.5, 13.6).</summary>
internal readonly record struct RecordType(int Type, int? FromLock, bool IsSuccess);

/// <summary>Which events this wire's histories show, and as what. An event matches one row at most.</summary>
internal static class RecordTypes
{
    private static readonly (EventPattern When, RecordType Type)[] Table =
    [
        // Asked over any of our APIs. An end that is not known counts as no success: nothing stronger than the evidence is told.
        Row(new(Unlock) { Outcome = AuditOutcome.Done }, 12, 28),
        Row(new(Unlock) { Outcome = AuditOutcome.Failed }, 12, 28, false),
        Row(new(Unlock) { Outcome = AuditOutcome.Unknown }, 12, 28, false),
        Row(new(AuditKind.Lock) { Outcome = AuditOutcome.Done }, 11, 26),
        Row(new(AuditKind.Lock) { Outcome = AuditOutcome.Failed }, 11, 26, false),
        Row(new(AuditKind.Lock) { Outcome = AuditOutcome.Unknown }, 11, 26, false),
        // Told by the lock. What a command moved is not told again: the command has its own row.
        Shown(CredentialKind.Passcode, BoltState.Unlocked, 4, 4),
        Shown(CredentialKind.Passcode, BoltState.Locked, 34, 34),
        Shown(CredentialKind.Card, BoltState.Unlocked, 7, 17),
        Shown(CredentialKind.Card, BoltState.Locked, 35, 35),
        Shown(CredentialKind.Fingerprint, BoltState.Unlocked, 8, 20),
        Shown(CredentialKind.Fingerprint, BoltState.Locked, 33, 33),
        Shown(CredentialKind.QrCode, BoltState.Unlocked, 57, 57),
        Shown(CredentialKind.QrCode, BoltState.Locked, 61, 61),
        Moved(MotionCause.Manual, BoltState.Unlocked, 10, 27),
        Moved(MotionCause.Manual, BoltState.Locked, 36, 36),
        Moved(MotionCause.Automatic, BoltState.Unlocked, 63, 63),
        Moved(MotionCause.Automatic, BoltState.Locked, 45, 45),
        // By hand is what is left when the lock tells of no cause; the lock's log has no number for that.
        Moved(MotionCause.Unknown, BoltState.Unlocked, 10, null),
        Moved(MotionCause.Unknown, BoltState.Locked, 36, null),
        Row(new(CredentialRefused) { Shown = CredentialKind.Passcode }, 4, 7, false),
        Row(new(CredentialRefused) { Shown = CredentialKind.Card }, 7, 25, false),
        Row(new(CredentialRefused) { Shown = CredentialKind.Fingerprint }, 8, 22, false),
        Row(new(CredentialRefused) { Shown = CredentialKind.QrCode }, 58, 58, false),
        Row(new(DoorMoved) { Door = DoorState.Closed }, 30, 30),
        Row(new(DoorMoved) { Door = DoorState.Open }, 31, 31),
        Row(new(Tampered), 44, 44),
        Row(new(KeypadDisabled), 48, 48),
        Row(new(Jammed), 66, 66),
        Row(new(DoorLeftUnlocked), 66, null),
        // Shown to a reader that asks the server.
        Presented(CredentialKind.Passcode, AuditOutcome.Done, 4, 4),
        Presented(CredentialKind.Passcode, AuditOutcome.Refused, 4, 7, false),
        Presented(CredentialKind.Card, AuditOutcome.Done, 7, 17),
        Presented(CredentialKind.Card, AuditOutcome.Refused, 7, 25, false),
        Presented(CredentialKind.QrCode, AuditOutcome.Done, 57, 57),
        Presented(CredentialKind.QrCode, AuditOutcome.Refused, 58, 58, false),
    ];

    /// <summary>The highest number there is (13.5, 13.6).</summary>
    public const int Highest = 93;

    private static readonly int[] Doors = [30, 31, 64];

    /// <summary>Numbers of the lock's own log that are told as another, or as a failure (13.6).</summary>
    private static readonly Dictionary<int, (int Type, bool IsSuccess)> LockLog = new()
    {
        [1] = (1, true),
        [26] = (11, true),
        [28] = (12, true),
        [4] = (4, true),
        [7] = (4, false),
        [11] = (4, false),
        [12] = (4, false),
        [13] = (4, false),
        [38] = (4, false),
        [17] = (7, true),
        [25] = (7, false),
        [39] = (7, false),
        [51] = (7, false),
        [74] = (7, false),
        [91] = (7, false),
        [20] = (8, true),
        [22] = (8, false),
        [40] = (8, false),
        [19] = (9, true),
        [27] = (10, true),
        [58] = (58, false),
        [62] = (62, false),
        [68] = (68, false),
        [71] = (71, false),
        [85] = (85, false),
        [88] = (88, false),
    };

    /// <summary>All events that a history shows, so that its total counts what its pages hold: what is known, and what callers told.</summary>
    public static IReadOnlyList<EventPattern> All { get; } = [.. Table.Select(row => row.When), new(RecordClaimed)];

    /// <summary>Of these what a sensor at the door tells (10).</summary>
    public static IReadOnlyList<EventPattern> OfDoors { get; } = [.. Doors.SelectMany(type => Of(type))];

    /// <summary>The events behind a number in a request: a group or one type (9).</summary>
    public static IReadOnlyList<EventPattern> Of(long asked) =>
        [
            .. Table.Where(row => IsMeant(row.Type.Type, asked)).Select(row => row.When),
            .. Enumerable.Range(1, Highest).Where(type => IsMeant(type, asked)).Select(type => new EventPattern(RecordClaimed) { Claimed = type }),
        ];

    /// <summary>A number of the lock's own log as the cloud tells it; null for what is administration.</summary>
    public static (int Type, bool IsSuccess)? OfLockLog(int fromLock) =>
        LockLog.TryGetValue(fromLock, out var told) ? told
        : fromLock is (>= 29 and <= 37) or (>= 42 and <= 50) or (>= 52 and <= 69) or (>= 75 and <= 86) or 92 ? (fromLock, true)
        : null;

    /// <summary>Null for an event that histories do not show.</summary>
    public static RecordType? Of(EventFacts facts)
    {
        if (facts is { Kind: RecordClaimed, Claim: { } claim })
        {
            return new RecordType(claim.Type, claim.FromLock, claim.IsSuccess);
        }

        foreach (var (when, type) in Table)
        {
            if (when.Matches(facts))
            {
                return type;
            }
        }

        return null;
    }

    private static bool IsMeant(int type, long asked) =>
        asked switch
        {
            -5 => type is >= 67 and <= 71,
            -4 => type is 57 or 58 or 61 or 62,
            4 => type is 4 or 34 or 92,
            7 => type is 7 or 35 or 51 or 91,
            8 => type is 8 or 33,
            _ => type == asked,
        };

    private static (EventPattern, RecordType) Row(EventPattern when, int type, int? fromLock, bool isSuccess = true) =>
        (when, new RecordType(type, fromLock, isSuccess));

    private static (EventPattern, RecordType) Moved(MotionCause cause, BoltState bolt, int type, int? fromLock) =>
        Row(new(BoltMoved) { Cause = cause, Bolt = bolt }, type, fromLock);

    private static (EventPattern, RecordType) Shown(CredentialKind shown, BoltState bolt, int type, int fromLock) =>
        Row(
            new(BoltMoved)
            {
                Cause = MotionCause.Credential,
                Shown = shown,
                Bolt = bolt,
            },
            type,
            fromLock
        );

    private static (EventPattern, RecordType) Presented(CredentialKind shown, AuditOutcome outcome, int type, int fromLock, bool isSuccess = true) =>
        Row(new(PresentCredential) { Shown = shown, Outcome = outcome }, type, fromLock, isSuccess);
}
