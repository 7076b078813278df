using Latchwork.Dialects.Sifely.Wire;
using Latchwork.Domain;
using static Latchwork.Domain.AccessErrorCode;

namespace Latchwork.Dialects.Sifely;

/// <summary>Every refusal of the core in this wire's words (1.5, 14).</summary>
internal static class SifelyErrors
{
    // Clients look for these fragments, in any case (1.5).
    private const string NoAccess = "authentication failed, unable to access system resources";
    private const string TooMany = "Too many requests: the request count limit has been exceeded.";

    /// <summary>A header is absent, unknown, rolled or expired: one answer for all.</summary>
    public static readonly SifelyError NotAuthenticated401 = new(401, 401, NoAccess) { Reason = NotAuthenticated };

    public static readonly SifelyError KeyAfterBearer = new(401, 401, $"{NoAccess}; send the raw sk- key in the Authorization header, without Bearer")
    {
        Reason = NotAuthenticated,
    };

    public static readonly SifelyError KeyInParameter = new(
        401,
        401,
        $"{NoAccess}; send the raw sk- key in the Authorization header, never as a parameter"
    )
    {
        Reason = NotAuthenticated,
    };

    public static readonly SifelyError MonthUsedUp = new(429, 429, TooMany, "The plan has no calls left in this month.")
    {
        Reason = RateLimited,
        IsMonthly = true,
    };

    public static readonly SifelyError WrongDate = new(400, 80000, "date must be current time, in 5 minutes");

    public static readonly SifelyError UnknownClient = new(401, 10001, "invalid client");

    public static readonly SifelyError UnknownGrantType = new(400, 10010, "unsupported grant_type");

    public static readonly SifelyError WrongRefreshToken = new(401, 10011, "invalid refresh_token") { Reason = NotAuthenticated };

    public static readonly SifelyError WrongCode = new(401, 10004, "invalid grant") { Reason = NotAuthenticated };

    public static readonly SifelyError NoRegistration = new(403, 20002, "not lock admin", "Nobody registers by themselves at this server.");

    public static readonly SifelyError NameNotPlain = new(400, 30002, "invalid username, only English character and digits is allowed");

    public static readonly SifelyError NoSuchUser = new(400, 30004, "invalid userid to delete");

    public static readonly SifelyError UserOwnsLocks = new(400, -4063, "Please delete/transfer all yours locks first");

    public static readonly SifelyError UnsafeLogIn = new(403, 403, "Log in over https.");

    public static readonly SifelyError PasswordNotMd5 = new(400, 30005, "password must be md5 encrypted");

    public static readonly SifelyError UnknownPath = new(404, 404, "Not Found");

    public static readonly SifelyError OurFault = new(500, 90000, "internal server error");

    public static readonly SifelyError UnreadableBody = new(400, -3, "Invalid Parameter.", "The request body cannot be read.");

    public static SifelyError WrongVerb(string verb) => new(405, 405, $"Request method '{verb}' not supported");

    /// <param name="error">What the core said.</param>
    /// <param name="business">
    /// The HTTP status of refusals that are about doors and rights, not about the request: see <see cref="OnWrite"/> and <see cref="OnDeviceRead"/>.
    /// </param>
    private static SifelyError Of(AccessError error, int business) =>
        error.Code switch
        {
            NotAuthenticated => NotAuthenticated401,
            WrongLogin => new(401, 401, $"{NoAccess}: invalid account or invalid password"),
            TooManyAttempts => new(429, 429, TooMany) { RetryAfter = error.RetryAfter },
            RateLimited => new(429, 429, TooMany) { RetryAfter = error.RetryAfter },
            NotSetUp => new(403, 403, "This server is not set up yet."),
            NotFound => Unknown(error.What, business),
            NotAllowed => TooMuch(error.What, business),
            NotAllowedRemotely => new(business, -3046, "no right to unlock remotely"),
            NotYet => PermissionDenied,
            // A right that is over is no ekey any more, and who has none may not know the lock (AZ-3).
            Ended => Unknown(Noun.Lock, business),
            OutsideHours => PermissionDenied,
            AddressNotPermitted => PermissionDenied,
            Frozen => new(business, -2025, "Frozen lock. Can not operate on it now"),
            Invalid => SifelyError.Invalid(error.Detail),
            Taken => TakenBy(error.What, business),
            Conflict or Outdated => NotNow(error.What, business),
            LimitReached => Full(error.What, business),
            Exhausted => new(business, -1026, "A code for this period was already obtained and deleted. Please choose another hour."),
            Unsupported => Unable(error, business),
            NoLink => new(business, -2012, "The Lock is not connected to any Gateway."),
            LinkOffline => new(business, -3002, "The gateway is offline. Please check and try again."),
            DeviceOffline => LockOffline(business),
            // Fleet queues instead; were it ever to come here, nothing was done.
            DeviceBusy => NotSent(business),
            NotSentInTime => NotSent(business),
            OutcomeUnknown => LockOffline(business),
            DeviceRefused => new(business, 1, "failed or means no"),
            Jammed => new(business, 1, "failed or means no"),
            // LG-2: the wire has no code for it but that of its own fault, with 500.
            Unavailable => OurFault with { RetryAfter = error.RetryAfter },
            ToOneself => Oneself(error.What, business),
            // No call of this wire is signed, and none asks for a second factor.
            Replayed or KeyReused or ProofRefused or StepUpNeeded or SecondFactorNeeded => Refused(business),
            Removed => Unknown(error.What, business),
        };

    /// <summary>For calls that change or move something.</summary>
    public static SifelyError OnWrite(AccessError error) => Told(error, StatusOfBusiness);

