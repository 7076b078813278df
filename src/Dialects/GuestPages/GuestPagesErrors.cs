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

    /// <summary>Of a tile: no page of a code for a door there was opened on this telephone, or there is no such tile.</summary>
    NothingHere,
    NotYet,
    OutsideHours,

    /// <summary>The door is not to be opened from afar, or by anybody now.</summary>
    NotByTile,

    /// <summary>Nothing happened.</summary>
    OutOfReach,

    /// <summary>Nobody knows yet whether the door opens.</summary>
    Unanswered,

    /// <summary>The lock said no.</summary>
    DidNotOpen,
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
            NotYet => new(403, GuestRefusal.NotYet),
            OutsideHours => new(403, GuestRefusal.OutsideHours),
            NotAllowedRemotely or AddressNotPermitted or Frozen or Unsupported => new(403, GuestRefusal.NotByTile),
            NoLink or LinkOffline or DeviceOffline or DeviceBusy or NotSentInTime => new(409, GuestRefusal.OutOfReach),
            OutcomeUnknown => new(409, GuestRefusal.Unanswered),
            DeviceRefused or Jammed or Exhausted => new(409, GuestRefusal.DidNotOpen),
            // Who has a link is nobody else, writes nothing and signs nothing.
            NotAuthenticated or WrongLogin or NotAllowed or Invalid or Taken or Conflict or Outdated or LimitReached => Nothing,
            ToOneself or Replayed or KeyReused or ProofRefused or StepUpNeeded or SecondFactorNeeded => Nothing,
        };

    private static readonly GuestProblem Nothing = new(404, GuestRefusal.Missing);
}
