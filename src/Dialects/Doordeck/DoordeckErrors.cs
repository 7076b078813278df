using Latchwork.Dialects.Doordeck.Wire;
using Latchwork.Domain;
using static Latchwork.Domain.AccessErrorCode;

namespace Latchwork.Dialects.Doordeck;

/// <summary>Every refusal of the core as this wire tells it (4). 401 belongs to the bearer token alone: a client spends its refresh token on it.</summary>
internal static class DoordeckErrors
{
    public static readonly DoordeckError NoToken = new(401) { Reason = NotAuthenticated };

    public static readonly DoordeckError UnknownPath = new(404);

    public static readonly DoordeckError WrongVerb = new(405);

    /// <summary>Nothing in <c>Accept</c> admits JSON.</summary>
    public static readonly DoordeckError NotAcceptable = new(406);

    public static readonly DoordeckError BodyTooLarge = new(413, "The body is larger than this server takes.");

    public static readonly DoordeckError UnreadableBody = new(400, "The body ended early or was not sent as HTTP wants it.");

    public static readonly DoordeckError OurFault = new(500);

    /// <summary>AK-6.</summary>
    public static readonly DoordeckError UnsafeTransport = new(403, "A password is taken over https, or from the server's own machine.");

    public static DoordeckError Invalid(string detail) => new(400, detail) { Reason = AccessErrorCode.Invalid };

    public static DoordeckError Of(AccessError error) =>
        new(StatusOf(error.Code), MessageOf(error)) { RetryAfter = error.RetryAfter, Reason = error.Code };

    /// <summary>A grant that is over is told like none (9.1), and of a token nothing is told (AZ-3).</summary>
    private static string? MessageOf(AccessError error) =>
        error.Code is NotAuthenticated or WrongLogin ? null
        : error.Code is Ended ? AccessError.NotFound(Noun.Lock).Detail
        : error.Detail;

    private static int StatusOf(AccessErrorCode code) =>
        code switch
        {
            NotAuthenticated => 401,
            WrongLogin => 401,
            TooManyAttempts => 429,
            RateLimited => 429,
            NotSetUp => 403,
            NotFound => 404,
            NotAllowed => 403,
            NotAllowedRemotely => 403,
            NotYet => 403,
            Ended => 404,
            OutsideHours => 403,
            AddressNotPermitted => 403,
            Frozen => 403,
            AccessErrorCode.Invalid => 400,
            Taken => 409,
            Conflict or Outdated => 409,
            LimitReached => 409,
            Exhausted => 409,
            Unsupported => 400,
            // LG-2: 503 and 504 are the wire's own words for a lock that is out of reach (8.6).
            NoLink => 503,
            LinkOffline => 503,
            DeviceOffline => 503,
            DeviceBusy => 503,
            NotSentInTime => 504,
            OutcomeUnknown => 504,
            DeviceRefused => 409,
            Jammed => 409,
            // LG-2: the database or the key ring is away, and only then.
            Unavailable => 503,
            ToOneself => 409,
            Replayed => 409,
            KeyReused => 409,
            ProofRefused => 403,
            StepUpNeeded or SecondFactorNeeded => 423,
            Removed => 410,
        };
}
