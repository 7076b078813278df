using System.Text;
using System.Text.Json.Nodes;
using Latchwork.Dialects.Tests.Edge;

namespace Latchwork.Dialects.Tests.Sifely;

/// <summary>Sections 2.1 and 2.2: what is refused before an account is looked for.</summary>
public sealed class LogInTests : IAsyncLifetime
{
    private const string Path = "/system/smart/login";
    private const string Md5 = "5f4dcc3b5aa765d61d8327deb882cf99";

    private DialectHost host = null!;

    public async ValueTask InitializeAsync() => host = await DialectHost.StartAsync();

    public async ValueTask DisposeAsync() => await host.DisposeAsync();

    /// <summary>AK-4.</summary>
    [Theory]
    [InlineData("password")]
    [InlineData("5f4dcc3b5aa765d61d8327deb882cf9")]
    [InlineData("5f4dcc3b5aa765d61d8327deb882cf990")]
    [InlineData("5f4dcc3b5aa765d61d8327deb882cf9g")]
    [InlineData(" 5f4dcc3b5aa765d61d8327deb882cf9")]
    public async Task A_password_that_is_no_MD5_is_refused_with_30005(string password)
    {
        Assert.Equal((400, 30005), await PostAsync($"{{\"account\":\"a@b.c\",\"password\":\"{password}\"}}"));
        Assert.Equal((400, 30005), await PostAsync("", $"?client_id=VLRE&username=a@b.c&password={password}"));
    }

    [Theory]
    [InlineData("{}", "")]
    [InlineData("{\"account\":\"a@b.c\"}", "")]
    [InlineData("{\"password\":\"" + Md5 + "\"}", "")]
    [InlineData("", "?username=a@b.c")]
    public async Task An_absent_part_of_the_pair_is_named(string body, string query) => Assert.Equal((500, 500), await PostAsync(body, query));

    /// <summary>AK-6: through a proxy that is believed, a log-in without TLS is refused; the account is not even looked for.</summary>
    [Theory]
    [InlineData("http", 403)]
    [InlineData("https", 500)]
    public async Task A_log_in_from_another_machine_needs_TLS(string forwardedProto, int status)
    {
        await using var behindProxy = await DialectHost.StartAsync(isSetUp: true, ("Proxies:Trusted:0", "127.0.0.1"));
        var (actual, _, _) = await behindProxy.SendAsync(
            "POST",
            $"{Path}?account=a@b.c&password={Md5}",
            ("X-Forwarded-For", "203.0.113.9"),
            ("X-Forwarded-Proto", forwardedProto)
        );

        // 500: the database of this host does not answer.
        Assert.Equal(status, actual);
    }

    [Fact]
    public async Task A_log_in_is_a_POST()
    {
        var (status, body, _) = await host.SendAsync("GET", $"{Path}?account=a@b.c&password={Md5}");

        Assert.Equal((405, 405), (status, (int?)JsonNode.Parse(body)!["code"]));
    }

    private async Task<(int, int?)> PostAsync(string body, string query = "")
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        var answer = await host.Http.PostAsync(Path + query, content);
        return ((int)answer.StatusCode, (int?)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["code"]);
    }
}
