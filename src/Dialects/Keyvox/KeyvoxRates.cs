using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Latchwork.Dialects.Edge;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Identity;
using Microsoft.AspNetCore.Http;

namespace Latchwork.Dialects.Keyvox;

/// <summary>The limits of section 4, for a window of a minute. Every node counts against its share (RL-5).</summary>
internal sealed class KeyvoxRates(CallRates rates, KeyvoxOptions options)
{
    /// <summary>A call of a key; how it stands goes out with the answer.</summary>
    public KeyvoxRefusal? Refuse(HttpContext http, Caller caller, RateClass kind)
    {
        if (options.RateLimitPerMinuteAndOrganisation is > 0 and var ofAll && Take(caller.Home.Value, kind, ofAll) is { IsAdmitted: false } full)
        {
            return KeyvoxErrors.TooMany(full.FreeIn);
        }

        if ((caller.Client?.CallsPerMinute ?? options.RateLimitPerMinute) is not (> 0 and var limit))
        {
            return null;
        }

        var standing = Take(caller.Principal.Id, kind, limit);
        http.Features.Set(new ToldRate(standing));
        return standing.IsAdmitted ? null : KeyvoxErrors.TooMany(standing.FreeIn);
    }

    /// <summary>One more refused signature from this address.</summary>
    public KeyvoxRefusal? RefuseUnproven(RequestOrigin from) =>
        Take(IdOf(RequestOrigin.NetworkOf(from.Address)), RateClass.LogIns, options.RefusalsPerMinute) is { IsAdmitted: false } full
            ? KeyvoxErrors.TooMany(full.FreeIn)
            : null;

    /// <summary>How the caller stands, under the names of the vendor's gateway; nothing where nothing limits, or nobody is known.</summary>
    public static void Write(HttpContext http)
    {
        if (http.Features.Get<ToldRate>() is not { Standing: var standing })
        {
            return;
        }

        var (limit, remaining) = (Text(standing.Limit), Text(standing.Remaining));
        var headers = http.Response.Headers;
        headers["X-RateLimit-Limit-Minute"] = limit;
        headers["X-RateLimit-Remaining-Minute"] = remaining;
        headers["RateLimit-Limit"] = limit;
        headers["RateLimit-Remaining"] = remaining;
        headers["RateLimit-Reset"] = Text((long)Math.Ceiling(standing.FreeIn.TotalSeconds));
    }

    private RateStanding Take(Guid of, RateClass kind, int perMinute) => rates.Take(new RateSubject(Surface.Keyvox, of, kind), perMinute);

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static Guid IdOf(string what) => new(SHA256.HashData(Encoding.UTF8.GetBytes(what)).AsSpan(0, 16));

    private sealed record ToldRate(RateStanding Standing);
}
