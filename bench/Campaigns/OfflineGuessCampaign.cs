using System.Globalization;
using System.Runtime.CompilerServices;
using Latchwork.Domain;
using Latchwork.Domain.Credentials.Offline;
using Latchwork.Domain.Oracle;

namespace Latchwork.Bench.Campaigns;

/// <summary>How easily offline codes are guessed (KR-4, docs/offline-codes.md).</summary>
internal static class OfflineGuessCampaign
{
    private const long Usual = 100_000_000;
    private const int Years = 500;

    private static readonly string[] Zones =
    [
        "Europe/London",
        "America/New_York",
        "Asia/Tokyo",
        "Asia/Kolkata",
        "Australia/Lord_Howe",
        "Pacific/Apia",
    ];

    /// <summary>Full hours with the tolerance, on a day whose clocks are turned in London: as many windows as can be open.</summary>
    private static readonly DateTimeOffset Moment = new(2026, 10, 25, 12, 2, 0, TimeSpan.Zero);

    public static async IAsyncEnumerable<RuleResult> RunAsync(CampaignEffort effort, [EnumeratorCancellation] CancellationToken cancel)
    {
        var seed = new Seed(effort.Seed);
        var keypad = OfflineGuessing.Keypad(seed.Fork("secret"), Zones[0], epoch: 3);
        yield return await Task.Run(() => CountAll(keypad, cancel), cancel);
        yield return await Task.Run(() => CountNear(seed.Fork("moments")), cancel);
        yield return await Task.Run(() => Guess(keypad, effort, cancel), cancel);
        yield return await Task.Run(() => GuessPatiently(keypad, seed.Fork("patience")), cancel);
    }

    private static RuleResult CountAll(OfflineKeypad keypad, CancellationToken cancel)
    {
        var (first, second) = (OfflineGuessing.AcceptedOfAll(keypad, 0, Moment, cancel), OfflineGuessing.AcceptedOfAll(keypad, 1, Moment, cancel));
        return new RuleResult(
            "A lock takes at most 5,000 of all 1,000,000,000 codes",
            first + second is > 0 and <= OfflineGuessing.Bound && first + second == OfflineGuessing.AcceptedNear(keypad, Moment),
            string.Create(CultureInfo.InvariantCulture, $"{first + second:N0} taken at {Moment:u}, each of 10^9 in both blocks judged")
        );
    }

    private static RuleResult CountNear(Seed seed)
    {
        var (most, moments) = (0, 0);
        foreach (var zone in Zones)
        {
            var keypad = OfflineGuessing.Keypad(seed, zone, seed.Next(100));
            for (var i = 0; i < 200; i++, moments++)
            {
                var hour = Moment.AddHours(seed.Next(24 * 366 * 8));
                most = Math.Max(most, OfflineGuessing.AcceptedNear(keypad, hour));
            }
        }

        return new RuleResult(
            "The same at full hours of ten years in six zones",
            most is > 0 and <= OfflineGuessing.Bound,
            string.Create(CultureInfo.InvariantCulture, $"{moments:N0} moments, {most:N0} taken at most")
        );
    }

    private static RuleResult Guess(OfflineKeypad keypad, CampaignEffort effort, CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        if (effort.Time is { } time)
        {
            limit.CancelAfter(time);
        }

        var (all, differences) = OfflineGuessing.GuessByTables(
            keypad,
            Moment,
            new Seed(effort.Seed).Fork("guesses"),
            Environment.ProcessorCount,
            effort.Time is null ? Usual : long.MaxValue,
            limit.Token
        );
        var expected = all.Tries * (double)OfflineGuessing.AcceptedNear(keypad, Moment) / OfflineLayout.Codes;
        return new RuleResult(
            "Random digits open as seldom as was counted, within four standard deviations, and within the bound",
            all.Tries > 0 && differences == 0 && Math.Abs(all.Accepted - expected) <= 4 * Math.Sqrt(expected) + 1,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{all.Tries:N0} tries, {all.Accepted:N0} taken, {expected:N1} expected: {all.PerBillion:N0} of 10^9; {differences} read otherwise by the keypad; seed {effort.Seed}"
            )
        );
    }

    private static RuleResult GuessPatiently(OfflineKeypad keypad, Seed seed)
    {
        var guessed = OfflineGuessing.GuessPatiently(keypad, Moment, TimeSpan.FromDays(365 * Years), TimeSpan.FromSeconds(5), seed);
        return new RuleResult(
            "With the keypad's time out, somebody who types on and on has at most 2,000 tries a year",
            guessed.Tries <= 2_000L * Years,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{guessed.Tries:N0} tries in {Years} years, {guessed.Accepted:N0} taken: one door a {(guessed.Accepted == 0 ? "longer time" : $"{Years / (double)guessed.Accepted:N0} years")}"
            )
        );
    }
}
