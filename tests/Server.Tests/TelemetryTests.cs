using System.Text.Json.Nodes;
using Latchwork.Testing;

namespace Latchwork.Server.Tests;

/// <summary>What a collector of the operator's gets (<c>Telemetry:OtlpEndpoint</c>).</summary>
public sealed class TelemetryTests
{
    private static readonly string[] Instruments =
    [
        "latchwork.decisions",
        "latchwork.journal.batch",
        "latchwork.journal.duration",
        "latchwork.commands",
        "latchwork.commands.duration",
        "latchwork.links.held",
        "http.server.request.duration",
    ];

    [Fact]
    public async Task LG_1_an_unlock_is_measured_and_traced_and_no_secret_goes_with_it()
    {
        await using var collector = await Collector.StartAsync();
        await using var server = await ServerProcess.StartAsync(Traced(collector));
        var sifely = server.Ready["sifely"]!;
        var key = (string)sifely["apiKey"]!;
        var door = (int)sifely["locks"]!.AsArray().First(door => (string)door!["link"]! != "none")!["lockId"]!;

        await server.GetAsync($"/v3/lock/detail?lockId={door}&accessToken={key}");
        Assert.Equal(0, (int)(await UnlockAsync(server, key, door))["errcode"]!);
        await Poll.UntilAsync(() => collector.Metrics.Contains("latchwork.links.held", StringComparison.Ordinal));
        await server.StopAsync();

        Assert.All(Instruments, instrument => Assert.Contains(instrument, collector.Metrics, StringComparison.Ordinal));
        Assert.Contains("door.act", collector.Traces, StringComparison.Ordinal);
        Assert.Contains("v3/lock/unlock", collector.Traces, StringComparison.Ordinal);
        Assert.DoesNotContain(key, collector.Metrics + collector.Traces, StringComparison.Ordinal);
        Assert.DoesNotContain("accessToken", collector.Metrics + collector.Traces, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_caller_cannot_switch_tracing_on()
    {
        await using var collector = await Collector.StartAsync();
        var untraced = new Dictionary<string, string>(Traced(collector).Environment) { ["Telemetry__TraceRatio"] = "0" };
        await using var server = await ServerProcess.StartAsync(Traced(collector) with { Environment = untraced });
        using var http = new HttpClient { BaseAddress = server.BaseUrl };
        http.DefaultRequestHeaders.Add("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");

        await http.GetAsync(new Uri("/health/ready", UriKind.Relative));
        await server.StopAsync();

        Assert.Empty(collector.Traces);
    }

    [Fact]
    public async Task A_collector_that_is_away_keeps_no_door_closed()
    {
        Uri nobody;
        await using (var gone = await Collector.StartAsync())
        {
            nobody = gone.Address;
        }

        await using var server = await ServerProcess.StartAsync(Traced(nobody));
        var sifely = server.Ready["sifely"]!;
        var door = (int)sifely["locks"]!.AsArray().First(door => (string)door!["link"]! != "none")!["lockId"]!;

        Assert.Equal(0, (int)(await UnlockAsync(server, (string)sifely["apiKey"]!, door))["errcode"]!);
        Assert.Equal(0, await server.StopAsync());
    }

    private static ServerSetup Traced(Collector collector) => Traced(collector.Address);

    private static ServerSetup Traced(Uri collector) =>
        new()
        {
            Arguments = ["--demo"],
            Environment = new Dictionary<string, string>
            {
                ["Telemetry__OtlpEndpoint"] = $"{collector}",
                ["Telemetry__TraceRatio"] = "1",
                ["OTEL_METRIC_EXPORT_INTERVAL"] = "500",
            },
        };

    private static async Task<JsonNode> UnlockAsync(ServerProcess server, string key, int door)
    {
        using var http = new HttpClient { BaseAddress = server.BaseUrl };
        http.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", key);
        using var answer = await http.PostAsync(new Uri($"/v3/lock/unlock?lockId={door}", UriKind.Relative), content: null);
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
    }
}
