using System.Net.Http.Json;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Latchwork.Domain;
using Latchwork.Testing;
using Latchwork.Testing.Lockers;

namespace Latchwork.Bench.Campaigns;

/// <summary>Very many want few boxes at once, over our own API: each is refused or has the box alone.</summary>
internal static class LeaseStormCampaign
{
    private const int Usual = 10;
    private const int Wishes = 10_000;
    private const int Callers = 64;

    /// <summary>The wishes of a round begin within a week and last half a day at most: rounds do not meet.</summary>
    private static readonly TimeSpan Apart = TimeSpan.FromDays(8);

    public static async IAsyncEnumerable<RuleResult> RunAsync(CampaignEffort effort, [EnumeratorCancellation] CancellationToken cancel)
    {
        await using var demo = await DurableDemo.StartAsync();
        var (locker, boxes) = await CabinetAsync(demo, cancel);
        var began = TimeProvider.System.GetUtcNow();
        foreach (var (round, seed) in Rounds.Of(effort, Usual, cancel).Index())
        {
            var report = await LeaseStorm.RunAsync(
                Wishes,
                Callers,
                boxes.Count,
                new Seed(seed),
                began + (round * Apart),
                (_, wish, _) => LeaseAsync(demo, locker, boxes[wish.Box], wish),
                demo.Database,
                cancel
            );
            yield return new RuleResult(
                "Of many who want one box at one time, one has it",
                report.Holds,
                $"seed {seed}, {Callers} callers, {boxes.Count} boxes, {report}"
            );
        }
    }

    private static async Task<(string Locker, List<string> Boxes)> CabinetAsync(DurableDemo demo, CancellationToken cancel)
    {
        JsonArray lockers = [];
        await Poll.UntilAsync(async () => (lockers = await demo.ListAsync("lockers", cancel)).Count > 0);
        var id = (string)lockers[0]!["id"]!;
        var locker = await demo.Http.GetFromJsonAsync<JsonObject>($"lockers/{id}", cancel);
        return (id, [.. locker!["boxes"]!.AsArray().Select(box => (string)box!["number"]!)]);
    }

    private static async Task<AccessErrorCode?> LeaseAsync(DurableDemo demo, string locker, string box, LeaseWish wish)
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

        var (status, told) = await demo.PostAsync($"lockers/{locker}/leases", body);
        return status < 400 ? null
            : (string?)told["code"] == "taken" ? AccessErrorCode.Taken
            : AccessErrorCode.Unavailable;
    }
}
