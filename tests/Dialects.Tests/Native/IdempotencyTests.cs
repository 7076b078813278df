using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Latchwork.Dialects.Tests.Matrix;
using Latchwork.Domain.Audit;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Latchwork.Dialects.Tests.Native;

/// <summary>design, "Request once": an act that was given a key is done once however often it is sent, and answered from what it did.</summary>
public sealed class IdempotencyTests(TwoTenants tenants) : IClassFixture<TwoTenants>
{
    private const string Site = """{"name":"Annex","timeZone":"Europe/London"}""";
    private const string Sites = "/api/v1/sites";

    /// <summary>Nobody sees these twice.</summary>
    private static readonly string[] Secrets = ["secret", "clientSecret", "token"];

    /// <summary>It tells what would be done, and does nothing.</summary>
    private const string Preview = "POST /api/v1/imports/preview";

    /// <summary>Of these nothing need be done: the file of the matrix asks for a door that is not there and leaves it out, and a verification that waits goes on.</summary>
    private static readonly string[] MayDoNothing = ["POST /api/v1/imports", "POST /api/v1/audit/verification"];

    private static readonly NativeMatrix Matrix = new();

    private static int keys;

    private IEnumerable<MatrixRow> Acts =>
        from route in RouteTable.Of(tenants.Server.Services.GetRequiredService<EndpointDataSource>())
        where route.Act.Surface == Surface.Native && route.Act is { PublicBecause: null, IsPersonal: false } && !route.Verbs.Contains("GET")
        from name in Matrix.NamesOf(route)
        where name != Preview
        select new MatrixRow(name, Side.House, "", Who.NativeKeyWithAll);

