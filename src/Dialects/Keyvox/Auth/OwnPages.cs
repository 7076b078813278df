using Microsoft.AspNetCore.Http;

namespace Latchwork.Dialects.Keyvox.Auth;

/// <summary>
/// Browsers let no page set <c>Date</c>, which is always signed, so a page of this server (the console's explorer) says it under a name of its own. It is signed,
/// and looked at, as <c>date</c>: only what carries it is another. Other callers have the header itself.
/// </summary>
internal static class OwnPages
{
    private const string DateOfPage = "Latchwork-Date";

    /// <summary>Set by the browser alone: no page can (Fetch Metadata).</summary>
    private const string Site = "Sec-Fetch-Site";

    public static void TakeDate(HttpRequest request)
    {
        if (request.Headers.Date.Count == 0 && request.Headers[Site] is ["same-origin"] && request.Headers[DateOfPage] is [{ Length: > 0 } date])
        {
            request.Headers.Date = date;
        }
    }
}
