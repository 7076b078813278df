using Latchwork.Domain.Audit;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Drivers;
using Latchwork.Domain.Locks;
using static Latchwork.Domain.Audit.AuditKind;

namespace Latchwork.Dialects.Keyvox.Records;

/// <summary>How an event is told: by what it was done, whether the door was opened or locked, and whether it was done at all (5.5, 6.12).</summary>
/// <param name="Value">1 unlocked, 0 locked; null for what tells neither.</param>
internal readonly record struct EventType(string Type, string? Value, bool IsDone);

/// <summary>
/// Which events of doors this wire shows, and as what: one table, and none of its numbers is invented. A bolt that a command moved is not told again, the command has its own
/// row; one that moved by itself has no number here.
/// </summary>
internal static class EventTypes
{
    public const string Pin = "1";
    public const string Card = "2";
    public const string Button = "5";
    public const string ThumbTurn = "6";
    public const string Application = "9";

    private const string Opened = "1";
    private const string Locked = "0";

    private static readonly (EventPattern When, EventType Type)[] Table =
    [
        .. Asked(Unlock, Opened),
        .. Asked(AuditKind.Lock, Locked),
        .. AtTheDoor(CredentialKind.Passcode, Pin),
        .. AtTheDoor(CredentialKind.Card, Card),
        .. AtTheDoor(CredentialKind.QrCode, Application),
        .. AtTheDoor(CredentialKind.Fingerprint, Application),
        (new(BoltMoved) { Cause = MotionCause.Manual, Bolt = BoltState.Unlocked }, new(ThumbTurn, Opened, true)),
        (new(BoltMoved) { Cause = MotionCause.Manual, Bolt = BoltState.Locked }, new(ThumbTurn, Locked, true)),
        // By hand is what is left when the lock tells of no cause.
        (new(BoltMoved) { Cause = MotionCause.Unknown, Bolt = BoltState.Unlocked }, new(ThumbTurn, Opened, true)),
        (new(BoltMoved) { Cause = MotionCause.Unknown, Bolt = BoltState.Locked }, new(ThumbTurn, Locked, true)),
    ];

    private static readonly string[] Types = [Pin, Card, Button, ThumbTurn, Application];

    public static bool IsType(string text) => Array.IndexOf(Types, text) >= 0;

    /// <summary>The events behind these; null filters nothing.</summary>
    public static IReadOnlyList<EventPattern> Of(IReadOnlyList<string>? types, string? value) =>
        [.. from row in Table where (types is null || types.Contains(row.Type.Type)) && (value is null || row.Type.Value == value) select row.When];

    /// <summary>Those that were done: a history says nothing of the rest (6.11), so what was refused would look as if the door had opened.</summary>
    public static IReadOnlyList<EventPattern> Done { get; } = [.. Table.Where(row => row.Type.IsDone).Select(row => row.When)];

    /// <summary>Of one that was found by these patterns.</summary>
    public static EventType Of(EventFacts facts) => Array.Find(Table, row => row.When.Matches(facts)).Type;

    private static IEnumerable<(EventPattern, EventType)> Asked(AuditKind kind, string value) =>
        [
            (new(kind) { Outcome = AuditOutcome.Done }, new(Application, value, true)),
            // An end that is not known is no success: nothing stronger than the evidence is told.
            (new(kind) { Outcome = AuditOutcome.Failed }, new(Application, value, false)),
            (new(kind) { Outcome = AuditOutcome.Unknown }, new(Application, value, false)),
            (new(kind) { Outcome = AuditOutcome.Refused }, new(Application, value, false)),
        ];

    private static IEnumerable<(EventPattern, EventType)> AtTheDoor(CredentialKind kind, string type) =>
        [
            (
                new(BoltMoved)
                {
                    Cause = MotionCause.Credential,
                    Shown = kind,
                    Bolt = BoltState.Unlocked,
                },
                new(type, Opened, true)
            ),
            (
                new(BoltMoved)
                {
                    Cause = MotionCause.Credential,
                    Shown = kind,
                    Bolt = BoltState.Locked,
                },
                new(type, Locked, true)
            ),
            (new(CredentialRefused) { Shown = kind }, new(type, Opened, false)),
            (new(PresentCredential) { Shown = kind, Outcome = AuditOutcome.Done }, new(type, Opened, true)),
            (new(PresentCredential) { Shown = kind, Outcome = AuditOutcome.Failed }, new(type, Opened, false)),
            (new(PresentCredential) { Shown = kind, Outcome = AuditOutcome.Unknown }, new(type, Opened, false)),
            (new(PresentCredential) { Shown = kind, Outcome = AuditOutcome.Refused }, new(type, Opened, false)),
        ];
}
