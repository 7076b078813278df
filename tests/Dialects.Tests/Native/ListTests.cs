using System.Text.Json.Nodes;
using Latchwork.Dialects.Tests.Matrix;

namespace Latchwork.Dialects.Tests.Native;

/// <summary>Lists, part by part: every row once, in order, whatever comes and goes meanwhile.</summary>
public sealed class ListTests(TwoTenants tenants) : IClassFixture<TwoTenants>
{
    private const string Sites = "/api/v1/sites";

    private static readonly NativeMatrix Matrix = new();

    /// <summary>Every list that the document knows, with the parameters that it must have.</summary>
    [Fact]
    public async Task Every_list_read_in_parts_of_one_row_is_the_list_read_at_once()
    {
        await FillAsync();
        var (wrong, walked) = (new List<string>(), 0);
        foreach (var row in await ListsAsync())
        {
            await Matrix.PrepareAsync(tenants, row);
            var (_, target, _) = await Matrix.RequestAsync(tenants, row, Who.NativeKeyWithAll);
            // What a lock does meanwhile with a code or a card is told in the next reading, and then all is quiet.
            var (said, count) = await CompareAsync(target);
            for (var again = 0; said is not null && again < 5; again++)
            {
                (said, count) = await CompareAsync(target);
            }

            walked += count;
            if (said is not null)
            {
                wrong.Add(said);
            }
        }

        Assert.True(walked > 20, $"{walked} rows");
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    /// <returns>What is not the same; null: nothing.</returns>
    private async Task<(string? Said, int Count)> CompareAsync(string target)
    {
        var whole = await GetAsync($"{target}{Mark(target)}limit=200&total=true");
        var parts = await WalkAsync(target, 1);
        var isSame = whole["next"] is null && (int)whole["total"]! == parts.Count && Ids(whole) == string.Join('\n', parts);
        return (isSame ? null : $"{target}: {parts.Count} in parts, {whole["total"]} at once", parts.Count);
    }

    /// <summary>Names before and after the place, in a list that goes by name; the row at the place itself goes.</summary>
    [Fact]
    public async Task Rows_that_come_and_go_make_no_other_row_missing_or_repeated()
    {
        var site = (string)JsonNode.Parse((await SendAsync(HttpMethod.Post, Sites, """{"name":"Plans","timeZone":"Europe/London"}""")).Body)!["id"]!;
        foreach (var name in new[] { "m1", "m2", "m3", "m4" })
        {
            await AddPlanAsync(name, site);
        }

        var plans = $"/api/v1/plans?siteId={site}";
        var first = await GetAsync($"{plans}&limit=2");
        var last = first["items"]!.AsArray()[^1]!;
        await AddPlanAsync("a-before", site);
        await AddPlanAsync("z-after", site);
        await SendAsync(HttpMethod.Delete, $"/api/v1/plans/{last["id"]}", null);

        var rest = new List<string>();
        for (var next = (string?)first["next"]; next is not null; )
        {
            var part = await GetAsync($"{plans}&limit=2&cursor={next}");
            rest.AddRange(part["items"]!.AsArray().Select(item => (string)item!["name"]!));
            next = (string?)part["next"];
        }

        Assert.Equal(["m1", "m2"], first["items"]!.AsArray().Select(item => (string)item!["name"]!));
        Assert.Equal(["m3", "m4", "z-after"], rest);
    }

    [Fact]
    public async Task A_cursor_is_one_of_its_list_its_filters_and_its_tenant()
    {
        await SendAsync(HttpMethod.Post, Sites, """{"name":"Annex","timeZone":"Europe/London"}""");
        var cursor = (string)(await GetAsync($"{Sites}?limit=1"))["next"]!;
        var lockCursor = (string)(await GetAsync("/api/v1/locks?limit=1"))["next"]!;
        var (changed, at) = (cursor.ToCharArray(), cursor.Length / 2);
        changed[at] = changed[at] == 'A' ? 'B' : 'A';

        Assert.Equal(200, (await SendAsync(HttpMethod.Get, $"{Sites}?cursor={cursor}", null)).Status);
        foreach (
            var target in new[]
            {
                $"{Sites}?cursor={lockCursor}",
                $"{Sites}?cursor={new string(changed)}",
                $"{Sites}?cursor=none",
                $"{Sites}?cursor={cursor}%00",
                $"/api/v1/locks?name=a&cursor={lockCursor}",
            }
        )
        {
            Assert.Equal(400, (await SendAsync(HttpMethod.Get, target, null)).Status);
        }

        Assert.Equal(400, (await SendAsync(HttpMethod.Get, $"{Sites}?cursor={cursor}", null, Who.NativeKeyOfNeighbour)).Status);
    }

    [Fact]
    public async Task What_is_not_asked_for_is_not_counted() => Assert.Null((await GetAsync(Sites))["total"]);

    private async Task FillAsync()
    {
        for (var n = 0; n < 3; n++)
        {
            await SendAsync(HttpMethod.Post, Sites, """{"name":"Annex","timeZone":"Europe/London"}""");
            await AddPlanAsync("Night", await SiteAsync());
            await SendAsync(
                HttpMethod.Post,
                "/api/v1/units",
                $$"""{"siteId":"{{await SiteAsync()}}","name":"Room"{{(n == 0 ? "" : $$""","number":"10{{n}}" """)}}}"""
            );
            await SendAsync(HttpMethod.Post, "/api/v1/webhooks", NativeThings.WebhookBody);
            await SendAsync(HttpMethod.Post, "/api/v1/api-clients", """{"name":"Rooms"}""");
            var lease = new MatrixRow("POST /api/v1/lockers/{id}/leases", Side.House, "", Who.NativeKeyWithAll);
            await Matrix.PrepareAsync(tenants, lease);
            var (verb, target, json) = await Matrix.RequestAsync(tenants, lease, Who.NativeKeyWithAll);
            await SendAsync(verb, target, json);
        }
    }

    private async Task<List<MatrixRow>> ListsAsync() =>
        [
            .. from path in (await GetAsync("/api/v1/openapi.json"))["paths"]!.AsObject()
            where
                path.Value!["get"]?["parameters"]?.AsArray().Any(one => (string?)one!["name"] == "cursor") == true
                // A key is no person, and these are for people.
                && !path.Key.StartsWith("/api/v1/installation", StringComparison.Ordinal)
                && !path.Key.StartsWith("/api/v1/account", StringComparison.Ordinal)
            select new MatrixRow($"GET {path.Key}", Side.House, "", Who.NativeKeyWithAll),
        ];

    private async Task<List<string>> WalkAsync(string target, int limit)
    {
        var (all, next) = (new List<string>(), "");
        do
        {
            var part = await GetAsync($"{target}{Mark(target)}limit={limit}{next}");
            all.AddRange(part["items"]!.AsArray().Select(item => item!.ToJsonString()));
            next = (string?)part["next"] is { } cursor ? $"&cursor={cursor}" : null;
        } while (next is not null);

        return all;
    }

    private static string Ids(JsonNode list) => string.Join('\n', list["items"]!.AsArray().Select(item => item!.ToJsonString()));

    private static char Mark(string target) => target.Contains('?', StringComparison.Ordinal) ? '&' : '?';

    private Task AddPlanAsync(string name, string site) =>
        SendAsync(HttpMethod.Post, "/api/v1/plans", $$"""{"siteId":"{{site}}","name":"{{name}}"}""");

    private async Task<string> SiteAsync() => (string)(await GetAsync($"{Sites}?limit=1"))["items"]![0]!["id"]!;

    private async Task<JsonNode> GetAsync(string target)
    {
        var (status, body) = await SendAsync(HttpMethod.Get, target, null);
        Assert.True(status == 200, $"{target}: {status} {body}");
        return JsonNode.Parse(body)!;
    }

    private Task<(int Status, string Body)> SendAsync(HttpMethod verb, string target, string? json, Who who = Who.NativeKeyWithAll) =>
        tenants.SendAsync(verb, target, tenants.BearerOf(who), json);
}
