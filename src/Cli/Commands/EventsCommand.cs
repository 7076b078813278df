using System.CommandLine;
using System.Text.Json.Nodes;
using Latchwork.Cli.Api;

namespace Latchwork.Cli.Commands;

/// <summary>The one list of events.</summary>
internal static class EventsCommand
{
    private const int Usual = 20;

    private static readonly string[] Headings = ["WHEN", "TYPE", "OUTCOME", "LOCK", "SITE", "BY", "ID"];
    private static readonly string[] Members = ["occurredAt", "type", "outcome", "lock.name", "site.name", "by.surface", "id"];

    private static readonly Option<string?> Types = new("--types")
    {
        HelpName = "TYPES",
        Description = "Such as lock.unlock,battery.*. Default: all",
    };

    private static readonly Option<string?> Since = new("--since") { HelpName = "TIME", Description = "Such as 2026-11-01T00:00:00Z." };

    public static Command Create() => new("events", "What happened, in the order in which it was written.") { List(), Follow(), Export() };

    private static Command List()
    {
        var limit = new Option<int>("--limit")
        {
            HelpName = "N",
            Description = "How many, at most 200.",
            DefaultValueFactory = _ => Usual,
        };
        var command = new Command("list", "The newest events.") { Types, Since, limit }.Speaking();
        command.SetAction(
            async (parsed, cancel) =>
            {
                using var server = Connection.Open(parsed);
                var page = await server.GetAsync($"events?before=end&limit={parsed.GetValue(limit)}{Filter(parsed)}", cancel);
                Rows.Print(parsed, [.. page["items"]!.AsArray().Select(item => item!.AsObject())], Headings, Members);
                return ExitCodes.Done;
            }
        );
        return command;
    }

    private static Command Follow()
    {
        var command = new Command(
            "follow",
            """
            Events as they come, each a line of JSON, until it is interrupted. A connection that breaks is made again, and goes on after the last event.

              ./latchwork events follow --types lock.* | jq .type
            """
        )
        {
            Types,
            Since,
        }.Speaking();
        command.SetAction(
            async (parsed, cancel) =>
            {
                using var server = Connection.Open(parsed);
                var stream = new EventStream(server, Filter(parsed));
                await foreach (var line in stream.ReadAsync(cancel))
                {
                    await Console.Out.WriteLineAsync(line.AsMemory(), cancel);
                }

                return ExitCodes.Done;
            }
        );
        return command;
    }

    private static Command Export()
    {
        var file = new Argument<string>("file") { Description = "Where to: .jsonl for lines of JSON, .csv for a table." };
        var until = new Option<string?>("--until") { HelpName = "TIME", Description = "Only what was recorded before." };
        var command = new Command("export", "All events of a time into a file. Each export is recorded; it needs a key with audit:export.")
        {
            file,
            Types,
            Since,
            until,
        }.Speaking();
        command.SetAction(
            async (parsed, cancel) =>
            {
                using var server = Connection.Open(parsed);
                var path = parsed.GetValue(file)!;
                var form = path.EndsWith(".csv", StringComparison.OrdinalIgnoreCase) ? "csv" : "jsonl";
                var bytes = await server.SaveAsync(
                    $"events/export?format={form}{Filter(parsed)}{Query("until", parsed.GetValue(until))}",
                    path,
                    cancel
                );
                Rows.Tell(parsed, new JsonObject { ["file"] = path, ["bytes"] = bytes }, $"{bytes:N0} bytes are in {path}.");
                return ExitCodes.Done;
            }
        );
        return command;
    }

    private static string Filter(ParseResult parsed) => Query("types", parsed.GetValue(Types)) + Query("since", parsed.GetValue(Since));

    private static string Query(string name, string? value) => value is null ? "" : $"&{name}={Uri.EscapeDataString(value)}";
}
