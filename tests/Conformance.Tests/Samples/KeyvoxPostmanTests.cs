using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Latchwork.Testing;

namespace Latchwork.Conformance.Tests.Samples;

/// <summary>The Postman collection of <c>samples/keyvox</c>: its form, its paths, and its scripts run by Node.js in order.</summary>
public sealed partial class KeyvoxPostmanTests(DemoServer demo) : IClassFixture<DemoServer>
{
    private static readonly string Folder = Path.Combine(TestPaths.Repository, "samples", "keyvox", "postman");

    private static readonly JsonNode Collection = JsonNode.Parse(File.ReadAllBytes(Path.Combine(Folder, "keyvox.postman_collection.json")))!;

    /// <summary>What the script of the collection sets for every request.</summary>
    private static readonly string[] OfTheScript = ["now", "tomorrow", "dayAfter"];

    private readonly KeyvoxDesk desk = new(demo);

    private static IEnumerable<JsonNode> Requests =>
        Collection["item"]!.AsArray().SelectMany(folder => folder!["item"]!.AsArray()).Select(item => item!["request"]!);

    [Fact]
    public void The_collection_has_the_form_of_version_2_1_and_names_no_variable_that_it_does_not_have()
    {
        Assert.Equal("https://schema.getpostman.com/json/collection/v2.1.0/collection.json", (string)Collection["info"]!["schema"]!);
        Assert.NotEmpty((string)Collection["info"]!["name"]!);
        var known = Collection["variable"]!.AsArray().Select(variable => (string)variable!["key"]!).Concat(OfTheScript).ToHashSet();
        Assert.All(
            Requests,
            request =>
            {
                Assert.Equal(("POST", "raw"), ((string)request["method"]!, (string)request["body"]!["mode"]!));
                Assert.Equal((string)request["url"]!["raw"]!, $"{request["url"]!["host"]![0]}{PathOf(request)}");
                Assert.IsType<JsonObject>(JsonNode.Parse((string)request["body"]!["raw"]!));
                Assert.All(Named().Matches(request.ToJsonString()), named => Assert.Contains(named.Groups["name"].Value, known));
            }
        );
        Assert.All(
            Collection["variable"]!.AsArray(),
            variable => Assert.True((string)variable!["key"]! == "baseUrl" || (string)variable["value"]! == "")
        );
    }

    [Fact]
    public async Task Every_path_of_the_collection_is_one_that_the_server_has()
    {
        foreach (var path in Requests.Select(PathOf).Distinct())
        {
            var (status, text) = await desk.SendAsync(path, "{}");

            Assert.True(status == 200, $"{path}: {status} {text}");
        }
    }

    /// <summary>What one finds or makes, the next ones use; so they are run in their order, as the runner of Postman does.</summary>
    [Fact]
    public async Task The_script_of_the_collection_signs_and_all_of_its_requests_succeed_one_after_another()
    {
        Assert.SkipUnless(SampleProgram.IsThere("node"), "node is not on this machine.");

        var told = await SampleProgram.RunAsync("node", [Path.Combine(Folder, "try.mjs")], desk.Settings);

        Assert.Equal(Requests.Count(), told.Split('\n').Count(line => line.StartsWith("ok ", StringComparison.Ordinal)));
    }

    private static string PathOf(JsonNode request) => $"/{string.Join('/', request["url"]!["path"]!.AsArray())}";

    [GeneratedRegex(@"\{\{(?<name>\w+)\}\}", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Named();
}
