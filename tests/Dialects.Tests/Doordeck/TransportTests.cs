using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Latchwork.Operations.Secrets;
using Latchwork.Testing.Doordeck;

namespace Latchwork.Dialects.Tests.Doordeck;

/// <summary>Headers, bodies and ids as they come over the line (1, 2).</summary>
public sealed class TransportTests(DoordeckHouse house) : IClassFixture<DoordeckHouse>
{
    /// <summary>A client cannot decode a body without a JSON type.</summary>
    [Theory]
    [InlineData("/device", null, "application/json")]
    [InlineData("/device/{lock}", "application/vnd.doordeck.api-v3+json,application/json", "application/vnd.doordeck.api-v3+json")]
    [InlineData("/device/{lock}/log", "application/vnd.doordeck.api-v3+json", "application/vnd.doordeck.api-v2+json")]
    [InlineData("/device/6f0c1a52-6f7b-4f0e-9a55-0a3b1c2d3e4f", "application/vnd.doordeck.api-v3+json", "application/json")]
    [InlineData("/site", "application/json, text/plain, */*", "application/json")]
    public async Task Every_body_has_the_type_of_its_version_and_an_error_that_of_none(string target, string? accept, string type)
    {
        using var request = Request(HttpMethod.Get, target.Replace("{lock}", house.FrontDoor, StringComparison.Ordinal));
        request.Headers.TryAddWithoutValidation("Accept", accept);

        using var answer = await SendAsync(request);

        Assert.Equal(type, answer.Content.Headers.ContentType?.ToString());
    }

    /// <summary>A preflight is answered before anybody looks at its path; this is any other.</summary>
    [Theory]
    [InlineData("/site", null, "GET, OPTIONS")]
    [InlineData("/device/6f0c1a52-6f7b-4f0e-9a55-0a3b1c2d3e4f/", null, "GET, OPTIONS, PUT")]
    [InlineData("/auth/token", "https://page.example.com", "OPTIONS, POST")]
    public async Task OPTIONS_is_answered_without_a_token_and_tells_what_the_path_takes(string path, string? origin, string allowed)
    {
        using var request = new HttpRequestMessage(HttpMethod.Options, path);
        request.Headers.TryAddWithoutValidation("Origin", origin);

        using var answer = await SendAsync(request);

        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.Equal(allowed, string.Join(", ", answer.Content.Headers.Allow.Order(StringComparer.Ordinal)));
        Assert.False(answer.Headers.Contains("Access-Control-Allow-Origin"));
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("OPTIONS", "/device/nothing/here", HttpStatusCode.NotFound)]
    [InlineData("PATCH", "/device", HttpStatusCode.MethodNotAllowed)]
    public async Task A_path_that_is_not_there_and_another_verb_are_refused_as_ever(string verb, string path, HttpStatusCode status)
    {
        using var request = Request(new HttpMethod(verb), path);
        using var answer = await SendAsync(request);

        Assert.Equal(status, answer.StatusCode);
    }

    [Fact]
    public async Task A_body_is_neither_compressed_nor_longer_than_a_quarter_of_a_mebibyte()
    {
        var name = """{"displayName":"Desk"}"""u8.ToArray();
        using var packed = new MemoryStream();
        await using (var zip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            await zip.WriteAsync(name, TestContext.Current.CancellationToken);
        }

        Assert.Equal(204, await PostAsync(name));
        Assert.Equal((400, 400), (await PostAsync(packed.ToArray(), "gzip"), await PostAsync(name, "gzip")));
        Assert.Equal(204, await PostAsync([.. name, .. Blanks((256 * 1024) - name.Length)]));
        Assert.Equal(413, await PostAsync([.. name, .. Blanks((256 * 1024) - name.Length + 1)]));
        Assert.Equal(413, await PostAsync([.. name, .. Blanks(256 * 1024)], isChunked: true));

        static byte[] Blanks(int count) => Encoding.ASCII.GetBytes(new string(' ', count));
    }

    [Fact]
    public async Task Ids_are_taken_in_either_case_and_told_in_lower_case()
    {
        var (tile, site) = (SecretMaker.Uuid4(), (string)(await house.Desk.GetAsync("/site"))[0]!["id"]!);
        var wanted = $$"""{"siteId":"{{site}}","devices":["{{house.FrontDoor}}"]}""";
        using var request = Request(HttpMethod.Put, $"/tile/{tile.ToUpperInvariant()}");
        request.Content = new StringContent(
            $$"""{"siteId":"{{site.ToUpperInvariant()}}","devices":["{{house.FrontDoor.ToUpperInvariant()}}"]}""",
            Encoding.UTF8,
            DoordeckPhone.Json
        );

        using var answer = await SendAsync(request);

        Assert.Equal(wanted, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal(house.FrontDoor, (string?)(await house.Desk.GetAsync($"/device/{house.FrontDoor.ToUpperInvariant()}"))["id"]);
    }

    private async Task<int> PostAsync(byte[] body, string? encoding = null, bool isChunked = false)
    {
        using var request = Request(HttpMethod.Post, "/account");
        request.Content = new ByteArrayContent(body);
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(DoordeckPhone.Json);
        request.Headers.TransferEncodingChunked = isChunked;
        if (encoding is not null)
        {
            request.Content.Headers.ContentEncoding.Add(encoding);
        }

        using var answer = await SendAsync(request);
        return (int)answer.StatusCode;
    }

    private HttpRequestMessage Request(HttpMethod verb, string target)
    {
        var request = new HttpRequestMessage(verb, target);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", house.Desk.AuthToken);
        return request;
    }

    private Task<HttpResponseMessage> SendAsync(HttpRequestMessage request) =>
        house.Server.Http.SendAsync(request, TestContext.Current.CancellationToken);
}
