using System.Net;
using Latchwork.Testing.Keyvox;

namespace Latchwork.Dialects.Tests.Keyvox;

/// <summary>HM-3 behind a proxy: what clients have signed is their own request, not the one that comes here.</summary>
public sealed class ProxiedServerTests(ProxiedHouse house) : IClassFixture<ProxiedHouse>
{
    private const string Unlock = "/api/eagle-pms/v1/unlock";
    private const string Ran = "E0005";
    private const string NoMatch = "HMAC signature does not match";

    /// <summary>2.2: what clients write into the request line, and what the line to this server speaks.</summary>
    [Theory]
    [InlineData("HTTP/1.1", true)]
    [InlineData("HTTP/2.0", true)]
    [InlineData("HTTP/2", false)]
    [InlineData("HTTP/1.0", false)]
    [InlineData("http/1.1", false)]
    public async Task HM_3_A_request_line_has_the_usual_protocol_or_the_one_that_is_spoken(string protocol, bool isTaken)
    {
        var reply = await house.CallAsync(Unlock, "{}", protocol);

        Assert.Equal(HttpVersion.Version20, reply.Raw.Version);
        Assert.Equal(isTaken ? Ran : NoMatch, isTaken ? reply.Code : reply.Message);
    }

    [Theory]
    [InlineData("/access/api/eagle-pms/v1/unlock", true)]
    [InlineData("/api/eagle-pms/v1/unlock", false)]
    [InlineData("/access/access/api/eagle-pms/v1/unlock", false)]
    [InlineData("access/api/eagle-pms/v1/unlock", false)]
    [InlineData("/access/v1/unlock", false)]
    public async Task HM_3_The_prefix_that_a_proxy_takes_off_is_part_of_what_was_signed(string signed, bool isTaken)
    {
        var usual = await house.SendAsync(Unlock, "{}", new KeyvoxForm { SignedTarget = signed });
        var target = await house.SendAsync(Unlock, "{}", new KeyvoxForm { SignedTarget = signed, Headers = "date digest @request-target" });

        Assert.Equal(isTaken ? (Ran, Ran) : (NoMatch, NoMatch), isTaken ? (usual.Code, target.Code) : (usual.Message, target.Message));
    }

    /// <summary>2.4.</summary>
    [Theory]
    [InlineData("/access/v1/getLockStatus")]
    [InlineData("/access/v1/getLockStatus?lockId=555BF973335E616F")]
    public async Task HM_3_A_query_may_be_left_out_behind_the_prefix_too(string signed)
    {
        var body = $$"""{"lockId":"{{await house.LockIdAsync("Front door")}}"}""";

        var reply = await house.SendAsync("/v1/getLockStatus?lockId=555BF973335E616F", body, new KeyvoxForm { SignedTarget = signed });

        Assert.Equal("0", reply.Code);
    }

    /// <summary>Who does not sign the path does not care where the server is.</summary>
    [Fact]
    public async Task The_overviews_form_needs_no_prefix() =>
        Assert.Equal(Ran, (await house.SendAsync("/v1/unlock", "{}", new KeyvoxForm { Headers = KeyvoxKey.Overview })).Code);

    [Theory]
    [InlineData(-ProxiedHouse.Skew - 1, false)]
    [InlineData(-ProxiedHouse.Skew, true)]
    [InlineData(ProxiedHouse.Skew, true)]
    [InlineData(ProxiedHouse.Skew + 1, false)]
    public Task The_skew_of_the_settings_holds_to_the_second(int seconds, bool isTaken) => SignedDateTests.IsAsync(house, seconds, isTaken);
}
