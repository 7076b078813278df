using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Latchwork.Dialects.Tests.Matrix.Native;
using Latchwork.Dialects.Tests.Scenarios;

namespace Latchwork.Dialects.Tests.Native;

/// <summary>The picture of a site goes in and comes out as it is, and nothing else goes in.</summary>
public sealed class SitePlanTests : IAsyncLifetime
{
    private const int Largest = 512 * 1024;

    private static readonly byte[] Png = Convert.FromBase64String(PlanCells.Picture[PlanCells.Picture.IndexOf(',', StringComparison.Ordinal)..][1..]);

    private LiveServer server = null!;
    private string plan = "";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        server = await LiveServer.StartAsync();
        using var sites = await SendAsync(HttpMethod.Get, "/api/v1/sites", null);
        plan = $"/api/v1/sites/{JsonNode.Parse(await sites.Content.ReadAsStringAsync(Cancel))!["items"]![0]!["id"]}/plan";
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Fact]
    public async Task The_picture_comes_back_byte_for_byte_and_only_to_who_has_it_not()
    {
        byte[] large = [.. Png, .. new byte[Largest - Png.Length]];
        Assert.Equal(HttpStatusCode.OK, await PutAsync(large));
        using var told = await SendAsync(HttpMethod.Get, plan, null);
        using var again = await SendAsync(HttpMethod.Get, plan, null, tag: told.Headers.ETag!.ToString());

        Assert.Equal(large, await told.Content.ReadAsByteArrayAsync(Cancel));
        Assert.Equal("image/png", told.Content.Headers.ContentType!.ToString());
        Assert.Equal(["nosniff"], told.Headers.GetValues("X-Content-Type-Options"));
        Assert.True(told.Headers.CacheControl is { Private: true, NoCache: true, NoStore: false });
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
        Assert.Empty(await again.Content.ReadAsByteArrayAsync(Cancel));
        await PutAsync(Png);
        using var other = await SendAsync(HttpMethod.Get, plan, null, tag: told.Headers.ETag!.ToString());
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
    }

    [Fact]
    public async Task What_is_too_large_too_wide_or_no_picture_of_its_type_is_refused_and_the_plan_stays()
    {
        await PutAsync(Png);
        byte[] wide = [.. Png];
        (wide[18], wide[19]) = (0x20, 0x01);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await PutAsync([.. Png, .. new byte[Largest]]));
        Assert.Equal(HttpStatusCode.BadRequest, await PutAsync(wide));
        Assert.Equal(HttpStatusCode.BadRequest, await PutAsync(Png, "image/jpeg"));
        Assert.Equal(HttpStatusCode.BadRequest, await PutAsync("<svg/>"u8.ToArray()));
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, await PutAsync(Png, "text/html"));
        using var told = await SendAsync(HttpMethod.Get, plan, null);
        Assert.Equal(Png, await told.Content.ReadAsByteArrayAsync(Cancel));
    }

    /// <summary>AZ-10: the larger limit is of that call alone.</summary>
    [Fact]
    public async Task No_other_call_takes_more_than_before()
    {
        var content = new StringContent(
            $$"""{"name":"{{new string('x', 300 * 1024)}}","timeZone":"Europe/London"}""",
            new MediaTypeHeaderValue("application/json")
        );
        using var answer = await SendAsync(HttpMethod.Post, "/api/v1/sites", content);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    private async Task<HttpStatusCode> PutAsync(byte[] picture, string type = "image/png")
    {
        using var answer = await SendAsync(
            HttpMethod.Put,
            plan,
            new ByteArrayContent(picture) { Headers = { ContentType = new MediaTypeHeaderValue(type) } }
        );
        return answer.StatusCode;
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod verb, string target, HttpContent? content, string? tag = null)
    {
        using var request = new HttpRequestMessage(verb, target) { Content = content };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", server.NativeKey);
        if (tag is not null)
        {
            request.Headers.TryAddWithoutValidation("If-None-Match", tag);
        }

        return await server.Http.SendAsync(request, Cancel);
    }
}
