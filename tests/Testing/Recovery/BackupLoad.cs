using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Latchwork.Domain;

namespace Latchwork.Testing.Recovery;

/// <summary>What a caller was told is done, by public ids.</summary>
internal sealed record AcknowledgedActs(
    IReadOnlyList<string> Codes,
    IReadOnlyList<string> EndedCodes,
    IReadOnlyList<string> Clients,
    IReadOnlyList<string> EndedClients,
    IReadOnlyList<string> Stays,
    IReadOnlyList<string> EndedStays
)
{
    public long Count => Codes.Count + EndedCodes.Count + Clients.Count + EndedClients.Count + Stays.Count + EndedStays.Count;
}

/// <summary>Callers who make codes, keys and stays over our own API, and end some of them. What is refused or not answered is nobody's.</summary>
internal sealed class BackupLoad
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly HttpClient http;
    private readonly List<string> locks;
    private readonly string unit;
    private readonly Kind codes = new();
    private readonly Kind clients = new();
    private readonly Kind stays = new();

    private BackupLoad(HttpClient http, List<string> locks, string unit) => (this.http, this.locks, this.unit) = (http, locks, unit);

    public static async Task<BackupLoad> PrepareAsync(ServerProcess server)
    {
        var http = new HttpClient { BaseAddress = new Uri(server.BaseUrl, "/api/v1/"), Timeout = TimeSpan.FromSeconds(20) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (string)server.Ready["native"]!["apiKey"]!);
        var locks = (await http.GetFromJsonAsync<JsonObject>("locks?limit=100"))!["items"]!.AsArray();
        var sites = (await http.GetFromJsonAsync<JsonObject>("sites"))!["items"]!.AsArray();
        using var made = await http.PostAsJsonAsync(
            "units",
            new JsonObject { ["siteId"] = (string)sites[0]!["id"]!, ["name"] = $"Room {server.ProcessId}" }
        );
        var unit = (string)(await made.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonObject>())!["id"]!;
        return new BackupLoad(http, [.. locks.Select(one => (string)one!["id"]!)], unit);
    }

    public AcknowledgedActs Acknowledged() =>
        new([.. codes.Made], [.. codes.Ended], [.. clients.Made], [.. clients.Ended], [.. stays.Made], [.. stays.Ended]);

    public async Task RunAsync(Seed seed, CancellationToken ending)
    {
        while (!ending.IsCancellationRequested)
        {
            try
            {
                await ActAsync(seed);
            }
            catch (Exception gone) when (gone is HttpRequestException or OperationCanceledException or IOException)
            {
                // The server is.
                await Task.Delay(Pause, TimeProvider.System, CancellationToken.None);
            }
        }
    }

    private Task ActAsync(Seed seed) =>
        seed.Next(3) switch
        {
            0 => ActAsync(
                seed,
                codes,
                "passcodes",
                () => new JsonObject { ["lockIds"] = new JsonArray(seed.Pick(locks)) },
                id => DeleteAsync($"passcodes/{id}")
            ),
            1 => ActAsync(seed, clients, "api-clients", () => new JsonObject { ["name"] = "Rooms" }, id => DeleteAsync($"api-clients/{id}")),
            _ => ActAsync(seed, stays, "reservations", () => Stay(seed), id => http.PostAsync($"reservations/{id}/cancel", content: null)),
        };

    private async Task ActAsync(Seed seed, Kind kind, string path, Func<JsonObject> body, Func<string, Task<HttpResponseMessage>> end)
    {
        if (seed.Chance(0.4) && kind.Live.TryTake(out var id))
        {
            using var ended = await end(id);
            if (ended.IsSuccessStatusCode)
            {
                kind.Ended.Enqueue(id);
            }

            return;
        }

        using var made = await http.PostAsJsonAsync(path, body());
        if (made.IsSuccessStatusCode && (await made.Content.ReadFromJsonAsync<JsonObject>())!["id"] is { } fresh)
        {
            kind.Made.Enqueue((string)fresh!);
            kind.Live.Add((string)fresh!);
        }
    }

    private JsonObject Stay(Seed seed)
    {
        var from = TimeProvider.System.GetUtcNow().Date.AddDays(1 + seed.Next(3_000));
        return new JsonObject
        {
            ["units"] = new JsonArray(new JsonObject { ["id"] = unit }),
            ["startsAt"] = $"{from:yyyy-MM-dd}T10:00:00Z",
            ["endsAt"] = $"{from:yyyy-MM-dd}T11:00:00Z",
            ["guest"] = new JsonObject { ["name"] = "Guest" },
        };
    }

    private Task<HttpResponseMessage> DeleteAsync(string path) => http.DeleteAsync(new Uri(path, UriKind.Relative));

    /// <summary>Things of one kind; one is ended by nobody but who took it.</summary>
    private sealed class Kind
    {
        public ConcurrentQueue<string> Made { get; } = new();

        public ConcurrentQueue<string> Ended { get; } = new();

        public ConcurrentBag<string> Live { get; } = [];
    }
}
