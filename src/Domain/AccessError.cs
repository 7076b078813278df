using Latchwork.Domain.Audit;

namespace Latchwork.Domain;

/// <summary>
/// Why something was refused. One closed list: every dialect maps every member in one switch without a default arm. The numbers are stored: only add.
/// </summary>
public enum AccessErrorCode
{
    /// <summary>No credential, or one that is unknown, expired, rolled or revoked.</summary>
    NotAuthenticated,

    /// <summary>Unknown account or wrong password; never told apart (AK-6).</summary>
    WrongLogin,

    /// <summary>Too many failed log-ins or codes (RL-1, RL-2).</summary>
    TooManyAttempts,

    /// <summary>More calls than the caller's rate or quota allows (RL-5).</summary>
    RateLimited,

    /// <summary>The set-up token has not been used yet (KR-6).</summary>
    NotSetUp,

    /// <summary>It does not exist, or the caller may not know that it does (AZ-3). <see cref="AccessError.What"/> names the kind of thing.</summary>
    NotFound,

    /// <summary>The caller may see it, but has too weak a right to do this.</summary>
    NotAllowed,

    /// <summary>The caller's grant does not include opening from afar.</summary>
    NotAllowedRemotely,

    /// <summary>The grant starts later.</summary>
    NotYet,

    /// <summary>The grant has ended or was revoked.</summary>
    Ended,

    /// <summary>Inside the grant, outside its recurring hours or those of the lock.</summary>
    OutsideHours,

    /// <summary>The lock does not open for callers from this address.</summary>
    AddressNotPermitted,

    /// <summary>The lock or the grant is frozen.</summary>
    Frozen,

    /// <summary>Missing, malformed or contradictory input. <see cref="AccessError.What"/> may name it.</summary>
    Invalid,

    /// <summary>A code, card, slot, name or id that is already in use.</summary>
    Taken,

    /// <summary>The thing is not in a state in which this can be done.</summary>
    Conflict,

    /// <summary>The memory of the device, or a limit of the plan or of the installation, is used up.</summary>
    LimitReached,

    /// <summary>The lock cannot do this.</summary>
    Unsupported,

    /// <summary>Nothing connects this lock with the server: no gateway, no network of its own.</summary>
    NoLink,

    /// <summary>The link is down. Nothing was sent and nothing will happen.</summary>
    LinkOffline,

    /// <summary>The link is up, the device does not answer through it. Nothing was done.</summary>
    DeviceOffline,

    /// <summary>The device says that it is doing something else. Fleet puts the command back; no caller ever sees this.</summary>
    DeviceBusy,

    /// <summary>Still unsent at the end of the caller's wait, and withdrawn: nothing will happen.</summary>
    NotSentInTime,

    /// <summary>Sent and not answered: it may have happened.</summary>
    OutcomeUnknown,

    /// <summary>The device answered that it will not do it.</summary>
    DeviceRefused,

    /// <summary>The bolt stopped half way.</summary>
    Jammed,

    /// <summary>The database, the key ring or the audit writer is unavailable: every decision is a refusal (FS-5).</summary>
    Unavailable,

    /// <summary>All codes that this window can have were given out: another window has others.</summary>
    Exhausted,

    /// <summary>Nobody gives to themselves what they have. <see cref="AccessError.What"/> names what was to be given.</summary>
    ToOneself,

    /// <summary>A request that works once was used before, whatever came of it (JW-8).</summary>
    Replayed,

    /// <summary>A signed request whose signature or certificate does not hold. What failed is for the audit alone.</summary>
    ProofRefused,

    /// <summary>It takes a second factor first (JW-10).</summary>
    StepUpNeeded,

    /// <summary>It was there, the caller knew it, and it is gone for good.</summary>
    Removed,

    /// <summary>The name that the caller gave to this request belongs to another one of theirs.</summary>
    KeyReused,

