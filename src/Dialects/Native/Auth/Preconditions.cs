using Latchwork.Dialects.Native.Document;
using Latchwork.Dialects.Native.Wire;
using Latchwork.Operations.Identity;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace Latchwork.Dialects.Native.Auth;

/// <summary>
/// What a request makes its act depend on: <c>If-Match</c> with the tag of what the caller saw. It is compared in the transaction of the act. Where an act has
/// nothing to compare it is refused, and so are conditions that are never taken: none is passed over in silence.
/// </summary>
internal static class Preconditions
{
    private static readonly string[] NeverTaken = [HeaderNames.IfUnmodifiedSince];

    /// <summary>Why the request is refused; null where it is not, and then the caller expects what it says.</summary>
    public static NativeProblem? Take(HttpContext http)
    {
        var isRead = HttpMethods.IsGet(http.Request.Method);
        if (Array.Find(NeverTaken, name => http.Request.Headers.ContainsKey(name)) is { } never)
        {
            return NativeErrors.NotTaken(never);
        }

        if (!isRead && http.Request.Headers.ContainsKey(HeaderNames.IfNoneMatch))
        {
            return NativeErrors.NotTaken(HeaderNames.IfNoneMatch);
        }

        return http.Request.Headers.ContainsKey(HeaderNames.IfMatch) ? TakeMatch(http, isRead) : null;
    }

    private static NativeProblem? TakeMatch(HttpContext http, bool isRead)
    {
        var call = http.GetEndpoint()!.Metadata.GetRequiredMetadata<ApiCall>();
        if (isRead || call.Tagged is not { } tagged || http.Features.Get<NativeCaller>() is not { } caller)
        {
            return NativeErrors.NotTaken(HeaderNames.IfMatch);
        }

        if (EntityTag.Read(http.Request.Headers.IfMatch) is not { } tags)
        {
            return NativeErrors.BadTags;
        }

        var (services, id) = (http.RequestServices, http.GetRouteValue("id") as string ?? "");
        var expected = new ExpectedState(
            async (by, cancel) => (await tagged.TagAsync(services, caller with { Caller = by }, id, cancel)).Then(tag => EntityTag.IsIn(tags, tag))
        );
        http.Features.Set(new NativeCaller(caller.Caller with { Expected = expected }));
        return null;
    }
}
