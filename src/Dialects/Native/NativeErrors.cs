using Latchwork.Dialects.Native.Wire;
using Latchwork.Domain;
using static Latchwork.Domain.AccessErrorCode;

namespace Latchwork.Dialects.Native;

/// <summary>Every refusal of the core as problem details (RFC 9457). Codes are stable: programs may compare them, and they are only added.</summary>
internal static class NativeErrors
{
    public static readonly NativeProblem NoKey = new(401, "not-authenticated", "Send a key of this server: Authorization: Bearer lw_…")
    {
        Reason = NotAuthenticated,
    };
    public static readonly NativeProblem UnknownPath = new(404, "unknown-path", "There is no such path.");
    public static readonly NativeProblem WrongVerb = new(405, "wrong-verb", "The path is there, with other verbs: see the Allow header.");
    public static readonly NativeProblem BodyTooLarge = new(413, "body-too-large", "The body is larger than this server takes.");
    public static readonly NativeProblem UnreadableBody = new(400, "unreadable-body", "The body ended early or was not sent as HTTP wants it.");
    public static readonly NativeProblem OurFault = new(500, "fault", "The server made a mistake. Its log has the number in X-Correlation-Id.");
    public static readonly NativeProblem UnsafeSetUp = new(
        403,
        "unsafe-transport",
        "A password is taken over https, or from the server's own machine."
    );
    public static readonly NativeProblem NotJson = new(415, "not-json", "The body of this call is application/json in UTF-8, not compressed.");
    public static readonly NativeProblem OtherType = new(
        415,
        "other-type",
        "The body of this call is of another type, not compressed: the document says which."
    );
    public static readonly NativeProblem NoRepeats = new(
        400,
        "unsupported-header",
        "Idempotency-Key is not taken here: nobody is known whose key it would be, and the token of this call works once anyway."
    );
    public static readonly NativeProblem BadKey = Invalid(
        "Idempotency-Key must be there once, with 1 to 255 printable ASCII characters and no space."
    );

    public static readonly NativeProblem BadTags = Invalid("If-Match is * or a list of entity tags in quotes, such as the ETag of an answer.");

    public static readonly NativeProblem NoSession = new(401, "no-session", "Nobody is logged in: POST /api/v1/session.")
    {
        Reason = NotAuthenticated,
    };
    public static readonly NativeProblem SessionEnded = new(401, "session-ended", "The session is over: log in again.") { Reason = NotAuthenticated };
    public static readonly NativeProblem CrossSite = new(
        403,
        "cross-site",
        "What changes something needs the header Latchwork-Antiforgery with the value that the session tells, from a page of this server."
    );
    public static readonly NativeProblem SecondFactorMissing = new(
        403,
        "second-factor-missing",
        "Your role needs a second factor: add an app that makes codes or a passkey to your account first."
    );
    public static readonly NativeProblem StepUp = Of(
        new AccessError(StepUpNeeded, "Show once more who you are: POST /api/v1/session/step-up, and then this again.")
    );

    /// <param name="because">One plain sentence.</param>
    public static NativeProblem NoPasskeysHere(string because) => new(409, "no-passkeys-here", because);

    public static readonly NativeProblem LinkOver = new(400, "link-over", "The link of the mail is unknown, used or over: ask for another.");
    public static readonly NativeProblem NotAPerson = new(
        403,
        "not-a-person",
        "This is about a person who is logged in at the console; a key is none."
    );
    public static readonly NativeProblem NoRepeatsOfOneself = new(
        400,
        "unsupported-header",
        "Idempotency-Key is not taken where a person acts on their own session or account."
    );

    /// <param name="hasSeveral">Else none.</param>
    public static NativeProblem NoTenant(bool hasSeveral) =>
        hasSeveral
            ? Invalid("You belong to several tenants: name one in the header Latchwork-Tenant.")
            : new NativeProblem(403, "not-allowed", "You have no role in any tenant.") { Reason = NotAllowed };

    /// <summary>A condition that this call cannot hold to.</summary>
    public static NativeProblem NotTaken(string header) => new(400, "unsupported-header", $"{header} is not taken here.");

    public static readonly NativeProblem NoEventType = new(404, "not-found", "There is no such version of such a type of event.")
    {
        Reason = NotFound,
    };

    /// <summary>The stable code of a refusal, for what tells of one.</summary>
    public static string CodeOf(AccessErrorCode code) => Of(code).Code;

    /// <summary>Every code that a call of the document may be refused with, once or more.</summary>
    public static IEnumerable<NativeProblem> All =>
        [
            NoKey,
            UnknownPath,
            BodyTooLarge,
            UnreadableBody,
            OurFault,
            UnsafeSetUp,
            NotJson,
            OtherType,
            NoRepeats,
            NoSession,
            SessionEnded,
            LinkOver,
            CrossSite,
            SecondFactorMissing,
            NoPasskeysHere(""),
            NotAPerson,
            .. Enum.GetValues<AccessErrorCode>().Select(code => Of(new AccessError(code, ""))),
        ];

    public static NativeProblem Invalid(string detail) => new(400, "invalid", detail);

    public static NativeProblem Of(AccessError error)
    {
        var (status, code) = Of(error.Code);
        return new NativeProblem(status, code, error.Detail)
        {
            What = error.What == Noun.None ? null : error.What.Words(),
            RetryAfter = error.RetryAfter,
            Reason = error.Code,
        };
    }

    // What is about a door's present state is a conflict with that state, never a 5xx: those are ours alone (LG-2).
    private static (int Status, string Code) Of(AccessErrorCode code) =>
        code switch
        {
            NotAuthenticated => (401, "not-authenticated"),
            WrongLogin => (401, "wrong-login"),
            TooManyAttempts => (429, "too-many-attempts"),
            RateLimited => (429, "rate-limited"),
            NotSetUp => (403, "not-set-up"),
            NotFound => (404, "not-found"),
            NotAllowed => (403, "not-allowed"),
            NotAllowedRemotely => (403, "not-allowed-remotely"),
            NotYet => (403, "not-yet"),
            Ended => (403, "ended"),
            OutsideHours => (403, "outside-hours"),
            AddressNotPermitted => (403, "address-not-permitted"),
            Frozen => (409, "frozen"),
            AccessErrorCode.Invalid => (400, "invalid"),
            Taken => (409, "taken"),
            Conflict => (409, "conflict"),
            LimitReached => (409, "limit-reached"),
            Exhausted => (409, "exhausted"),
            Unsupported => (409, "unsupported"),
            NoLink => (409, "no-link"),
            LinkOffline => (409, "link-offline"),
            DeviceOffline => (409, "device-offline"),
            DeviceBusy => (409, "device-busy"),
            NotSentInTime => (409, "not-sent-in-time"),
            OutcomeUnknown => (409, "outcome-unknown"),
            DeviceRefused => (409, "device-refused"),
            Jammed => (409, "jammed"),
            // LG-2: the database or the key ring is away, and only then.
            Unavailable => (503, "unavailable"),
            ToOneself => (409, "to-oneself"),
            Replayed => (409, "replayed"),
            ProofRefused => (403, "proof-refused"),
            StepUpNeeded => (403, "step-up-needed"),
            SecondFactorNeeded => (401, "second-factor-needed"),
            Removed => (410, "removed"),
            KeyReused => (422, "idempotency-key-reused"),
            Outdated => (412, "precondition-failed"),
        };
}
