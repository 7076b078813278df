using System.Security.Cryptography;
using System.Text;
using Latchwork.Dialects.Edge;
using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Identity;

namespace Latchwork.Dialects.Doordeck;

/// <summary>The limits of section 4, for a window of a minute.</summary>
internal sealed class DoordeckRates(CallRates rates, DoordeckOptions options)
{
    /// <summary>A call of somebody known.</summary>
    public AccessError? Refuse(Caller caller, RateClass kind) => Refuse(caller.Principal.Id, kind, LimitOf(kind));

    /// <summary>A log-in, right or wrong: counted for where it comes from and for whom it names.</summary>
    public AccessError? RefuseLogIn(RequestOrigin from, string email) =>
        Refuse(IdOf($"from {RequestOrigin.NetworkOf(from.Address)}"), RateClass.LogIns, options.LogInsPerMinute)
        ?? Refuse(IdOf($"of {email.Trim().ToLowerInvariant()}"), RateClass.LogIns, options.LogInsPerMinute);

    private AccessError? Refuse(Guid of, RateClass kind, int? perMinute) =>
        perMinute is { } limit && rates.Take(new RateSubject(Surface.Doordeck, of, kind), limit) is { IsAdmitted: false } full
            ? new AccessError(AccessErrorCode.RateLimited, "Too many requests.") { RetryAfter = full.FreeIn }
            : null;

    private int? LimitOf(RateClass kind) =>
        kind switch
        {
            RateClass.Motions => options.ExecutesPerMinute,
            RateClass.LookUps => options.LookUpsPerMinute,
            RateClass.LogIns => options.LogInsPerMinute,
            RateClass.Renewals => options.RenewalsPerMinute,
            RateClass.Calls => options.CallsPerMinute,
        };

    private static Guid IdOf(string what) => new(SHA256.HashData(Encoding.UTF8.GetBytes(what)).AsSpan(0, 16));
}
