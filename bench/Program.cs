using System.CommandLine;
using Latchwork.Bench.Campaigns;
using Latchwork.Bench.Measures;

namespace Latchwork.Bench;

/// <summary>
/// Measures the server against what its machine can do at most, in the same run, and prints ratios (design, "Numbers to hold"). Nothing here
/// asserts a time.
/// </summary>
internal static class Program
{
    public static Task<int> Main(string[] arguments)
    {
        if (arguments is ["empty-server"])
        {
            return EmptyServer.RunAsync();
        }

        var root = new RootCommand("Ratios of the server's speed to named limits, measured in one run.")
        {
            Measure(
                "sifely-unlock",
                "Remote unlock over HTTP, every unlock durable, against bare commits and against constant JSON.",
                SifelyUnlockMeasure.RunAsync
            ),
            Measure(
                "doordeck-unlock",
                "Unlock by a signed operation: verification against OpenSSL's own, the whole against bare commits and constant JSON.",
                DoordeckUnlockMeasure.RunAsync
            ),
            Measure(
                "keyvox-unlock",
                "Unlock by a signed request of the KEYVOX wire, against bare commits, the same over the Sifely wire, and constant JSON.",
                KeyvoxUnlockMeasure.RunAsync
            ),
            Measure(
                "keyvox-booking",
                "Booking of a free room with a lock over the KEYVOX wire, against one caller's bare commits and constant JSON.",
                KeyvoxBookingMeasure.RunAsync
            ),
            Measure("latency", "One caller's unlock against two bare commits.", LatencyMeasure.RunAsync),
            Measure("sifely-read", "Authenticated lock detail against constant JSON.", SifelyReadMeasure.RunAsync),
            Measure("webhooks", "Webhook deliveries against a bare client that posts the same.", WebhooksMeasure.RunAsync),
            Measure(
                "webhooks-hanging",
                "How long webhooks wait beside as many whose receivers never answer: p99 from event to arrival.",
                HangingMeasure.RunAsync
            ),
            Measure(
                "console",
                "The console's list of doors in a browser, with 10,000 locks and 1,000,000 events against none.",
                ConsoleMeasure.RunAsync
            ),
            Measure("start", "Start on an existing folder against PostgreSQL's own start and an empty web server's.", StartMeasure.RunAsync),
            Campaign.Command(),
        };
        return root.Parse(arguments).InvokeAsync();
    }

    private static Command Measure(string name, string description, Func<Effort, CancellationToken, Task> run)
    {
        var seconds = new Option<double>("--for") { Description = "Seconds of each measurement.", DefaultValueFactory = _ => 3 };
        var rounds = new Option<int>("--rounds") { Description = "Rounds; the median of their ratios is printed.", DefaultValueFactory = _ => 9 };
        var warmUp = new Option<double>("--warm-up")
        {
            Description = "Seconds of load before the first round, for the compiler to be done with what is called often.",
            DefaultValueFactory = _ => 30,
        };
        var callers = new Option<int>("--callers") { Description = "Callers at a time.", DefaultValueFactory = _ => 64 };
        var command = new Command(name, description) { seconds, rounds, warmUp, callers };
        command.SetAction(
            async (parsed, cancel) =>
            {
                var effort = new Effort(
                    TimeSpan.FromSeconds(parsed.GetValue(seconds)),
                    parsed.GetValue(rounds),
                    TimeSpan.FromSeconds(parsed.GetValue(warmUp)),
                    parsed.GetValue(callers)
                );
                await run(effort, cancel);
                return 0;
            }
        );
        return command;
    }
}

/// <param name="Time">Of each measurement.</param>
/// <param name="Rounds">How often limit and server are measured in turn.</param>
/// <param name="WarmUp">Load before the first round.</param>
internal readonly record struct Effort(TimeSpan Time, int Rounds, TimeSpan WarmUp, int Callers);
