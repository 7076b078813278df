using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Latchwork.Dialects.Edge;
using Latchwork.Testing;

namespace Latchwork.Dialects.Tests.Edge;

/// <summary>What every request passes, over real HTTP; the dialect is Sifely's.</summary>
public sealed class PipelineTests : IAsyncLifetime
{
    private const string Key = "sk-0123456789ABCDEFGHIJabcdefghijXY";

    private DialectHost host = null!;

    public async ValueTask InitializeAsync() => host = await DialectHost.StartAsync(isSetUp: true, ("Sifely:Origins:0", "https://desk.example.com"));

    public async ValueTask DisposeAsync() => await host.DisposeAsync();

    [Theory]
    [InlineData("/v3/lock/unknown")]
    [InlineData("/v3")]
    [InlineData("/v3/")]
    [InlineData("/system/x")]
    [InlineData("/client")]
    [InlineData("/oauth2/x/y")]
    [InlineData("/v3/Lock/unknown")]
    [InlineData("/v3/lock/unlock/")]
    [InlineData("/v3/lock//unlock")]
    [InlineData("/v3/undeclared")]
    [InlineData("/v3/Lock/unlock")]
    [InlineData("/v3/lock/Unlock")]
    public async Task An_unknown_path_of_the_dialect_is_its_own_404(string path)
    {
        var (status, body, answer) = await host.SendAsync("GET", path, ("Authorization", Key));

        Assert.Equal((404, 404), (status, Code(body)));
        Assert.True(answer.Headers.Contains("X-RateLimit-Limit"));
    }

    [Theory]
    [InlineData("/V3/lock/unlock")]
    [InlineData("/V3/unknown")]
    [InlineData("/nothing")]
    [InlineData("/")]
    public async Task A_first_segment_in_another_case_and_anything_else_is_a_plain_404(string path)
    {
        var (status, body, _) = await host.SendAsync("GET", path, ("Authorization", Key));

        Assert.Equal((404, ""), (status, body));
    }

    [Theory]
    [InlineData("DELETE")]
    [InlineData("PUT")]
    [InlineData("OPTIONS")]
    [InlineData("BREW")]
    public async Task Another_verb_is_405_in_the_dialects_form(string verb)
    {
        var (status, body, answer) = await host.SendAsync(verb, "/v3/lock/unlock");

        Assert.Equal((405, 405), (status, Code(body)));
        Assert.Contains("not supported", body, StringComparison.Ordinal);
        Assert.Equal(["GET", "POST"], answer.Content.Headers.Allow.Order(StringComparer.Ordinal));
    }

