using Latchwork.Operations.Sites;

namespace Latchwork.Dialects.Native.Sites;

/// <param name="TimeZone">IANA zone: all local times of the site's doors.</param>
internal sealed record NewSiteBody(string Name, string TimeZone);

internal sealed record SiteBody(string Id, string Name, string TimeZone, DateTimeOffset CreatedAt)
{
    public static SiteBody Of(SeenSite seen) => new(seen.Id, seen.Name, seen.Zone, seen.CreatedAt);
}