    /// <summary>What the caller saw of it has changed since.</summary>
    Outdated,

    /// <summary>The password is right, and this account has a second factor: its code, a recovery code or a passkey is missing.</summary>
    SecondFactorNeeded,
}

/// <summary>A refusal. <see cref="Detail"/> is safe to show to the caller: no secret, no path, nothing of other tenants.</summary>
/// <param name="Code">Which refusal.</param>
/// <param name="Detail">One plain sentence.</param>
/// <param name="What">The kind of thing or the name of the input it is about, where the code alone does not say.</param>
public sealed record AccessError(AccessErrorCode Code, string Detail, Noun What = Noun.None)
{
    /// <summary>When it may be tried again, where that is known.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>What of a signed request did not hold: for the audit, never for the caller.</summary>
    public ProofFault? Fault { get; init; }

    /// <summary>Of a repeated request whose wire answers it once more: what the first one did.</summary>
    public FormerAct? Former { get; init; }

    public static AccessError NotFound(Noun what) => new(AccessErrorCode.NotFound, $"There is no such {what.Words()}.", what);

    public static AccessError Invalid(string detail, Noun what = Noun.None) => new(AccessErrorCode.Invalid, detail, what);
}

/// <summary>What a request did that came before.</summary>
/// <param name="Made">The row that it made, where it made one.</param>
/// <param name="Refused">Why it was refused; null where it was done.</param>
/// <param name="What">Of the refusal.</param>
public sealed record FormerAct(Guid Operation, Guid? Made, AccessErrorCode? Refused, Noun What)
{
    /// <summary>Of the refusal, as it was told.</summary>
    public string Detail { get; init; } = "";

    /// <summary>Numbers that its answer held and that no row tells afterwards.</summary>
    public IReadOnlyList<int> Counts { get; init; } = [];

    /// <summary>The refusal as it was told; null where it was done.</summary>
    public AccessError? Refusal => Refused is { } code ? new AccessError(code, Detail, What) : null;
}

/// <summary>The kinds of things that a caller can name. The numbers are stored: only add.</summary>
public enum Noun
{
    None,
    Tenant,
    User,
    ApiClient,
    Site,
    Unit,
    Link,
    Gateway,
    Lock,
    LockGroup,
    Grant,
    Passcode,
    Card,
    Fingerprint,
    QrCode,
    Locker,
    Box,
    Tile,
    RoomPlan,
    Reservation,
    WebhookEndpoint,
    AuditEvent,
    SigningKey,
    Application,
    Reader,

    /// <summary>What somebody wants to be told of.</summary>
    Alert,
    Device,
    Delivery,
    Passkey,
}

public static class Nouns
{
    /// <summary>The noun in plain words, as a sentence uses it.</summary>
    public static string Words(this Noun noun) =>
        noun switch
        {
            Noun.None => "thing",
            Noun.Tenant => "tenant",
            Noun.User => "user",
            Noun.ApiClient => "API client",
            Noun.Site => "site",
            Noun.Unit => "unit",
            Noun.Link => "link",
            Noun.Gateway => "gateway",
            Noun.Lock => "lock",
            Noun.LockGroup => "group",
            Noun.Grant => "grant",
            Noun.Passcode => "passcode",
            Noun.Card => "card",
            Noun.Fingerprint => "fingerprint",
            Noun.QrCode => "QR code",
            Noun.Locker => "locker",
            Noun.Box => "box",
            Noun.Tile => "tile",
            Noun.RoomPlan => "room plan",
            Noun.Reservation => "reservation",
            Noun.WebhookEndpoint => "webhook endpoint",
            Noun.AuditEvent => "event",
            Noun.SigningKey => "signing key",
            Noun.Application => "application",
            Noun.Reader => "reader",
            Noun.Alert => "alert",
            Noun.Device => "device",
            Noun.Delivery => "delivery",
            Noun.Passkey => "passkey",
        };
}
