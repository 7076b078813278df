using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Latchwork.Dialects.Tests.Matrix;
using Latchwork.Domain.Audit;
using Latchwork.Testing;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Latchwork.Dialects.Tests.Edge;

/// <summary>What the console's explorer offers of the wires that have no document is what this server has: no more and no less.</summary>
public sealed partial class ExplorerCatalogueTests(TwoTenants tenants) : IClassFixture<TwoTenants>
{
    [Theory]
    [InlineData("sifely", Surface.Sifely)]
    [InlineData("keyvox", Surface.Keyvox)]
    [InlineData("doordeck", Surface.Doordeck)]
    public void What_is_offered_of_a_wire_is_what_is_served(string wire, Surface surface)
    {
        var file = Path.Combine(TestPaths.Repository, "console", "src", "integrations", "explorer", "catalogues", $"{wire}.json");
        var offered = JsonNode
            .Parse(File.ReadAllText(file))!
            .AsArray()
            .SelectMany(row => Verbs(row!).Select(verb => $"{verb} {Places().Replace((string)row!["path"]!, "{}")}"));
        var served =
            from route in RouteTable.Of(tenants.Server.Services.GetRequiredService<EndpointDataSource>())
            where route.Act.Surface == surface
            from verb in route.Verbs
            select $"{verb} {Places().Replace(route.Pattern, "{}")}";

        Assert.Equal(served.Order(StringComparer.Ordinal), offered.Order(StringComparer.Ordinal));
    }

    private static string[] Verbs(JsonNode row) => row["alsoGet"] is null ? [(string)row["verb"]!] : ["GET", (string)row["verb"]!];

    [GeneratedRegex(@"\{[^{}]+\}", RegexOptions.None, 1000)]
    private static partial Regex Places();
}