    /// <summary>KR-6.</summary>
    [Theory]
    [InlineData("/v3/lock/unlock", 403)]
    [InlineData("/v3/unknown", 403)]
    [InlineData("/other", 200)]
    public async Task Until_it_is_set_up_the_dialect_answers_403(string path, int expected)
    {
        await using var fresh = await DialectHost.StartAsync(isSetUp: false);
        var (status, body, _) = await fresh.SendAsync("GET", path, ("Authorization", Key));

        Assert.Equal(expected, status);
        Assert.Equal(expected == 403, body.Contains("\"errcode\":403", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(null, "unable to access system resources")]
    [InlineData("", "unable to access system resources")]
    [InlineData("Bearer " + Key, "without Bearer")]
    [InlineData(Key + "x", "unable to access system resources")]
    public async Task Without_a_credential_it_is_401_on_every_route(string? header, string fragment)
    {
        foreach (var route in RouteTable.Of(host.Endpoints).Where(r => r.Act.PublicBecause is null))
        {
            foreach (var verb in route.Verbs)
            {
                var (status, body, _) = await host.SendAsync(verb, route.Pattern + "?lockId=1", header is null ? [] : [("Authorization", header)]);

                Assert.Equal((401, 401), (status, Code(body)));
                Assert.Contains(fragment, body, StringComparison.Ordinal);
            }
        }
    }

    /// <summary>AK-1.</summary>
    [Fact]
    public async Task Two_Authorization_headers_are_401()
    {
        var answer = await host.SendRawAsync(
            $"GET /v3/lock/unlock?lockId=1 HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: {Key}\r\nAuthorization: {Key}\r\n\r\n"
        );

        Assert.StartsWith("HTTP/1.1 401", answer, StringComparison.Ordinal);
        Assert.Contains("\r\nContent-Type: application/json;charset=UTF-8\r\n", answer, StringComparison.Ordinal);
    }

    /// <summary>LG-2.</summary>
    [Fact]
    public async Task An_unhandled_exception_is_the_dialects_500_once_with_a_correlation_id_and_nothing_else()
    {
        await using var broken = await DialectHost.StartBrokenAsync("/v3/broken");
        var (status, body, answer) = await broken.SendAsync("GET", "/v3/broken");
        var id = answer.Headers.GetValues(RequestLog.Header).Single();

        Assert.Equal((500, 90000), (status, Code(body)));
        Assert.Equal("internal server error", (string?)JsonNode.Parse(body)!["message"]);
        Assert.True(answer.Headers.Contains("X-RateLimit-Reset"));
        Assert.DoesNotContain("canary", body, StringComparison.Ordinal);
        Assert.Contains($"Error {id} GET /v3/broken broke", broken.Lines.All, StringComparison.Ordinal);
    }

    /// <summary>FS-5: the database of this host does not answer, so the key cannot be looked up. That is no bug, and the log has no stack of it.</summary>
    [Fact]
    public async Task A_database_that_is_away_is_a_refusal_with_a_time_to_try_again()
    {
        var (status, body, answer) = await host.SendAsync("GET", "/v3/lock/unlock?lockId=1", ("Authorization", Key));
        var id = answer.Headers.GetValues(RequestLog.Header).Single();

        Assert.Equal((500, 90000), (status, Code(body)));
        Assert.NotNull(answer.Headers.RetryAfter);
        Assert.Contains($"Warning {id} GET /v3/lock/unlock was refused, the database is away", host.Lines.All, StringComparison.Ordinal);
        Assert.DoesNotContain($"{id} GET /v3/lock/unlock broke", host.Lines.All, StringComparison.Ordinal);
    }

    /// <summary>LG-1.</summary>
    [Fact]
    public async Task No_log_line_holds_a_value_of_the_query_or_of_a_header()
    {
        await host.SendAsync("GET", "/v3/lock/unlock?lockId=1&keyboardPwd=739154", ("Authorization", Key));
        await host.SendAsync("BREW", "/v3/lock/unlock?password=5f4dcc3b5aa765d61d8327deb882cf99");

        // The line of a request is written after its answer went out.
        await Poll.UntilAsync(() =>
            host.Lines.All.Contains(" GET /v3/lock/unlock 500 ", StringComparison.Ordinal)
            && host.Lines.All.Contains(" (other) ", StringComparison.Ordinal)
        );
        Assert.DoesNotContain("739154", host.Lines.All, StringComparison.Ordinal);
        Assert.DoesNotContain("5f4dcc3b", host.Lines.All, StringComparison.Ordinal);
        Assert.DoesNotContain(Key, host.Lines.All, StringComparison.Ordinal);
        Assert.DoesNotContain("BREW", host.Lines.All, StringComparison.Ordinal);
    }

    /// <summary>CO-2.</summary>
    [Theory]
    [InlineData("https://desk.example.com", 204)]
    [InlineData("https://evil.example.com", 405)]
    [InlineData("null", 405)]
    public async Task Only_pages_of_registered_origins_may_call(string origin, int status)
    {
        var preflight = await host.SendAsync("OPTIONS", "/v3/lock/unlock", ("Origin", origin), ("Access-Control-Request-Method", "POST"));

        Assert.Equal(status, preflight.Status);
        Assert.Equal(status == 204, preflight.Answer.Headers.Contains("Access-Control-Allow-Origin"));
        Assert.False(preflight.Answer.Headers.Contains("Access-Control-Allow-Credentials"));
    }

    /// <summary>AZ-2.</summary>
    [Fact]
    public void Every_route_of_the_dialect_declares_its_act_and_takes_GET_and_POST()
    {
        Assert.Equal(["/v3/undeclared", "/other"], RouteTable.Undeclared(host.Endpoints));
        Assert.All(
            RouteTable.Of(host.Endpoints).Where(route => route.Pattern.StartsWith("/v3/", StringComparison.Ordinal)),
            route => Assert.Equal(["GET", "POST"], route.Verbs)
        );
    }

    [Fact]
    public void The_table_of_routes_is_as_approved() =>
        Approved.Check(
            "sifely/routes.txt",
            string.Join('\n', RouteTable.Of(host.Endpoints).OrderBy(route => route.Pattern, StringComparer.Ordinal).Select(Words))
        );

    [Fact]
    public async Task A_body_of_another_type_and_a_body_that_breaks_HTTP_are_no_5xx()
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes("x"));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        var answer = await host.Http.PostAsync("/v3/lock/unlock", content);
        var broken = await host.SendRawAsync(
            "POST /v3/lock/unlock HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\nnonsense\r\n\r\n"
        );

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.StartsWith("HTTP/1.1 4", broken, StringComparison.Ordinal);
    }

    private static string Words(RouteRow route) =>
        $"{string.Join(' ', route.Verbs)} {route.Pattern}: {route.Act.Name} on {route.Act.On}, {route.Act.PublicBecause ?? "authenticated"}";

    private static int? Code(string body) => (int?)JsonNode.Parse(body)?["code"];
}
