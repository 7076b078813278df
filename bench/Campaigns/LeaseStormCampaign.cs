using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Latchwork.Domain;
using Latchwork.Testing;
using Latchwork.Testing.Lockers;

namespace Latchwork.Bench.Campaigns;

/// <summary>Very many want few boxes at once, over the wire: each is refused or has the box alone.</summary>
internal static class LeaseStormCampaign
{
    private const int Usual = 10_000;
    private const int Callers = 64;

    public static async IAsyncEnumerable<RuleResult> RunAsync(CampaignEffort effort, [EnumeratorCancellation] CancellationToken cancel)
    {
        var cluster = await TestCluster.StartDurableAsync();
        var database = cluster.ConnectionTo("latchwork");
        await using var server = await ServerProcess.StartAsync(
            new ServerSetup
            {
                Arguments = ["--demo"],
                Environment = new Dictionary<string, string>(StringComparer.Ordinal)
                {
                    ["ConnectionStrings__Latchwork"] = database,
                    ["Demo__Doors"] = "simulator:demo?travel=0",
                },
            }
        );
        using var http = new HttpClient { BaseAddress = server.BaseUrl };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (string)server.Ready["native"]!["apiKey"]!);
        var (locker, boxes) = await CabinetAsync(http);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        if (effort.Time is { } time)
        {
            limit.CancelAfter(time);
        }

        var report = await LeaseStorm.RunAsync(
            effort.Time is null ? Usual : Usual * 50,
            Callers,
            boxes.Count,
            new Seed(effort.Seed),
            TimeProvider.System.GetUtcNow(),
            (_, wish, _) => LeaseAsync(http, locker, boxes[wish.Box], wish),
            database,
            limit.Token
        );
        yield return new RuleResult("Of many who want one box at one time, one has it", report.Holds, $"{report} seed {effort.Seed}");
    }

    private static async Task<(string Locker, List<string> Boxes)> CabinetAsync(HttpClient http)
    {
        JsonArray lockers = [];
        await Poll.UntilAsync(async () =>
            (lockers = JsonNode.Parse(await http.GetStringAsync(new Uri("/api/v1/lockers", UriKind.Relative)))!["items"]!.AsArray()).Count > 0
        );
        var id = (string)lockers[0]!["id"]!;
        var locker = JsonNode.Parse(await http.GetStringAsync(new Uri($"/api/v1/lockers/{id}", UriKind.Relative)))!;
        return (id, [.. locker["boxes"]!.AsArray().Select(box => (string)box!["number"]!)]);
    }

    private static async Task<AccessErrorCode?> LeaseAsync(HttpClient http, string locker, string box, LeaseWish wish)
    {
        var body = new JsonObject
        {
            ["kind"] = "rental",
            ["box"] = box,
            ["reassigns"] = wish.AnyOfItsSize,
            ["startsAt"] = wish.StartsAt,
            ["endsAt"] = wish.EndsAt,
        };
        if (wish.Digits is { } digits)
        {
            body["digits"] = digits;
        }

        using var answer = await http.PostAsJsonAsync(new Uri($"/api/v1/lockers/{locker}/leases", UriKind.Relative), body, CancellationToken.None);
        return answer.StatusCode switch
        {
            HttpStatusCode.Created => null,
            HttpStatusCode.Conflict => AccessErrorCode.Taken,
            _ => AccessErrorCode.Unavailable,
        };
    }
}
