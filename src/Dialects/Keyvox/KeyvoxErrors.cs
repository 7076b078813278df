using Latchwork.Domain;
using static Latchwork.Domain.AccessErrorCode;

namespace Latchwork.Dialects.Keyvox;

/// <summary>Every refusal of the core as this wire tells it (3.4), and what its gateway says before (2.3).</summary>
internal static class KeyvoxErrors
{
    private const string Unverified = "HMAC signature cannot be verified";

    // The gateway's, byte for byte.
    public static readonly KeyvoxRefusal NoSignature = Unproven("Unauthorized");
    public static readonly KeyvoxRefusal NoDate = Unproven($"{Unverified}, a valid date or x-date header is required for HMAC Authentication");
    public static readonly KeyvoxRefusal NotVerified = Unproven(Unverified);
    public static readonly KeyvoxRefusal NoMatch = Unproven("HMAC signature does not match");
    public static readonly KeyvoxRefusal AddressNotAllowed = new(403, Message: "Your IP address is not allowed") { Reason = AddressNotPermitted };
    public static readonly KeyvoxRefusal UnknownPath = new(404, Message: "no Route matched with those values");
    public static readonly KeyvoxRefusal WrongVerb = new(405, Message: "Method Not Allowed");
    public static readonly KeyvoxRefusal BodyTooLarge = new(413, Message: "Request size limit exceeded");
    public static readonly KeyvoxRefusal UnreadableBody = new(400, Message: "Bad Request");

    /// <summary>An unhandled fault: the wire has a code of its own for it, in a 200 like every other (LG-2).</summary>
    public static readonly KeyvoxRefusal OurFault = Told("E9999", "システムエラー");

    /// <param name="freeIn">Until a call is admitted again.</param>
    public static KeyvoxRefusal TooMany(TimeSpan? freeIn) =>
        new(429, Message: "API rate limit exceeded") { Reason = RateLimited, RetryAfter = freeIn };

    /// <param name="keys">The arguments that are wrong; they may be told (3.4).</param>
    public static KeyvoxRefusal Parameter(params IReadOnlyList<string> keys) =>
        Told("E0005", keys.Count == 0 ? WrongParameter : $"{WrongParameter}: {string.Join(',', keys)}") with
        {
            Reason = Invalid,
        };

    private const string WrongParameter = "パラメータエラー";

    public static KeyvoxRefusal Of(AccessError error) => Meaning(error) with { Reason = error.Code, RetryAfter = error.RetryAfter };

    private static KeyvoxRefusal Meaning(AccessError error) =>
        error.Code switch
        {
            NotAuthenticated => NotVerified,
            WrongLogin => NotVerified,
            ProofRefused => NoMatch,
            Replayed => NoMatch,
            KeyReused => NoMatch,
            TooManyAttempts => TooMany(error.RetryAfter),
            RateLimited => TooMany(error.RetryAfter),
            NotSetUp => new KeyvoxRefusal(403, Message: "This server is not set up yet"),
            NotFound => Missing,
            Removed => Missing,
            NotAllowed => TooWeak,
            NotAllowedRemotely => TooWeak,
            NotYet => TooWeak,
            Ended => TooWeak,
            OutsideHours => TooWeak,
            AddressNotPermitted => TooWeak,
            StepUpNeeded or SecondFactorNeeded => TooWeak,
            Invalid => Parameter(),
            Taken => TakenBy(error.What),
            Exhausted => TakenBy(error.What),
            Frozen => NotNow,
            Conflict or Outdated => NotNow,
            ToOneself => NotNow,
            LimitReached => Full(error.What),
            Unsupported => Unable(error.What),
            NoLink => Unreachable,
            LinkOffline => Unreachable,
            DeviceOffline => Unreachable,
            DeviceBusy => Unreachable,
            NotSentInTime => Unreachable,
            OutcomeUnknown => Unreachable,
            DeviceRefused => General,
            Jammed => General,
            // LG-2: the database or the key ring is away; the wire has no status for it but its own failure.
            Unavailable => OurFault,
        };

    private static readonly KeyvoxRefusal General = Told("E0001", "リクエストに失敗しました");
    private static readonly KeyvoxRefusal Missing = Told("E0043", "データが存在しません");
    private static readonly KeyvoxRefusal Unreachable = Told("E1012", "ロックに接続できません");
    private static readonly KeyvoxRefusal TooWeak = Told("E2003", "リクエストに失敗しました：権限不足です");
    private static readonly KeyvoxRefusal NotNow = Told("E9004", "現在の状態では実行できません");
    private static readonly KeyvoxRefusal NoLock = Told("E2000", "このドアはロックと関連付けられていません");
    private static readonly KeyvoxRefusal NoCodes = Told("E9006", "このロックは暗証番号に対応していません");
    private static readonly KeyvoxRefusal CodeTaken = Told("E9001", "暗証番号が重複しています");
    private static readonly KeyvoxRefusal NoBox = Told("E9002", "ボックスは利用できません");
    private static readonly KeyvoxRefusal NoRoom = Told("E9003", "空室がありません");
    private static readonly KeyvoxRefusal CardTaken = Told("E9005", "カードが重複しています");

    private static KeyvoxRefusal TakenBy(Noun what) =>
        what switch
        {
            Noun.Passcode or Noun.QrCode => CodeTaken,
            Noun.Card => CardTaken,
            Noun.Locker or Noun.Box => NoBox,
            Noun.Unit or Noun.Reservation or Noun.RoomPlan or Noun.Site => NoRoom,
            Noun.None or Noun.Tenant or Noun.User or Noun.ApiClient or Noun.Link or Noun.Gateway or Noun.Lock => General,
            Noun.LockGroup or Noun.Grant or Noun.Fingerprint or Noun.Tile or Noun.Reader or Noun.WebhookEndpoint => General,
            Noun.AuditEvent or Noun.SigningKey or Noun.Application or Noun.Alert or Noun.Device or Noun.Delivery or Noun.Passkey => General,
        };

    /// <summary>The memory of a lock is full of codes that live: none fits in beside them.</summary>
    private static KeyvoxRefusal Full(Noun what) => what is Noun.Box or Noun.Locker ? NoBox : General;

    /// <summary>A door without a lock is told so; a lock without a keypad as one that takes no codes.</summary>
    private static KeyvoxRefusal Unable(Noun what) => what is Noun.Unit ? NoLock : NoCodes;

    private static KeyvoxRefusal Unproven(string message) => new(401, Message: message) { Reason = NotAuthenticated };

    private static KeyvoxRefusal Told(string code, string text) => new(200, code, text);
}
