using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Latchwork.Testing;

namespace Latchwork.Bench.Campaigns;

/// <summary>A real server with the demo's house, in a process of its own, on a database that waits for the disk; and a caller of our own API.</summary>
internal sealed class DurableDemo : IAsyncDisposable
{
    private readonly ServerProcess process;

    private DurableDemo(ServerProcess process, string database)
    {
        (this.process, Database) = (process, database);
        Http = new HttpClient { BaseAddress = new Uri(process.BaseUrl, "/api/v1/") };
        Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (string)process.Ready["native"]!["apiKey"]!);
    }

    /// <summary>The owner's connection.</summary>
    public string Database { get; }

    /// <summary>With a key that may do everything, at the root of our own API.</summary>
    public HttpClient Http { get; }

    public static async Task<DurableDemo> StartAsync()
    {
        var cluster = await TestCluster.StartDurableAsync();
        var database = cluster.ConnectionTo("latchwork");
        var setup = new ServerSetup
        {
            Arguments = ["--demo"],
            Environment = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["ConnectionStrings__Latchwork"] = database,
                ["Demo__Doors"] = "simulator:demo?travel=0",
            },
        };
        return new DurableDemo(await ServerProcess.StartAsync(setup), database);
    }

    public async Task<JsonArray> ListAsync(string path, CancellationToken cancel) =>
        (await Http.GetFromJsonAsync<JsonObject>(path, cancel))!["items"]!.AsArray();

    /// <returns>The status, and what was answered.</returns>
    public async Task<(int Status, JsonObject Body)> PostAsync(string path, JsonNode? body, CancellationToken cancel = default)
    {
        using var answer = body is null ? await Http.PostAsync(path, null, cancel) : await Http.PostAsJsonAsync(path, body, cancel);
        return ((int)answer.StatusCode, (await answer.Content.ReadFromJsonAsync<JsonObject>(cancel))!);
    }

    public ValueTask DisposeAsync()
    {
        Http.Dispose();
        return process.DisposeAsync();
    }
}
