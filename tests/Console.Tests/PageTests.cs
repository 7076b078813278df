using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Latchwork.Server.ConsolePages;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Latchwork.Console.Tests;

/// <summary>CO-3: how the page and its files are served, and what the browser is told to forbid.</summary>
public sealed partial class PageTests : IAsyncLifetime
{
    private const string Html = """<meta property="csp-nonce" content="%CSP_NONCE%"><script src="/console/assets/a.js"></script>""";

    private static readonly Dictionary<string, byte[]> Built = new()
    {
        ["index.html"] = Encoding.UTF8.GetBytes(Html),
        ["assets/a.js"] = Encoding.UTF8.GetBytes("let a = 1; let b = 1; let c = 1;"),
        ["assets/a.js.br"] = [0x0b, 0x00, 0x80, 0x03],
        [".vite/manifest.json"] = "{}"u8.ToArray(),
    };

    private readonly List<WebApplication> running = [];

    [Fact]
    public async Task The_page_has_a_nonce_of_its_own_each_time_and_nothing_foreign_in_it()
    {
        using var http = await ServeAsync(Built);
        var (first, second) = (await http.GetAsync("/console/"), await http.GetAsync("/console/doors/17"));
        var nonces = new[] { await NonceAsync(first), await NonceAsync(second) };

        Assert.NotEqual(nonces[0], nonces[1]);
        Assert.Equal(
            $"default-src 'none'; script-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; style-src 'self' 'nonce-{nonces[0]}'; "
                + "frame-ancestors 'none'; base-uri 'none'; form-action 'self'; require-trusted-types-for 'script'",
            first.Headers.GetValues("Content-Security-Policy").Single()
        );
        Assert.True(first.Headers.CacheControl!.NoStore);
        Assert.Equal("nosniff", first.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("no-referrer", first.Headers.GetValues("Referrer-Policy").Single());
        Assert.Equal("same-origin", first.Headers.GetValues("Cross-Origin-Opener-Policy").Single());
        Assert.All(
            first.Headers.GetValues("Permissions-Policy").Single().Split(", "),
            feature => Assert.EndsWith("=()", feature, StringComparison.Ordinal)
        );
        // Without TLS it would say nothing that a browser may believe (RFC 6797, 7.2).
        Assert.False(first.Headers.Contains("Strict-Transport-Security"));
    }

    [Fact]
    public async Task A_file_is_kept_for_ever_compressed_for_who_takes_it_and_not_sent_again_to_who_has_it()
    {
        using var http = await ServeAsync(Built);
        var plain = await http.GetAsync("/console/assets/a.js");
        Assert.Equal("public, max-age=31536000, immutable", plain.Headers.GetValues("Cache-Control").Single());
        Assert.Equal(Built["assets/a.js"], await plain.Content.ReadAsByteArrayAsync());

        using var compressed = new HttpRequestMessage(HttpMethod.Get, "/console/assets/a.js");
        compressed.Headers.TryAddWithoutValidation("Accept-Encoding", "gzip, br");
        var small = await http.SendAsync(compressed);
        Assert.Equal("br", small.Content.Headers.ContentEncoding.Single());
        Assert.Equal(Built["assets/a.js.br"], await small.Content.ReadAsByteArrayAsync());

        using var known = new HttpRequestMessage(HttpMethod.Get, "/console/assets/a.js");
        known.Headers.TryAddWithoutValidation("If-None-Match", plain.Headers.ETag!.Tag);
        Assert.Equal(HttpStatusCode.NotModified, (await http.SendAsync(known)).StatusCode);
    }

    [Theory]
    [InlineData("/console/assets/b.js")]
    [InlineData("/console/assets/a.js.br")]
    [InlineData("/console/assets/../index.html/assets/")]
    public async Task What_is_no_file_of_the_console_is_not_served_as_one(string path)
    {
        using var http = await ServeAsync(Built);
        var answer = await http.GetAsync(path);
        Assert.DoesNotContain("let a", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.True(answer.StatusCode == HttpStatusCode.NotFound || answer.Content.Headers.ContentType!.MediaType == "text/html");
    }

    [Fact]
    public async Task The_address_of_the_server_leads_to_the_console()
    {
        using var http = await ServeAsync(Built);
        foreach (var path in new[] { "/", "/console" })
        {
            var answer = await http.GetAsync(path);
            Assert.Equal((HttpStatusCode.Redirect, "/console/"), (answer.StatusCode, answer.Headers.Location!.OriginalString));
        }

        using var head = new HttpRequestMessage(HttpMethod.Head, "/console/");
        var told = await http.SendAsync(head);
        Assert.Equal((HttpStatusCode.OK, 0), (told.StatusCode, (await told.Content.ReadAsByteArrayAsync()).Length));
    }

    [Fact]
    public async Task A_server_that_was_built_without_the_console_says_how_to_get_it()
    {
        using var http = await ServeAsync([]);
        var answer = await http.GetAsync("/console/");
        var page = await answer.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Contains("./latchwork up", page, StringComparison.Ordinal);
        Assert.Contains(
            $"<style nonce=\"{Allowed().Match(answer.Headers.GetValues("Content-Security-Policy").Single()).Groups["nonce"].Value}\">",
            page,
            StringComparison.Ordinal
        );
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        foreach (var server in running)
        {
            await server.DisposeAsync();
        }
    }

    private async Task<HttpClient> ServeAsync(Dictionary<string, byte[]> built)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton(new ConsoleFiles(built));
        var server = builder.Build();
        server.MapConsole();
        running.Add(server);
        await server.StartAsync();
        return new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(server.Urls.Single()) };
    }

    private static async Task<string> NonceAsync(HttpResponseMessage page) =>
        InPage().Match(await page.Content.ReadAsStringAsync()).Groups["nonce"].Value is { Length: > 20 } nonce
            ? nonce
            : throw new InvalidOperationException("The page has no nonce.");

    [GeneratedRegex("""content="(?<nonce>[^"%]+)">""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex InPage();

    [GeneratedRegex("'nonce-(?<nonce>[^']+)'", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Allowed();
}