    /// <summary>For calls that only look into the database. The wire says nothing of them; 400 is what every client takes for a failure.</summary>
    public static SifelyError OnRead(AccessError error) => Told(error, StatusOfBusiness);

    /// <summary>For the detail and the open state of a lock: clients find the code in a 200.</summary>
    public static SifelyError OnDeviceRead(AccessError error) => Told(error, 200);

    private static SifelyError Told(AccessError error, int business) => Of(error, business) with { Reason = error.Code };

    private const int StatusOfBusiness = 400;

    private static readonly SifelyError PermissionDenied = new(403, -2018, "Permission Denied");

    private static SifelyError NotSent(int status) => new(status, -3003, "The gateway is busy. Please try again later.");

    private static SifelyError LockOffline(int status) => new(status, -3036, "The lock is offline. Please check and try again.");

    private static SifelyError Unknown(Noun what, int status) =>
        what switch
        {
            Noun.Lock => new(status, -1003, "Lock does not exist"),
            Noun.LockGroup => new(status, -1018, "This Group does not exist"),
            Noun.Grant => new(status, -1008, "eKey does not exist"),
            Noun.Passcode => new(status, -2009, "Invalid Password"),
            Noun.Card => new(status, -1021, "This IC Card does not exist"),
            Noun.Fingerprint => new(status, -1023, "This Fingerprint does not exist"),
            Noun.Gateway => new(status, -4037, "No such Gateway exists."),
            Noun.User => new(status, -4064, "Failed. The eKey can only be sent to a registered account"),
            Noun.ApiClient => new(status, 10001, "invalid client"),
            // The wire has no word for these, so nobody can name one by it.
            Noun.None or Noun.Tenant or Noun.Site or Noun.Unit or Noun.Link or Noun.QrCode or Noun.Locker or Noun.Box => Refused(status),
            Noun.Tile or Noun.RoomPlan or Noun.Reservation or Noun.WebhookEndpoint or Noun.AuditEvent or Noun.SigningKey or Noun.Application =>
                Refused(status),
            Noun.Reader or Noun.Alert or Noun.Device or Noun.Delivery or Noun.Passkey => Refused(status),
        };

    private static SifelyError TakenBy(Noun what, int status) =>
        what switch
        {
            Noun.Passcode or Noun.Card or Noun.Fingerprint or Noun.QrCode or Noun.None => new(
                status,
                -3007,
                "The same passcode already exists. Please use another one"
            ),
            Noun.LockGroup => new(status, -1016, "An identical Name exists. Please choose a different Name."),
            Noun.User => new(status, 30003, "existing registered users"),
            Noun.Grant => new(status, -2020, "You cannot send an eKey to the Admin"),
            Noun.Tenant or Noun.ApiClient or Noun.Site or Noun.Unit or Noun.Link or Noun.Gateway or Noun.Lock => Refused(status),
            Noun.Locker or Noun.Box or Noun.Tile or Noun.RoomPlan or Noun.Reservation => Refused(status),
            Noun.WebhookEndpoint
            or Noun.AuditEvent
            or Noun.SigningKey
            or Noun.Application
            or Noun.Reader
            or Noun.Alert
            or Noun.Device
            or Noun.Delivery
            or Noun.Passkey => Refused(status),
        };

    /// <summary>The core says "about a grant" of what is more than one's own (3.2).</summary>
    private static SifelyError TooMuch(Noun what, int status) =>
        what == Noun.Grant ? new(status, -3039, "own key's validity is shorter than the chosen time") : PermissionDenied;

    private static SifelyError NotNow(Noun what, int status) =>
        what == Noun.Grant ? new(status, -2023, "Can't change the time period now")
        : what == Noun.Passcode ? new(status, -3008, "A Passcode that has never been used on the Lock cannot be changed")
        : Refused(status);

    private static SifelyError Oneself(Noun what, int status) =>
        what == Noun.Lock ? new(status, -3011, "Cannot Transfer Lock(s) to Yourself")
        : what == Noun.Gateway ? new(status, -3016, "Cannot Transfer Gateway(s) to Yourself.")
        : new(status, -2019, "You cannot send an eKey to Yourself");

    private static SifelyError Full(Noun what, int status) =>
        what switch
        {
            Noun.Passcode => new(status, -3009, "There is NO SPACE to store Customized Passcodes."),
            Noun.Tenant or Noun.Lock or Noun.Gateway or Noun.Link => new(402, 50504, "The device limit of your plan has been reached."),
            Noun.None or Noun.Card or Noun.Fingerprint or Noun.QrCode => new(status, -4056, "Run out of memory"),
            Noun.User or Noun.ApiClient or Noun.Site or Noun.Unit or Noun.LockGroup or Noun.Grant => new(status, -4056, "Run out of memory"),
            Noun.Locker or Noun.Box or Noun.Tile or Noun.RoomPlan or Noun.Reservation => new(status, -4056, "Run out of memory"),
            Noun.WebhookEndpoint or Noun.AuditEvent or Noun.SigningKey => new(status, -4056, "Run out of memory"),
            Noun.Application or Noun.Reader or Noun.Alert or Noun.Device or Noun.Delivery or Noun.Passkey => new(status, -4056, "Run out of memory"),
        };

    /// <summary>The wire's words are about locks: of anything else the description says what is meant.</summary>
    private static SifelyError Unable(AccessError error, int status) =>
        new(status, -4043, "The function is not supported for this lock", error.What == Noun.Gateway ? error.Detail : null);

    private static SifelyError Refused(int status) => new(status, 1, "failed or means no");
}
