using System.CommandLine;

namespace Latchwork.Bench.Campaigns;

/// <summary>One line of a campaign's result.</summary>
internal readonly record struct RuleResult(string Rule, bool IsHeld, string Figures);

/// <param name="Time">How long it may go on; null for the campaign's own number of cases.</param>
internal readonly record struct CampaignEffort(TimeSpan? Time, ulong Seed);

/// <summary>The checks of the tests at large numbers: <c>./latchwork campaign NAME --for T --seed S</c> prints one line a rule.</summary>
internal static class Campaign
{
    public static Command Command()
    {
        var command = new Command("campaign", "Runs the checks of the tests at large numbers, one line a rule.");
        Add(command, "kill", "kill -9 of the server and its database under load: 200 kills in rounds of 20.", KillCampaign.RunAsync);
        Add(command, "oracle", "The access decision against its oracle: 50 million cases, and all zones' transitions.", OracleCampaign.RunAsync);
        Add(command, "fuzz", "Bent requests of each wire to a real server process: 200,000 of each in rounds of 20,000.", FuzzCampaign.RunAsync);
        Add(command, "tokens", "Bent signed operations in process: 10 million.", TokensCampaign.RunAsync);
        Add(command, "revoke", "Shares taken back while they are used, on three nodes: 2,000 races.", RevokeCampaign.RunAsync);
        Add(command, "hmac", "Signed requests of two other programs, half or a third of them spoilt: 10,000 of each.", HmacCampaign.RunAsync);
        Add(command, "bookings", "Many who want few rooms at colliding times: 10 rounds of 10,000 at 64 callers.", BookingCampaign.RunAsync);
        Add(command, "storms", "Few boxes that very many want at once: 10 rounds of 10,000 at 64 callers.", LeaseStormCampaign.RunAsync);
        Add(command, "webhooks", "Deliveries to receivers that fail, in rounds of 1,000 events, 12 receivers, 5 kills.", DeliveryCampaign.RunAsync);
        Add(
            command,
            "tamper",
            "Chains of the audit tampered with: 10,000 times with 1,000 records, 5 times with a million.",
            TamperCampaign.RunAsync
        );
        Add(command, "backups", "Backups of a server under load that is killed, restored elsewhere: 5 rounds of 20.", BackupCampaign.RunAsync);
        Add(command, "simulation", "The fleet's state machines under virtual time and lying devices: 1 million seeds.", SimulationCampaign.RunAsync);
        Add(command, "offline-guess", "Offline codes that open, counted and guessed: 100 million tries.", OfflineGuessCampaign.RunAsync);
        return command;
    }

    private static void Add(Command to, string name, string description, Func<CampaignEffort, CancellationToken, IAsyncEnumerable<RuleResult>> run)
    {
        var time = new Option<string?>("--for") { Description = "How long, such as 90s, 10m or 2h. Default: the campaign's own number of cases." };
        var seed = new Option<ulong>("--seed") { Description = "Where its numbers come from.", DefaultValueFactory = _ => 1 };
        var command = new Command(name, description) { time, seed };
        command.SetAction(
            async (parsed, cancel) =>
            {
                var effort = new CampaignEffort(Durations.Parse(parsed.GetValue(time)), parsed.GetValue(seed));
                var isHeld = true;
                await foreach (var result in run(effort, cancel))
                {
                    Console.WriteLine($"{(result.IsHeld ? "held  " : "BROKEN")} {result.Rule}: {result.Figures}");
                    isHeld &= result.IsHeld;
                }

                return isHeld ? 0 : 1;
            }
        );
        to.Subcommands.Add(command);
    }
}
