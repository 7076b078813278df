using System.Security.Cryptography;
using System.Text;
using Latchwork.Dialects.Edge;
using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Identity;

namespace Latchwork.Dialects.GuestPages;

/// <summary>What of this dialect is limited.</summary>
internal sealed class GuestLimits(CallRates rates, GuestPagesOptions options)
{
    /// <summary>Links that lead nowhere, by where they are opened from. A guest with a good one is never counted.</summary>
    public AccessError? RefuseMisses(RequestOrigin from) =>
        rates.IsFull(NetworkOf(from), options.MissesPerMinute, out var freeIn)
            ? new AccessError(AccessErrorCode.RateLimited, "Too many links that lead nowhere.") { RetryAfter = freeIn }
            : null;

    public void CountMiss(RequestOrigin from) => rates.Take(NetworkOf(from), options.MissesPerMinute);

    /// <summary>Openings, by the telephone: of one house all may come from one network.</summary>
    public AccessError? RefuseOpening(IReadOnlyList<string> links) =>
        rates.Take(Subject(RateClass.Motions, links[0]), options.OpeningsPerMinute) is { IsAdmitted: false } full
            ? new AccessError(AccessErrorCode.RateLimited, "Too many openings.") { RetryAfter = full.FreeIn }
            : null;

    private static RateSubject NetworkOf(RequestOrigin from) => Subject(RateClass.LookUps, RequestOrigin.NetworkOf(from.Address));

    private static RateSubject Subject(RateClass what, string whose) =>
        new(Surface.GuestPage, new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(whose)).AsSpan(0, 16)), what);
}
