using Latchwork.Dialects.Native.Passkeys;
using Latchwork.Operations.Notifications;
using Microsoft.AspNetCore.Http;

namespace Latchwork.Dialects.Tests.Native.Console;

/// <summary>CO-1: where browsers have passkeys, and where this server is.</summary>
public sealed class PasskeyPlacesTests
{
    [Theory]
    [InlineData("https", "locks.example", null, "locks.example https://locks.example")]
    [InlineData("https", "Locks.Example:8443", null, "locks.example https://locks.example:8443")]
    [InlineData("https", "locks.example:443", null, "locks.example https://locks.example")]
    [InlineData("http", "localhost:8080", null, "localhost http://localhost:8080")]
    [InlineData("https", "locks.example", "https://locks.example", "locks.example https://locks.example")]
    [InlineData("http", "localhost:8080", "https://locks.example", "localhost http://localhost:8080")]
    public void A_name_over_https_and_the_machine_itself_have_passkeys(string scheme, string host, string? configured, string place)
    {
        var found = Of(scheme, host, configured, out var refusal);
        Assert.Null(refusal);
        Assert.Equal(place, $"{found!.Host} {found.Origin}");
    }

    [Theory]
    [InlineData("https", "192.168.1.20", null, "bare address")]
    [InlineData("http", "127.0.0.1:8080", null, "bare address")]
    [InlineData("https", "[::1]:8080", null, "bare address")]
    [InlineData("https", "2130706433", null, "bare address")]
    [InlineData("https", "", null, "bare address")]
    [InlineData("http", "locks.example", null, "https")]
    [InlineData("http", "localhost.example", null, "https")]
    [InlineData("https", "other.example", "https://locks.example", "locks.example")]
    [InlineData("https", "sub.locks.example", "https://locks.example", "locks.example")]
    public void Elsewhere_there_are_none_and_it_is_said_why(string scheme, string host, string? configured, string because)
    {
        Assert.Null(Of(scheme, host, configured, out var refusal));
        Assert.Contains(because, refusal, StringComparison.Ordinal);
    }

    private static Operations.Passkeys.PasskeyPlace? Of(string scheme, string host, string? configured, out string? refusal)
    {
        var http = new DefaultHttpContext();
        (http.Request.Scheme, http.Request.Host) = (scheme, new HostString(host));
        var server = new ServerAddress(configured is null ? null : new Uri(configured));
        server.ListensAt(new Uri("http://127.0.0.1:8080"));
        var place = new PasskeyPlaces(server).Of(http, out var problem);
        refusal = problem?.Detail;
        return place;
    }
}
