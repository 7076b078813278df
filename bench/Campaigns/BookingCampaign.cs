using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Latchwork.Domain;
using Latchwork.Testing.Storms;

namespace Latchwork.Bench.Campaigns;

/// <summary>Many who want few rooms, over our own API: each is refused or has all that they asked for alone.</summary>
internal static class BookingCampaign
{
    private const int Usual = 10;
    private const int Attempts = 10_000;
    private const int Callers = 64;
    private const int Rooms = 8;

    public static async IAsyncEnumerable<RuleResult> RunAsync(CampaignEffort effort, [EnumeratorCancellation] CancellationToken cancel)
    {
        await using var demo = await DurableDemo.StartAsync();
        var site = (string)(await demo.ListAsync("sites", cancel))[0]!["id"]!;
        var from = TimeProvider.System.GetUtcNow().AddDays(1);
        foreach (var seed in Rounds.Of(effort, Usual, cancel))
        {
            var rooms = new List<string>();
            for (var n = 0; n < Rooms; n++)
            {
                var (_, made) = await demo.PostAsync("units", new JsonObject { ["siteId"] = site, ["name"] = $"{seed} {n}" }, cancel);
                rooms.Add((string)made["id"]!);
            }

            var report = await new BookingStorm(new OverHttp(demo), rooms, demo.Database).RunAsync(Attempts, Callers, from, new Seed(seed));
            yield return new RuleResult(
                "Of many who want a room at one time one gets it, whole or not at all",
                report.Faults.Count == 0 && report.Booked > 0,
                $"seed {seed}, {Callers} callers, {report}"
            );
        }
    }

    private sealed class OverHttp(DurableDemo demo) : IBookingDesk
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
            var (status, told) = await demo.PostAsync("reservations", body);
            return status < 400 ? ((string?)told["id"], null) : (null, (string?)told["code"]);
        }

        public async Task<string?> CancelAsync(int caller, string id)
        {
            var (status, told) = await demo.PostAsync($"reservations/{id}/cancel", null);
            return status < 400 ? null : $"{status} {told}";
        }
    }
}
