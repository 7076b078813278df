using Latchwork.Domain;
using Latchwork.Operations.Audit;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Microsoft.AspNetCore.Http;

namespace Latchwork.Dialects.Edge;

/// <summary>What a dialect told the caller; a feature of the request.</summary>
internal sealed record ToldRefusal(AccessErrorCode Reason);

/// <summary>Who asked for what, as far as the dialect found out.</summary>
/// <param name="Of">The lock or link that the request names.</param>
internal readonly record struct Asker(Caller By, WireId? Of);

/// <summary>
/// Counts the refusals that no operation records: failed authentications, where a credential was sent, and reads that were refused (AU-1).
/// </summary>
internal sealed class RefusalWatch(RefusalCounts counts)
{
    public ValueTask LookAsync(HttpContext http, IDialect dialect, RouteAct act)
    {
        if (act.PublicBecause is not null || http.Features.Get<ToldRefusal>() is not { } told)
        {
            return ValueTask.CompletedTask;
        }

        if (told.Reason == AccessErrorCode.NotAuthenticated)
        {
            if (dialect.SentCredential(http))
            {
                counts.Authentication(http.Connection.RemoteIpAddress, told.Reason);
            }

            return ValueTask.CompletedTask;
        }

        return act.IsRead && told.Reason != AccessErrorCode.Unavailable && dialect.AskerOf(http, act) is { } asker
            ? counts.ReadAsync(asker.By, act.On, asker.Of, told.Reason, CancellationToken.None)
            : ValueTask.CompletedTask;
    }
}
