using Latchwork.Domain.Audit;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Devices;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Users;

namespace Latchwork.Domain.Explanations;

/// <summary>Why a door did, or did not, open: from what is recorded alone. What is not known any more is said so.</summary>
/// <param name="Facts">In the order in which a person would tell them: who, by what right, what was looked at, how far it came, what is not known.</param>
public sealed record Explanation(Opened Opened, ExplainedBy Verdict, IReadOnlyList<ExplanationFact> Facts);

/// <summary>Whether a door opened by it.</summary>
public enum Opened
{
    Yes,
    No,

    /// <summary>It may have.</summary>
    Unknown,

    /// <summary>It is about something else.</summary>
    NotAsked,
}

/// <summary>What decided it. Words of wires are made of the names: only add.</summary>
public enum ExplainedBy
{
    // It opened.
    Role,
    Scope,
    Grant,
    Credential,

    /// <summary>The device says that something was shown that is none of ours, or not any more.</summary>
    UnknownCredential,

    /// <summary>The server by itself: for its open hours, say.</summary>
    Server,

    /// <summary>By a command over the link that is not this event: ours or another controller's.</summary>
    Remote,
    ByHand,
    ByItself,
    Forced,

    /// <summary>It moved, and nobody knows why.</summary>
    NobodyKnows,

    // Who asked may not.
    NoRight,
    RightTooWeak,
    NotFromAfar,
    GrantEnded,
    GrantFrozen,
    GrantNotAccepted,
    GrantNotYet,
    OutsideGrantHours,
    ProofRefused,
    TooManyAttempts,

    // What was shown does not.
    CredentialUnknown,
    CredentialEnded,
    CredentialNotYet,
    OutsideCredentialHours,
    KeypadDisabled,

    // The lock does not for anybody.
    LockCannot,
    RemoteUnlockOff,
    LockFrozen,
    AddressNotPermitted,
    OutsideUsageHours,

    // The rule is recorded, and whose it was cannot be told any more.
    Ended,
    NotYet,
    Frozen,
    OutsideHours,
    Unsupported,

    /// <summary>Refused for another reason, which the event names.</summary>
    Refused,

    // It came no further.
    NoLink,
    LinkOffline,
    DeviceOffline,
    NotSentInTime,
    DeviceRefused,
    Jammed,
    Failed,

    /// <summary>It was sent, and nobody heard what became of it.</summary>
    OutcomeUnknown,

    /// <summary>No opening was asked for.</summary>
    NoOpening,
}

/// <summary>One thing that is known. Members that it says nothing of are null.</summary>
public sealed record ExplanationFact(FactCode Code)
{
    public DateTimeOffset? At { get; init; }

    /// <summary>A window, half-open; null is no bound.</summary>
    public DateTimeOffset? From { get; init; }

    public DateTimeOffset? Until { get; init; }

    /// <summary>IANA zone of the door.</summary>
    public string? Zone { get; init; }

    public WeeklyHours? Hours { get; init; }

    /// <summary>Rows, for nobody's eyes.</summary>
    public Guid? User { get; init; }

    public Guid? Client { get; init; }

    public Guid? Grant { get; init; }

    public Guid? Credential { get; init; }

    public Guid? Reservation { get; init; }

    public Guid? Lease { get; init; }

    public Guid? Lock { get; init; }

    public Guid? Link { get; init; }

    public TenantRole? Role { get; init; }

    public GrantRole? GrantRole { get; init; }

    public Surface? Surface { get; init; }

    public CredentialKind? Shown { get; init; }

    public int? Slot { get; init; }

    public EvidenceRung? Evidence { get; init; }

    public CommandState? Command { get; init; }

    public AuditOutcome? Outcome { get; init; }

    /// <summary>What it is about, where that is one kind of several.</summary>
    public ExplainedThing? What { get; init; }

    public IEnumerable<Guid> Rows => new[] { User, Client, Grant, Credential, Reservation, Lease, Lock, Link }.OfType<Guid>();
}

/// <summary>What may have changed since, or be gone.</summary>
public enum ExplainedThing
{
    Lock,
    Grant,
    Member,
    Credential,
}

/// <summary>What a fact says. Words of wires are made of the names: only add.</summary>
public enum FactCode
{
    // Who.
    AskedByUser,
    AskedByClient,
    AskedByServer,
    AskedAtTile,

    /// <summary>Shown to a reader, or at the device itself.</summary>
    ShownAtDoor,
    AskedByNobodyKnown,

    // By what right, as it stood then.
    RightByRole,

    /// <summary>A key had the scope.</summary>
    RightByScope,
    RightByGrant,
    RightByCredential,
    ForStay,
    ForLease,
    MemberSwitchedOff,
    NoMemberThen,
    NoGrantThen,
    KeyLacksScope,

    // What was looked at.
    GrantWindow,
    GrantHours,
    GrantFrozen,
    GrantRevoked,
    GrantNotAccepted,
    GrantWithoutRemote,
    CredentialWindow,
    CredentialHours,
    CredentialRevoked,
    CredentialNotOurs,

    /// <summary>How sure it is now that the lock has it.</summary>
    CredentialEvidence,
    LockFrozen,
    UsageHours,

    /// <summary>The door stood open by its hours.</summary>
    OpenHours,
    RemoteUnlockOff,
    LinkOfflineSince,

    // How far it came.
    CommandAsked,

    /// <summary>The holder of the link had undertaken to send it; when it did is not recorded.</summary>
    CommandClaimed,
    CommandEnded,
    CommandForgotten,

    /// <summary>The device told later what it really was.</summary>
    CorrectedLater,
    MayHaveHappened,
    ToldLate,

    // What cannot be told.
    /// <summary>It was changed since, and how it was then is not recorded.</summary>
    ChangedSince,

    /// <summary>There is no row of it any more.</summary>
    Gone,
}
