using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Latchwork.Domain;
using Latchwork.Testing;
using Latchwork.Testing.Storms;

namespace Latchwork.Bench.Campaigns;

/// <summary>Many who want few rooms, over our own API of a real server on a database that waits for the disk.</summary>
internal static class BookingCampaign
{
    private const int Usual = 10;
    private const int Attempts = 10_000;
    private const int Callers = 64;
    private const int Rooms = 8;

    public static async IAsyncEnumerable<RuleResult> RunAsync(CampaignEffort effort, [EnumeratorCancellation] CancellationToken cancel)
    {
        var cluster = await TestCluster.StartDurableAsync();
        var database = cluster.ConnectionTo("latchwork");
        await using var server = await ServerProcess.StartAsync(
            new ServerSetup
            {
                Arguments = ["--demo"],
                Environment = new Dictionary<string, string> { ["ConnectionStrings__Latchwork"] = database },
            }
        );
        using var http = new HttpClient { BaseAddress = new Uri(server.BaseUrl, "/api/v1/") };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (string)server.Ready["native"]!["apiKey"]!);
        var (round, from) = (0, TimeProvider.System.GetUtcNow().AddDays(1));
        foreach (var seed in Rounds.Of(effort, Usual, cancel))
        {
            var rooms = new List<string>();
            for (var n = 0; n < Rooms; n++)
            {
                rooms.Add(await RoomAsync(http, $"{++round} {n}", cancel));
            }

            var storm = new BookingStorm(new OverHttp(http), rooms, database);
            var report = await storm.RunAsync(Attempts, Callers, from, new Seed(seed));
            yield return new RuleResult(
                "Of many who want a room at one time one gets it, whole or not at all",
                report.Faults.Count == 0 && report.Booked > 0,
                $"seed {seed}, {Callers} callers, {report}"
            );
        }
    }

    private static async Task<string> RoomAsync(HttpClient http, string name, CancellationToken cancel)
    {
        var sites = await http.GetFromJsonAsync<JsonObject>("sites", cancel);
        var body = new JsonObject { ["siteId"] = (string?)sites!["items"]![0]!["id"], ["name"] = name };
        using var made = await http.PostAsJsonAsync("units", body, cancel);
        return (string)(await made.Content.ReadFromJsonAsync<JsonObject>(cancel))!["id"]!;
    }

    private sealed class OverHttp(HttpClient http) : IBookingDesk
    {
        public async Task<(string? Id, string? Refusal)> BookAsync(int caller, IReadOnlyList<string> units, DateTimeOffset from, DateTimeOffset to)
        {
            var body = new JsonObject
            {
                ["units"] = new JsonArray([.. units.Select(unit => new JsonObject { ["id"] = unit })]),
                ["startsAt"] = from.ToString("O", CultureInfo.InvariantCulture),
                ["endsAt"] = to.ToString("O", CultureInfo.InvariantCulture),
                ["guest"] = new JsonObject { ["name"] = $"Guest {caller}" },
            };
            using var answer = await http.PostAsJsonAsync("reservations", body);
            var told = await answer.Content.ReadFromJsonAsync<JsonObject>();
            return answer.IsSuccessStatusCode ? ((string?)told!["id"], null) : (null, (string?)told!["code"]);
        }

        public async Task<string?> CancelAsync(int caller, string id)
        {
            using var answer = await http.PostAsync($"reservations/{id}/cancel", null);
            return answer.IsSuccessStatusCode ? null : $"{(int)answer.StatusCode}";
        }
    }
}
