using Latchwork.Domain;
using static Latchwork.Domain.AccessErrorCode;

namespace Latchwork.Dialects.GuestPages;

/// <summary>What is said in place of the page. It tells nothing of whose page it would have been.</summary>
internal enum GuestRefusal
{
    /// <summary>There is no such page.</summary>
    Missing,

    /// <summary>There was one, and its code is over.</summary>
    Over,
    TooMany,
    Away,
}

/// <param name="Status">HTTP's.</param>
internal sealed record GuestProblem(int Status, GuestRefusal Refusal)
{
    public TimeSpan? RetryAfter { get; init; }

    public AccessErrorCode? Reason { get; init; }
}

/// <summary>Every refusal of the core as a page.</summary>
internal static class GuestPagesErrors
{
    public static GuestProblem Of(AccessError error) => Of(error.Code) with { RetryAfter = error.RetryAfter, Reason = error.Code };

    public static GuestProblem Of(EdgeFault fault) =>
        fault switch
        {
            EdgeFault.UnknownPath => new(404, GuestRefusal.Missing),
            EdgeFault.WrongVerb => new(405, GuestRefusal.Missing),
            EdgeFault.BodyTooLarge => new(413, GuestRefusal.Missing),
            EdgeFault.BodyUnreadable => new(400, GuestRefusal.Missing),
            EdgeFault.Crash => new(500, GuestRefusal.Away),
        };

    private static GuestProblem Of(AccessErrorCode code) =>
        code switch
        {
            NotFound => new(404, GuestRefusal.Missing),
            Removed or Ended => new(410, GuestRefusal.Over),
            TooManyAttempts or RateLimited => new(429, GuestRefusal.TooMany),
            // LG-2: the database or the key ring is away, and only then.
            Unavailable => new(503, GuestRefusal.Away),
            NotSetUp => new(403, GuestRefusal.Away),
            // A page is only looked at: nothing else can be refused.
            NotAuthenticated or WrongLogin or NotAllowed or NotAllowedRemotely or NotYet or OutsideHours or AddressNotPermitted or Frozen => Nothing,
            Invalid or Taken or Conflict or LimitReached or Unsupported or NoLink or LinkOffline or DeviceOffline or DeviceBusy => Nothing,
            NotSentInTime or OutcomeUnknown or DeviceRefused or Jammed or Exhausted or ToOneself or Replayed or ProofRefused or StepUpNeeded =>
                Nothing,
        };

    private static readonly GuestProblem Nothing = new(404, GuestRefusal.Missing);
}
