using Latchwork.Operations.Sites;

namespace Latchwork.Dialects.Doordeck.Sites;

/// <summary>A site (11.1). A client wants all but the logo to be there, so what nobody said has a plain value.</summary>
/// <param name="Radius">Metres.</param>
/// <param name="Created">Seconds, as the next.</param>
internal sealed record SiteBody(
    string Id,
    string Name,
    string? LogoUrl,
    string Colour,
    double Longitude,
    double Latitude,
    int Radius,
    long Created,
    long Updated
)
{
    private const string UsualColour = "#1F5468";
    private const int UsualRadius = 100;

    public static SiteBody Of(PersonSite site) =>
        new(
            site.Id,
            site.Name,
            site.LogoUrl,
            site.Colour ?? UsualColour,
            site.Longitude ?? 0,
            site.Latitude ?? 0,
            site.Radius ?? UsualRadius,
            site.CreatedAt.ToUnixTimeSeconds(),
            site.UpdatedAt.ToUnixTimeSeconds()
        );
}
