using System.Security.Cryptography;
using System.Text;
using Latchwork.Dialects.Edge;
using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Identity;

namespace Latchwork.Dialects.GuestPages;

/// <summary>Counts links that lead nowhere, for where they are opened from. A guest with a good one is never counted.</summary>
internal sealed class MissLimit(CallRates rates, GuestPagesOptions options)
{
    public AccessError? Refuse(RequestOrigin from) =>
        rates.IsFull(SubjectOf(from), options.MissesPerMinute, out var freeIn)
            ? new AccessError(AccessErrorCode.RateLimited, "Too many links that lead nowhere.") { RetryAfter = freeIn }
            : null;

    public void Count(RequestOrigin from) => rates.Take(SubjectOf(from), options.MissesPerMinute);

    private static RateSubject SubjectOf(RequestOrigin from) =>
        new(
            Surface.GuestPage,
            new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(RequestOrigin.NetworkOf(from.Address))).AsSpan(0, 16)),
            RateClass.LookUps
        );
}
