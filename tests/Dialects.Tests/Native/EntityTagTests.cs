using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Latchwork.Dialects.Tests.Matrix;

namespace Latchwork.Dialects.Tests.Native;

/// <summary>Entity tags: what was seen is what is changed, and of two who saw the same one comes too late (docs/decisions/0014).</summary>
public sealed class EntityTagTests(TwoTenants tenants) : IClassFixture<TwoTenants>
{
    private const string Site = """{"name":"Annex","timeZone":"Europe/London"}""";

    private const int MostReads = 100;

    private static readonly NativeMatrix Matrix = new();

    /// <summary>Every call that the document says has one: its own tag lets it through, another one does not and changes nothing.</summary>
    [Fact]
    public async Task Every_act_on_a_single_thing_is_held_to_what_was_seen_of_it()
    {
        var (wrong, count) = (new List<string>(), 0);
        foreach (var (path, verb) in await TaggedActsAsync())
        {
            count++;
            var row = new MatrixRow($"{verb.ToUpperInvariant()} {path}", Side.House, "", Who.NativeKeyWithAll);
            await Matrix.PrepareAsync(tenants, row);
            var request = await Matrix.RequestAsync(tenants, row, Who.NativeKeyWithAll);
            var thing = ThingOf(request.Target);
            var seen = await SendAsync((HttpMethod.Get, thing, null));
            var stale = await SendAsync(request, ("If-Match", "\"AAAAAAAAAAAAAAAAAAAAAA\""));
            var done = await AsSeenAsync(thing, request);
            Matrix.Used(row);
            if (
                seen.Tag is null
                || stale.Status != 412
                || !stale.Body.Contains("precondition-failed", StringComparison.Ordinal)
                || done.Status != 200
            )
            {
                wrong.Add($"{row.Route}: {seen.Tag}, {stale.Status}, {done.Status} {done.Body}");
            }
        }

        Assert.True(count > 20, $"{count} acts");
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    /// <summary>Conditions are never passed over.</summary>
    [Fact]
    public async Task Every_other_call_refuses_to_be_held_to_anything()
    {
        var tagged = (await TaggedActsAsync()).ToHashSet();
        var wrong = new List<string>();
        foreach (var (path, verb) in await CallsAsync(_ => true))
        {
            if (
                tagged.Contains((path, verb))
                || path.EndsWith("/set-up", StringComparison.Ordinal)
                || path.EndsWith("/accept", StringComparison.Ordinal)
                || path.StartsWith("/api/v1/session", StringComparison.Ordinal)
                || path.StartsWith("/api/v1/account", StringComparison.Ordinal)
                || path.StartsWith("/api/v1/installation", StringComparison.Ordinal)
            )
            {
                continue;
            }

            var target = path.Replace("{id}", Guid.Empty.ToString(), StringComparison.Ordinal);
            var answer = await SendAsync((new HttpMethod(verb.ToUpperInvariant()), target, null), ("If-Match", "\"a\""));
            if (answer.Status != 400 || !answer.Body.Contains("unsupported-header", StringComparison.Ordinal))
            {
                wrong.Add($"{verb} {path}: {answer.Status}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public async Task Of_two_who_saw_the_same_one_changes_it()
    {
        for (var round = 0; round < 5; round++)
        {
            var site = await AddSiteAsync();
            var tag = (await SendAsync((HttpMethod.Get, site, null))).Tag!;

            var both = await Task.WhenAll(
                SendAsync((HttpMethod.Patch, site, """{"name":"One"}"""), ("If-Match", tag)),
                SendAsync((HttpMethod.Patch, site, """{"name":"Two"}"""), ("If-Match", tag))
            );

            Assert.Equal([200, 412], both.Select(one => one.Status).Order());
        }
    }

    /// <summary>A read that says what it has is told only what is new.</summary>
    [Fact]
    public async Task Who_has_it_already_is_told_so()
    {
        var site = await AddSiteAsync();
        var seen = await SendAsync((HttpMethod.Get, site, null));

        Assert.Equal((304, ""), Short(await SendAsync((HttpMethod.Get, site, null), ("If-None-Match", seen.Tag!))));
        Assert.Equal((304, ""), Short(await SendAsync((HttpMethod.Get, site, null), ("If-None-Match", $"\"x\", W/{seen.Tag}"))));
        Assert.Equal((304, ""), Short(await SendAsync((HttpMethod.Get, site, null), ("If-None-Match", "*"))));
        Assert.Equal((200, seen.Body), Short(await SendAsync((HttpMethod.Get, site, null), ("If-None-Match", "\"x\""))));

        await SendAsync((HttpMethod.Patch, site, """{"name":"Other"}"""));
        var after = await SendAsync((HttpMethod.Get, site, null), ("If-None-Match", seen.Tag!));
        Assert.Equal(200, after.Status);
        Assert.NotEqual(seen.Tag, after.Tag);

        static (int, string) Short(Answer answer) => (answer.Status, answer.Body);
    }

    [Theory]
    [InlineData("*", 200)]
    [InlineData("\"a\", {tag}", 200)]
    [InlineData("W/{tag}", 412)]
    [InlineData("\"a\"", 412)]
    [InlineData("{tag} {tag}", 400)]
    [InlineData("a", 400)]
    [InlineData("", 400)]
    [InlineData("*, \"a\"", 400)]
    public async Task Tags_are_strong_and_in_quotes(string match, int status)
    {
        var site = await AddSiteAsync();
        var tag = (await SendAsync((HttpMethod.Get, site, null))).Tag!;

        var answer = await SendAsync(
            (HttpMethod.Patch, site, """{"name":"Other"}"""),
            ("If-Match", match.Replace("{tag}", tag, StringComparison.Ordinal))
        );

        Assert.Equal(status, answer.Status);
    }

    /// <summary>design, "Request once": a repeated request is answered from what it did, although that has changed the thing.</summary>
    [Fact]
    public async Task What_was_done_once_is_told_again_and_not_refused()
    {
        var site = await AddSiteAsync();
        var tag = (await SendAsync((HttpMethod.Get, site, null))).Tag!;
        (string, string)[] headers = [("If-Match", tag), ("Idempotency-Key", $"tags-{tag.Trim('"')}-{site[^12..]}")];

        var first = await SendAsync((HttpMethod.Patch, site, """{"name":"Other"}"""), headers);
        var again = await SendAsync((HttpMethod.Patch, site, """{"name":"Other"}"""), headers);

        Assert.Equal((200, 200), (first.Status, again.Status));
        Assert.Equal(first.Body, again.Body);
    }

    /// <summary>AZ-3: a tag tells nothing of what is not there.</summary>
    [Fact]
    public async Task What_is_not_there_is_not_found_whatever_was_expected()
    {
        foreach (var match in new[] { "*", "\"a\"" })
        {
            var answer = await SendAsync((HttpMethod.Patch, $"/api/v1/sites/{Guid.Empty}", """{"name":"Other"}"""), ("If-Match", match));
            Assert.Equal(404, answer.Status);
        }
    }

    /// <summary>What a door does by itself changes what is told of its codes: it is read again then, as a client would.</summary>
    private async Task<Answer> AsSeenAsync(string thing, (HttpMethod Verb, string Target, string? Json) request)
    {
        for (var attempt = 1; ; attempt++)
        {
            var seen = await SendAsync((HttpMethod.Get, thing, null));
            var done = await SendAsync(request, ("If-Match", seen.Tag!));
            if (done.Status != 412 || attempt == MostReads)
            {
                return done;
            }
        }
    }

    private sealed record Answer(int Status, string? Tag, string Body);

    private async Task<string> AddSiteAsync()
    {
        var made = await SendAsync((HttpMethod.Post, "/api/v1/sites", Site));
        return $"/api/v1/sites/{JsonNode.Parse(made.Body)!["id"]}";
    }

    /// <summary>Up to the id.</summary>
    private static string ThingOf(string target) => string.Join('/', target.Split('/').Take(5));

    private Task<List<(string Path, string Verb)>> TaggedActsAsync() =>
        CallsAsync(call => call["parameters"]!.AsArray().Any(one => ((string?)one!["$ref"])?.EndsWith("/IfMatch", StringComparison.Ordinal) == true));

    private async Task<List<(string Path, string Verb)>> CallsAsync(Func<JsonNode, bool> which) =>
        [
            .. from path in JsonNode.Parse((await SendAsync((HttpMethod.Get, "/api/v1/openapi.json", null))).Body)!["paths"]!.AsObject()
            from verb in path.Value!.AsObject()
            where which(verb.Value!)
            select (path.Key, verb.Key),
        ];

    private async Task<Answer> SendAsync((HttpMethod Verb, string Target, string? Json) asked, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(asked.Verb, asked.Target);
        request.Headers.TryAddWithoutValidation("Authorization", tenants.BearerOf(Who.NativeKeyWithAll));
        request.Content = asked.Json is null ? null : new StringContent(asked.Json, Encoding.UTF8, "application/json");
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var answer = await tenants.Server.Http.SendAsync(request);
        var tag = answer.Headers.TryGetValues("ETag", out var tags) ? tags.Single() : null;
        Assert.True(answer.StatusCode != HttpStatusCode.NotModified || tag is not null);
        return new Answer((int)answer.StatusCode, tag, await answer.Content.ReadAsStringAsync());
    }
}
