using Latchwork.Dialects.Edge;
using Latchwork.Dialects.Sifely.Wire;
using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Identity;

namespace Latchwork.Dialects.Sifely;

/// <summary>The limits of section 16: of the account, of its tenant, of all (RL-5). Off unless configured.</summary>
internal sealed class SifelyRates(CallRates rates, SifelyPlans plans, SifelyOptions options)
{
    /// <summary>Counts the call. The standing told to the caller is that of their own account, never of others (AK-7).</summary>
    public (RateStanding? Own, SifelyError? Refusal) Take(Caller caller, bool isMotion)
    {
        var kind = isMotion ? RateClass.Motions : RateClass.Calls;
        var own = Take(plans.Of(caller).CallsPerMinute, new RateSubject(Surface.Sifely, caller.Principal.Id, kind));
        if (own is { IsAdmitted: false })
        {
            return (own, TooMany(own.Value));
        }

        var shared =
            Refused(options.CallsPerMinuteAndTenant, new RateSubject(Surface.Sifely, caller.Home.Value, kind))
            ?? Refused(options.CallsPerMinuteInAll, new RateSubject(Surface.Sifely, Guid.Empty, kind));
        return (own, shared is { } full ? TooMany(full) : null);
    }

    private RateStanding? Take(int? perMinute, RateSubject subject) => perMinute is { } limit ? rates.Take(subject, limit) : null;

    private RateStanding? Refused(int? perMinute, RateSubject subject) => Take(perMinute, subject) is { IsAdmitted: false } full ? full : null;

    private static SifelyError TooMany(RateStanding full) =>
        SifelyErrors.OnRead(new AccessError(AccessErrorCode.RateLimited, "Too many calls.") { RetryAfter = full.FreeIn });
}
