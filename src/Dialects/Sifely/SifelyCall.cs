using Latchwork.Dialects.Edge;
using Latchwork.Dialects.Sifely.Wire;
using Latchwork.Operations.Identity;
using Microsoft.AspNetCore.Http;

namespace Latchwork.Dialects.Sifely;

/// <summary>What is known of a request before its handler runs.</summary>
internal sealed class SifelyCall
{
    public Caller? Caller { get; set; }

    public SifelyParameters Given { get; set; } = SifelyParameters.None;

    /// <summary>How the caller's account stands to its rate; null where nothing is counted.</summary>
    public RateStanding? Rate { get; set; }

    public static SifelyCall Of(HttpContext http)
    {
        if (http.Features.Get<SifelyCall>() is { } call)
        {
            return call;
        }

        call = new SifelyCall();
        http.Features.Set(call);
        return call;
    }
}
