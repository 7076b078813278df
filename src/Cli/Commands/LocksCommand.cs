using System.CommandLine;
using Latchwork.Cli.Api;

namespace Latchwork.Cli.Commands;

/// <summary>Doors.</summary>
internal static class LocksCommand
{
    private static readonly Argument<string> Which = new("lock") { Description = "Its id, or its name." };

    public static Command Create() =>
        new("locks", "Doors: see them, unlock and lock them, read their history.")
        {
            List(),
            Move("unlock", "Unlocked.", "Unlocks a door, once. Ends with 4 where the lock did not answer: it may have moved."),
            Move("lock", "Locked.", "Locks a door. Ends with 4 where the lock did not answer: it may have moved."),
            State(),
            Events(),
        };

    private static Command List()
    {
        var command = new Command("list", "All locks. BOLT and DOOR are what was last heard of them; 'locks state' asks the lock itself.").Speaking();
        command.SetAction(
            async (parsed, cancel) =>
            {
                using var server = Connection.Open(parsed);
                var locks = await server.AllAsync("locks", cancel);
                Rows.Print(parsed, locks, ["NAME", "ONLINE", "BOLT", "DOOR", "BATTERY", "ID"], ["name", "isOnline", "bolt", "door", "battery", "id"]);
                return ExitCodes.Done;
            }
        );
        return command;
    }

    private static Command Move(string word, string done, string description)
    {
        var command = new Command(word, description) { Which }.Speaking();
        command.SetAction(
            async (parsed, cancel) =>
            {
                using var server = Connection.Open(parsed);
                var id = await server.IdOfAsync("locks", parsed.GetValue(Which)!, cancel);
                Rows.Tell(parsed, await server.PostAsync($"locks/{id}/{word}", null, cancel), done);
                return ExitCodes.Done;
            }
        );
        return command;
    }

    private static Command State()
    {
        var command = new Command("state", "Asks the lock itself whether it is open.") { Which }.Speaking();
        command.SetAction(
            async (parsed, cancel) =>
            {
                using var server = Connection.Open(parsed);
                var id = await server.IdOfAsync("locks", parsed.GetValue(Which)!, cancel);
                var state = await server.GetAsync($"locks/{id}/state", cancel);
                Rows.Tell(parsed, state, $"Bolt {state["bolt"]}, door {state["door"]}.");
                return ExitCodes.Done;
            }
        );
        return command;
    }

    private static Command Events()
    {
        const int Usual = 20;
        var limit = new Option<int>("--limit")
        {
            HelpName = "N",
            Description = "How many, at most 200.",
            DefaultValueFactory = _ => Usual,
        };
        var command = new Command("events", "What happened at a door, newest first.") { Which, limit }.Speaking();
        command.SetAction(
            async (parsed, cancel) =>
            {
                using var server = Connection.Open(parsed);
                var id = await server.IdOfAsync("locks", parsed.GetValue(Which)!, cancel);
                var page = await server.GetAsync($"events?lockIds={id}&before=end&limit={parsed.GetValue(limit)}", cancel);
                Rows.Print(
                    parsed,
                    [.. page["items"]!.AsArray().Select(item => item!.AsObject())],
                    ["WHEN", "WHAT", "OUTCOME", "BOLT", "CAUSE", "BY"],
                    ["occurredAt", "type", "outcome", "data.bolt", "data.cause", "by.surface"]
                );
                return ExitCodes.Done;
            }
        );
        return command;
    }
}
