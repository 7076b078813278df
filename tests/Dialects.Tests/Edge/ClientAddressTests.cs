using System.Net;
using Latchwork.Dialects.Edge;
using Latchwork.Domain;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Latchwork.Dialects.Tests.Edge;

/// <summary>RL-4 and AK-6.</summary>
public sealed class ClientAddressTests
{
    [Theory]
    [InlineData("203.0.113.9", "", "198.51.100.1", "203.0.113.9")]
    [InlineData("10.0.0.1", "10.0.0.1", "198.51.100.1", "198.51.100.1")]
    [InlineData("10.0.0.1", "10.0.0.0/24", "192.0.2.66, 198.51.100.1", "198.51.100.1")]
    [InlineData("::ffff:10.0.0.1", "10.0.0.1", "198.51.100.1", "198.51.100.1")]
    [InlineData("10.0.0.1", "10.0.0.1", "", "10.0.0.1")]
    [InlineData("10.0.0.1", "10.0.0.1", "198.51.100.1, nonsense", "10.0.0.1")]
    [InlineData("10.0.0.1", "10.0.0.1", "::ffff:198.51.100.1", "198.51.100.1")]
    [InlineData("10.0.0.1", "10.0.0.1 10.0.0.2", "198.51.100.1, 10.0.0.2", "10.0.0.2")]
    public void Only_a_trusted_proxy_is_believed_and_only_for_one_hop(string peer, string trusted, string forwarded, string expected) =>
        Assert.Equal(expected, Resolve(peer, trusted, 1, forwarded).Connection.RemoteIpAddress!.ToString());

    [Theory]
    [InlineData("198.51.100.1, 10.0.0.2", "198.51.100.1")]
    [InlineData("192.0.2.66, 198.51.100.1", "198.51.100.1")]
    [InlineData("10.0.0.9, 10.0.0.8, 10.0.0.2", "10.0.0.8")]
    public void With_two_hops_the_right_most_that_is_no_proxy_is_the_client(string forwarded, string expected) =>
        Assert.Equal(expected, Resolve("10.0.0.1", "10.0.0.0/24", 2, forwarded).Connection.RemoteIpAddress!.ToString());

    [Fact]
    public void Ten_thousand_random_headers_are_one_address_where_no_proxy_is_configured()
    {
        var seed = new Seed(4);
        var addresses = Enumerable
            .Range(0, 10_000)
            .Select(_ =>
                Resolve("203.0.113.9", "", 1, new IPAddress(BitConverter.GetBytes((uint)seed.Next())).ToString()).Connection.RemoteIpAddress
            );

        Assert.Equal([IPAddress.Parse("203.0.113.9")], addresses.Distinct());
    }

    [Theory]
    [InlineData("127.0.0.1", "", "http", true)]
    [InlineData("::1", "", "http", true)]
    [InlineData("203.0.113.9", "", "http", false)]
    [InlineData("203.0.113.9", "", "https", true)]
    [InlineData("203.0.113.9", "https", "http", false)]
    public void A_password_comes_over_TLS_or_from_the_machine_itself(string peer, string forwardedProto, string scheme, bool isSafe) =>
        Assert.Equal(isSafe, LogInTransport.IsSafe(Resolve(peer, "", 1, "127.0.0.1", forwardedProto, scheme)));

    [Theory]
    [InlineData("https", true)]
    [InlineData("http", false)]
    [InlineData("", false)]
    public void TLS_at_a_configured_proxy_counts(string forwardedProto, bool isSafe) =>
        Assert.Equal(isSafe, LogInTransport.IsSafe(Resolve("127.0.0.1", "127.0.0.1", 1, "198.51.100.1", forwardedProto)));

    [Theory]
    [InlineData("127.0.0.1", "", "198.51.100.1", 1)]
    [InlineData("::ffff:127.0.0.1", "", "198.51.100.1", 1)]
    [InlineData("127.0.0.1", "127.0.0.1", "198.51.100.1", 0)]
    [InlineData("203.0.113.9", "", "198.51.100.1", 0)]
    [InlineData("127.0.0.1", "", "", 0)]
    public void An_untrusted_proxy_on_this_machine_is_warned_about_once(string peer, string trusted, string forwarded, int warnings)
    {
        var lines = new LogLines();
        using var logs = LoggerFactory.Create(logging => logging.AddProvider(lines));
        var options = new ProxyOptions();
        if (trusted.Length > 0)
        {
            options.Trusted.Add(trusted);
        }

        var address = new ClientAddress(options, logs.CreateLogger<ClientAddress>());
        for (var i = 0; i < 3; i++)
        {
            var http = new DefaultHttpContext();
            http.Connection.RemoteIpAddress = IPAddress.Parse(peer);
            http.Request.Headers["X-Forwarded-For"] = forwarded;
            address.Resolve(http);
        }

        Assert.Equal(warnings, lines.All.Split("Proxies__Trusted__0").Length - 1);
    }

    private static HttpContext Resolve(string peer, string trusted, int hops, string forwarded, string proto = "", string scheme = "http")
    {
        var options = new ProxyOptions { Hops = hops };
        foreach (var proxy in trusted.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            options.Trusted.Add(proxy);
        }

        var http = new DefaultHttpContext();
        http.Connection.RemoteIpAddress = IPAddress.Parse(peer);
        http.Request.Scheme = scheme;
        http.Request.Headers["X-Forwarded-For"] = forwarded;
        http.Request.Headers["X-Forwarded-Proto"] = proto;
        new ClientAddress(options, NullLogger<ClientAddress>.Instance).Resolve(http);
        return http;
    }
}
