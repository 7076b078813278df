using Latchwork.Dialects.Edge;
using Latchwork.Dialects.Sifely.Wire;
using Latchwork.Operations.Identity;
using Microsoft.AspNetCore.Http;

namespace Latchwork.Dialects.Sifely;

/// <summary>Which of the two related wires a caller speaks: they share paths and members, and differ in credentials and errors (19).</summary>
internal enum WireForm
{
    Sifely,

    /// <summary>Every answer has HTTP status 200; an error has <c>errcode</c>, <c>errmsg</c> and <c>description</c>.</summary>
    TTLock,
}

/// <summary>What is known of a request before its handler runs.</summary>
internal sealed class SifelyCall
{
    public Caller? Caller { get; set; }

    public WireForm Form { get; set; }

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
