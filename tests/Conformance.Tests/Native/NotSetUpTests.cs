using System.Net;
using System.Text.Json.Nodes;

namespace Latchwork.Conformance.Tests.Native;

/// <summary>KR-6: what a server answers between its first start and the use of its token.</summary>
public sealed class NotSetUpTests
{
    [Fact]
    public async Task A_fresh_server_answers_403_on_every_wire_and_is_set_up_once_by_its_token()
    {
        await using var house = await House.StartAsync();

        var native = await house.SendAsync(HttpMethod.Get, "/api/v1/locks", null);
        var sifely = await house.SendAsync(HttpMethod.Post, "/v3/key/list", null);
        Assert.Equal((HttpStatusCode.Forbidden, "not-set-up"), (native.Status, (string)native.Body["code"]!));
        Assert.Equal((HttpStatusCode.Forbidden, 403), (sifely.Status, (int)sifely.Body["errcode"]!));
        Assert.Equal("up", await house.HealthAsync());

        var (exitCode, told, complaint) = await SetUpAsync(house, house.Token);
        Assert.True(exitCode == 0, complaint);
        var key = (string)JsonNode.Parse(told)!["apiKey"]!;
        Assert.Equal(HttpStatusCode.OK, (await house.SendAsync(HttpMethod.Get, "/api/v1/tenant", $"Bearer {key}")).Status);

        var again = await SetUpAsync(house, house.Token);
        Assert.Equal(1, again.ExitCode);
        Assert.Contains("not-authenticated", again.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain(House.Password, again.Errors + again.Output + told, StringComparison.Ordinal);
        Assert.DoesNotContain(house.Token, house.Server.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_command_line_tells_by_its_exit_code_what_went_wrong()
    {
        var nobody = new Uri("http://127.0.0.1:1");

        Assert.Equal(2, (await Operator.RunAsync(nobody, "", "", "locks", "list")).ExitCode);
        Assert.Equal(2, (await Operator.RunAsync(nobody, "", "", "no-such-word")).ExitCode);
        Assert.Equal(3, (await Operator.RunAsync(nobody, "lw_x", "", "locks", "list")).ExitCode);
        Assert.Equal(0, (await Operator.RunAsync(nobody, "", "", "links", "pair", "--help")).ExitCode);
    }

    private static Task<(int ExitCode, string Output, string Errors)> SetUpAsync(House house, string token) =>
        Operator.RunAsync(
            house.Server.BaseUrl,
            "",
            House.Password + "\n",
            "set-up",
            "--json",
            "--token",
            token,
            "--tenant",
            "Harbour House",
            "--time-zone",
            "Europe/London",
            "--login",
            House.Login
        );
}
