using Latchwork.Dialects.Edge;
using Latchwork.Domain;
using Microsoft.AspNetCore.Http;

namespace Latchwork.Dialects;

/// <summary>One wire API. The pipeline finds it by the first segment of the path and asks it for everything that is answered in its own form.</summary>
internal interface IDialect
{
    /// <summary>The paths under which it alone answers, such as <c>v3</c> or <c>api/v1</c>: whole segments, in this very case.</summary>
    IReadOnlyList<string> Roots { get; }

    /// <summary>Web pages of these origins may call it (CO-2).</summary>
    IReadOnlyCollection<string> Origins { get; }

    /// <summary>Whether pages of this origin may: where that is not said once and for all.</summary>
    ValueTask<bool> AllowsAsync(string origin, CancellationToken cancel) => ValueTask.FromResult(Origins.Contains(origin));

    /// <summary>What pages that may are told.</summary>
    CorsRules Cors => CorsRules.Usual;

    /// <summary>The path of the route that a path means, where the wire has several for one; under these roots too. Most have one.</summary>
    PathString RouteOf(PathString path) => path;

    /// <summary>One slash after the last segment changes nothing.</summary>
    bool AcceptsTrailingSlash => false;

    /// <summary>
    /// What lies between the routing and the handler: limits, who is asking, what they sent. Answers by itself or calls <paramref name="handler"/>;
    /// a handler whose route is not public never runs without an authenticated caller.
    /// </summary>
    Task AdmitAsync(HttpContext http, RouteAct act, RequestDelegate handler);

    /// <summary>Whether a credential came with the request, right or wrong.</summary>
    bool SentCredential(HttpContext http) => http.Request.Headers.Authorization.Count > 0;

    /// <summary>Who asked, after <see cref="AdmitAsync"/>; null where that is not known. Asked for refusals only.</summary>
    Asker? AskerOf(HttpContext http, RouteAct act) => null;

    /// <summary>A refusal in the dialect's own form.</summary>
    Task WriteErrorAsync(HttpContext http, AccessError error);

    /// <summary>What is refused before any handler is chosen, or breaks in one.</summary>
    Task WriteFaultAsync(HttpContext http, EdgeFault fault);
}

internal enum EdgeFault
{
    /// <summary>The dialect has no such path.</summary>
    UnknownPath,

    /// <summary>The path is there, with other verbs. Status and <c>Allow</c> are set already.</summary>
    WrongVerb,

    /// <summary>Over <see cref="Edge.RequestBody.Limit"/> (AZ-10).</summary>
    BodyTooLarge,

    /// <summary>The body breaks HTTP itself: a bad chunk, an end before its length.</summary>
    BodyUnreadable,

    /// <summary>An unhandled exception (LG-2).</summary>
    Crash,
}
