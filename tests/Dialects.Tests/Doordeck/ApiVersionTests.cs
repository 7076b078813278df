using Latchwork.Dialects.Doordeck.Wire;
using Microsoft.AspNetCore.Http;

namespace Latchwork.Dialects.Tests.Doordeck;

/// <summary>Versions by media type (2).</summary>
public sealed class ApiVersionTests
{
    private const string Three = "application/vnd.doordeck.api-v3+json";

    /// <param name="lines">Of the header; none: it is not there.</param>
    [Theory]
    [InlineData(1)]
    [InlineData(1, "")]
    [InlineData(1, "", "")]
    [InlineData(1, "*/*")]
    [InlineData(1, "application/*")]
    [InlineData(1, "text/html, application/*;q=0.1")]
    [InlineData(1, "application/json, text/plain, */*")]
    [InlineData(1, "application/problem+json")]
    [InlineData(3, Three)]
    [InlineData(3, "Application/VND.Doordeck.API-v3+JSON")]
    [InlineData(3, $"{Three},application/json")]
    [InlineData(3, "application/json", Three)]
    [InlineData(3, "application/vnd.doordeck.api-v2+json", "text/html", $"{Three};q=0.1")]
    [InlineData(2, "application/vnd.doordeck.api-v2+json,application/vnd.doordeck.api-v1+json")]
    [InlineData(2, "application/vnd.doordeck.api-v02+json")]
    [InlineData(1, "application/vnd.doordeck.api-v0+json")]
    [InlineData(1, "application/vnd.doordeck.api-v+json")]
    [InlineData(1, "application/vnd.doordeck.api-v-3+json")]
    [InlineData(1, "application/vnd.doordeck.api-v3x+json")]
    [InlineData(null, "text/html")]
    [InlineData(null, "text/html", "image/png, text/*")]
    [InlineData(null, "application/vnd.doordeck.api-v3")]
    public void The_highest_that_is_named_on_any_line_is_answered_and_nothing_where_no_line_admits_json(int? version, params string[] lines) =>
        Assert.Equal(version, VersionOf(lines, 1, 2, 3));

    /// <param name="asked">The number, as it is written.</param>
    [Theory]
    [InlineData("9")]
    [InlineData("99999999999")]
    [InlineData("340282366920938463463374607431768211456")]
    public void One_that_is_not_there_is_the_newest_below_it_however_great_and_one_below_all_the_oldest(string asked)
    {
        var accept = new[] { $"application/vnd.doordeck.api-v{asked}+json" };

        Assert.Equal((3, 2, 1), (VersionOf(accept, 1, 2, 3), VersionOf(accept, 2), VersionOf(accept, 1)));
        Assert.Equal((2, 2), (VersionOf([], 2, 3), VersionOf([Three], 1, 2)));
    }

    private static int? VersionOf(string[] accept, params int[] versions)
    {
        var http = new DefaultHttpContext();
        http.Request.Headers.Accept = accept;
        http.SetEndpoint(new Endpoint(null, new EndpointMetadataCollection(new ApiVersions(versions)), null));
        return ApiVersion.Of(http);
    }
}
