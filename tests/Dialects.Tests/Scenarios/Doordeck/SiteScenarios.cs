namespace Latchwork.Dialects.Tests.Scenarios.Doordeck;

/// <summary>Sites and tiles (11.1, 11.2), from no credentials to success.</summary>
internal static class SiteScenarios
{
    private const string Tile = "/tile/0b6f2f0e-2f53-4f59-b9ce-4f6f0e5a7a11";
    private const string AtFront = $"/device/{{Front door}}{Tile}";
    private const string V2 = "application/vnd.doordeck.api-v2+json";
    private const string V3 = "application/vnd.doordeck.api-v3+json";

    public static readonly Scenario[] Rows =
    [
        new("Sites without a token", "GET", "/site", null),
        new("Who holds nothing has no site", "GET", "/site", "{nobody}"),
        new("The sites of a guest", "GET", "/site", "{guest}"),
        new("The locks of a site", "GET", "/site/{site}/device/", "{guest}"),
        new("AZ-3: a site of others", "GET", "/site/{a stranger's site}/device", "{guest}"),
        new("A site without a lock of the caller's", "GET", "/site/{site}/device", "{nobody}"),
        new("An id that is none", "GET", "/site/home/device", "{guest}"),
        new("The people of a site, for who runs all of it", "GET", "/site/{site}/user", "{desk}"),
        new("The people of the locks that a deputy runs", "GET", "/site/{site}/user", "{guest}"),
        new("AZ-3: the people of a site of others", "GET", "/site/{a stranger's site}/user", "{desk}"),
        // Tiles.
        new("A tile without a token", "GET", Tile, null),
        new("A tile that leads nowhere", "GET", Tile, "{desk}") { Accept = V3 },
        new("A guest puts no tile", "PUT", AtFront, "{guest}") { Json = "null" },
        new("AZ-3: a tile at a lock of others", "PUT", $"/device/{{a stranger's door}}{Tile}", "{desk}") { Json = "null" },
        new("A tile without a token at a lock", "PUT", AtFront, null) { Json = "null" },
        new("A tile at the front door", "PUT", AtFront, "{desk}") { Json = "null" },
        new("It is there already", "PUT", AtFront, "{desk}"),
        new("At another door it is taken", "PUT", $"/device/{{Office}}{Tile}", "{guest}"),
        new("TN-1: for others it is taken", "PUT", $"/device/{{a stranger's door}}{Tile}", "{stranger}"),
        new("A tile whose id is none", "PUT", "/device/{Front door}/tile/sticker", "{desk}"),
        new("The first version leads to the lock", "GET", Tile, "{guest}"),
        new("The second names it", "GET", Tile, "{guest}") { Accept = V2 },
        new("The third names all", "GET", Tile, "{guest}") { Accept = V3 },
        new("AZ-3: it leads nowhere for who may use none of its locks", "GET", Tile, "{nobody}") { Accept = V3 },
        new("AZ-3: nor for others", "GET", Tile, "{stranger}") { Accept = V3 },
        new("The lock names its tile", "GET", "/device/{Front door}", "{guest}") { Accept = V3 },
        new("A set is for who runs the site", "PUT", Tile, "{guest}") { Accept = V2, Json = """{"siteId":"{site}","devices":["{Office}"]}""" },
        new("A set of two", "PUT", Tile, "{desk}") { Accept = V2, Json = """{"siteId":"{site}","devices":["{Front door}","{Office}"]}""" },
        new("It leads each to what they may use", "GET", Tile, "{desk}") { Accept = V3 },
        new("A lock that is not there", "PUT", Tile, "{desk}") { Accept = V2, Json = """{"siteId":"{site}","devices":["{a stranger's door}"]}""" },
        new("AZ-3: a set at a site of others", "PUT", Tile, "{desk}") { Accept = V2, Json = """{"siteId":"{a stranger's site}","devices":[]}""" },
        new("A set without a site", "PUT", Tile, "{desk}") { Accept = V2, Json = """{"devices":[]}""" },
        new("Off one door", "DELETE", AtFront, "{desk}"),
        new("Off it again", "DELETE", AtFront, "{desk}"),
        new("A guest takes none off", "DELETE", AtFront, "{guest}"),
        new("An empty set leads nowhere", "PUT", Tile, "{desk}") { Accept = V2, Json = """{"siteId":"{site}","devices":[]}""" },
        new("Nowhere at all", "GET", Tile, "{desk}"),
    ];
}