    [Fact]
    public async Task Every_act_is_done_once_and_answered_the_same()
    {
        var wrong = new List<string>();
        var count = 0;
        var documented = await DocumentedAnswers.OfAsync(tenants.Server.Http, tenants.SecretOf(Who.NativeKeyWithAll)!);
        foreach (var act in Acts)
        {
            wrong.AddRange((await TwiceAsync(act, documented)).Select(what => $"{act.Route}: {what}"));
            count++;
        }

        Assert.True(count > 30, $"{count} acts");
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public async Task Of_two_at_the_same_time_one_is_done_and_both_are_answered()
    {
        var wrong = new List<string>();
        foreach (var act in Acts)
        {
            await Matrix.PrepareAsync(tenants, act);
            var (request, key) = (await Matrix.RequestAsync(tenants, act, Who.NativeKeyWithAll), NewKey());
            var before = await DoneAsync();
            var both = await Task.WhenAll(SendAsync(request, key), SendAsync(request, key));
            var done = await DoneAsync() - before;
            Matrix.Used(act);
            // A test of an endpoint that is still under way is told as such.
            var same = both.Select(one => Compared(one.Body)).Distinct().ToList();
            // Who made a passcode is told its digits, and that is a record of its own (KR-3).
            if (
                done != 1 && !(done == 2 && act.Route == "POST /api/v1/passcodes") && !(done == 0 && MayDoNothing.Contains(act.Route))
                || (same.Count > 1 && !both.Any(one => one.Body.Contains("outcome-unknown", StringComparison.Ordinal)))
            )
            {
                wrong.Add($"{act.Route}: {done} acts, {both[0]}, {both[1]}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public async Task A_refusal_is_told_again_although_it_would_be_done_now()
    {
        const string Address = "simulator://127.0.0.1:7001";
        var pair = (HttpMethod.Post, "/api/v1/links", (string?)$$"""{"family":"simulator","address":"{{Address}}","name":"Cellar"}""");
        var there = JsonNode.Parse((await SendAsync(pair, null)).Body)!["id"];
        var key = NewKey();

        var refused = await SendAsync(pair, key);
        await SendAsync((HttpMethod.Delete, $"/api/v1/links/{there}", null), null);
        var again = await SendAsync(pair, key);

        Assert.Equal((409, refused), (refused.Status, again));
        Assert.Contains("\"code\":\"taken\"", again.Body, StringComparison.Ordinal);
        Assert.Equal(201, (await SendAsync(pair, NewKey())).Status);
    }

    [Fact]
    public async Task What_has_no_form_is_not_remembered()
    {
        var key = NewKey();

        Assert.Equal(400, (await SendAsync((HttpMethod.Post, Sites, """{"name":"Annex"}"""), key)).Status);
        Assert.Equal(201, (await SendAsync((HttpMethod.Post, Sites, Site), key)).Status);
    }

    [Fact]
    public async Task A_key_is_its_senders_own()
    {
        var key = NewKey();
        var ours = await SendAsync((HttpMethod.Post, Sites, Site), key);
        var theirs = await SendAsync((HttpMethod.Post, Sites, Site), key, Who.NativeKeyOfIntegrator);
        var neighbours = await SendAsync((HttpMethod.Post, Sites, """{"name":"Yard","timeZone":"Europe/London"}"""), key, Who.NativeKeyOfNeighbour);

        Assert.Equal((201, 201, 201), (ours.Status, theirs.Status, neighbours.Status));
        Assert.Equal(3, new[] { ours.Body, theirs.Body, neighbours.Body }.Distinct().Count());
    }

    [Theory]
    [InlineData(1, 201)]
    [InlineData(255, 201)]
    [InlineData(256, 400)]
    public async Task A_key_has_1_to_255_characters(int length, int status) =>
        Assert.Equal(status, (await SendAsync((HttpMethod.Post, Sites, Site), $"{NewKey()}{new string('k', 300)}"[^length..])).Status);

    [Theory]
    [InlineData("two words")]
    [InlineData("a\u007f")]
    [InlineData("")]
    public async Task A_key_is_printable_ascii_without_a_space(string key) =>
        Assert.Equal(400, (await SendAsync((HttpMethod.Post, Sites, Site), key)).Status);

    [Fact]
    public async Task Two_keys_are_none()
    {
        using var request = Request((HttpMethod.Post, Sites, Site), "one", Who.NativeKeyWithAll);
        request.Headers.TryAddWithoutValidation("Idempotency-Key", "two");
        using var answer = await tenants.Server.Http.SendAsync(request);

        Assert.Equal(400, (int)answer.StatusCode);
    }

    [Fact]
    public async Task A_read_takes_no_notice_of_a_key()
    {
        var key = NewKey();

        Assert.Equal(200, (await SendAsync((HttpMethod.Get, Sites, null), key)).Status);
        Assert.Equal(200, (await SendAsync((HttpMethod.Get, "/api/v1/locks", null), key)).Status);
        Assert.Equal(201, (await SendAsync((HttpMethod.Post, Sites, Site), key)).Status);
    }

    [Theory]
    [InlineData("/api/v1/set-up")]
    [InlineData("/api/v1/invitations/accept")]
    public async Task A_call_of_nobody_refuses_a_key(string path)
    {
        var (status, body) = await SendAsync((HttpMethod.Post, path, "{}"), NewKey());

        Assert.Equal((400, true), (status, body.Contains("unsupported-header", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Without_a_key_a_repeated_call_is_a_new_act()
    {
        var (first, second) = (await SendAsync((HttpMethod.Post, Sites, Site), null), await SendAsync((HttpMethod.Post, Sites, Site), null));

        Assert.NotEqual(JsonNode.Parse(first.Body)!["id"]!.ToString(), JsonNode.Parse(second.Body)!["id"]!.ToString());
    }

    [Fact]
    public async Task A_key_is_remembered_for_a_day_and_by_its_hash()
    {
        var (key, began) = (NewKey(), TimeProvider.System.GetUtcNow());
        await SendAsync((HttpMethod.Post, Sites, Site), key);
        var rows = await tenants.QueryAsync(
            "select request_key::text || ' ' || (extract(epoch from until) - $1)::int from request_once order by until desc limit 1",
            began.ToUnixTimeSeconds()
        );

        var (stored, seconds) = rows[0].Split(' ') is [var hash, var left] ? (hash, int.Parse(left, CultureInfo.InvariantCulture)) : default;
        Assert.InRange(seconds, 24 * 3600 - 1, 24 * 3600 + 60);
        Assert.DoesNotContain(Convert.ToHexString(Encoding.ASCII.GetBytes(key)), stored, StringComparison.OrdinalIgnoreCase);
    }

    private async Task<List<string>> TwiceAsync(MatrixRow act, DocumentedAnswers documented)
    {
        var wrong = new List<string>();
        await Matrix.PrepareAsync(tenants, act);
        var (request, key) = (await Matrix.RequestAsync(tenants, act, Who.NativeKeyWithAll), NewKey());
        var first = await SendAsync(request, key);
        Matrix.Used(act);
        var (done, rows) = (await DoneAsync(), await tenants.Stored.RowsAsync());
        var second = await SendAsync(request, key);
        if (first.Status is not (200 or 201) || second.Status != first.Status || Compared(first.Body) != Compared(second.Body))
        {
            wrong.Add($"answered {first}, then {second}");
        }

        wrong.AddRange(documented.Faults(request.Verb.Method, request.Target, first.Status, first.Body));
        wrong.AddRange(documented.Faults(request.Verb.Method, request.Target, second.Status, second.Body));
        if (Secrets.Any(name => JsonNode.Parse(second.Body)!.AsObject().ContainsKey(name)))
        {
            wrong.Add($"tells a secret twice: {second}");
        }

        if (request.Json is { } json && await SendAsync(request with { Json = json + " " }, key) is { Status: not 422 } otherBody)
        {
            wrong.Add($"another body: {otherBody}");
        }

        var other = await SendAsync((HttpMethod.Post, Sites, """{"name":"Elsewhere","timeZone":"Europe/London"}"""), key);
        if (other.Status != 422 || (string?)JsonNode.Parse(other.Body)!["code"] != "idempotency-key-reused")
        {
            wrong.Add($"another request: {other}");
        }

        // A passcode goes on its way to the lock meanwhile.
        var changed = act.Route.Contains("/passcodes", StringComparison.Ordinal)
            ? []
            : (await tenants.Stored.RowsAsync()).Except(rows, StringComparer.Ordinal).ToList();
        if (await DoneAsync() != done || changed.Count > 0)
        {
            wrong.Add($"done again: {string.Join(", ", changed)}");
        }

        return wrong;
    }

    /// <summary>Without what is told once, and without what a clock measured.</summary>
    private static string Compared(string body)
    {
        var answer = JsonNode.Parse(body)!.AsObject();
        Array.ForEach(Secrets, name => answer.Remove(name));
        // What a lock is known to hold is told as it is now.
        answer.Remove("locks");
        if (answer.All(member => member.Key is "id" or "digits" or "qr"))
        {
            // Codes are revealed once a call, and no call is another's repetition.
            answer.Remove("digits");
            answer.Remove("qr");
        }

        return answer.ToJsonString();
    }

    /// <summary>How many acts of callers were done.</summary>
    private async Task<int> DoneAsync() =>
        int.Parse(
            (
                await tenants.QueryAsync(
                    "select count(distinct operation_id)::text from audit_event where principal_id is not null and outcome <> $1",
                    (short)AuditOutcome.Refused
                )
            )[0],
            CultureInfo.InvariantCulture
        );

    private static string NewKey() => $"key-{Interlocked.Increment(ref keys)}";

    private async Task<(int Status, string Body)> SendAsync(
        (HttpMethod Verb, string Target, string? Json) what,
        string? key,
        Who who = Who.NativeKeyWithAll
    )
    {
        using var request = Request(what, key, who);
        using var answer = await tenants.Server.Http.SendAsync(request);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    private HttpRequestMessage Request((HttpMethod Verb, string Target, string? Json) what, string? key, Who who)
    {
        var request = new HttpRequestMessage(what.Verb, what.Target);
        request.Content = SentBody.Of(what.Json);
        request.Headers.TryAddWithoutValidation("Authorization", tenants.BearerOf(who));
        if (key is not null)
        {
            request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        }

        return request;
    }
}
