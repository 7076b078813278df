using System.CommandLine;
using System.Text.Json.Nodes;
using Latchwork.Cli.Api;
using Latchwork.Cli.Text;

namespace Latchwork.Cli.Commands;

/// <summary>Stays.</summary>
internal static class ReservationsCommand
{
    private static readonly Argument<string> Which = new("reservation") { Description = "Its id." };

    public static Command Create() =>
        new("reservations", "Stays: who is where and when, and how sure it is that they get in.")
        {
            List(),
            Show(),
            Book(),
            Move("cancel", "Cancelled.", "Ends a booking before anybody came. Its codes end at once."),
            Move("check-in", "Checked in.", "The guest is there."),
            Move("check-out", "Checked out.", "The guest has left: the codes end at once, and the room needs cleaning."),
        };

    private static Command List()
    {
        var search = new Option<string?>("--search") { HelpName = "TEXT", Description = "Part of the guest's name, or all of the telephone number." };
        var all = new Option<bool>("--all") { Description = "Those that are over or cancelled too." };
        var command = new Command("list", "Reservations, by their start.") { search, all }.Speaking();
        command.SetAction(
            async (parsed, cancel) =>
            {
                using var server = Connection.Open(parsed);
                var query = $"reservations?open={(parsed.GetValue(all) ? "false" : "true")}";
                query += parsed.GetValue(search) is { } text ? $"&search={Uri.EscapeDataString(text)}" : "";
                var stays = await server.AllAsync(query, cancel);
                Rows.Print(
                    parsed,
                    [.. stays.Select(Shown)],
                    ["FROM", "TO", "STATE", "GUEST", "UNITS", "ID"],
                    ["startsAt", "endsAt", "state", "who", "where", "id"]
                );
                return ExitCodes.Done;
            }
        );
        return command;
    }

    private static JsonObject Shown(JsonObject stay)
    {
        stay["who"] = (string?)stay["guest"]!["name"];
        stay["where"] = string.Join(", ", stay["units"]!.AsArray().Select(unit => (string?)unit!["name"]));
        return stay;
    }

    private static Command Show()
    {
        var command = new Command("show", "One reservation, and for each door how sure it is that the guest gets in.") { Which }.Speaking();
        command.SetAction(
            async (parsed, cancel) =>
            {
                using var server = Connection.Open(parsed);
                var stay = await server.GetAsync($"reservations/{parsed.GetValue(Which)}", cancel);
                var verdict = stay["verdict"];
                Rows.Tell(
                    parsed,
                    stay,
                    $"{stay["guest"]!["name"]}, {stay["startsAt"]} to {stay["endsAt"]}, {stay["state"]}. {verdict?["readiness"]} {verdict?["because"]}"
                );
                if (!parsed.GetValue(Connection.Json) && verdict is not null)
                {
                    Table.Print(Console.Out, ["UNIT", "LOCK", "VERDICT", "BECAUSE"], verdict["reasons"]!.AsArray().Select(ReasonRow));
                }

                return ExitCodes.Done;
            }
        );
        return command;
    }

    private static string?[] ReasonRow(JsonNode? reason) =>
        [(string?)reason!["unit"]!["name"], (string?)reason["lock"]?["name"], (string?)reason["readiness"], (string?)reason["because"]];

    private static Command Book()
    {
        var guest = new Argument<string>("guest") { Description = "The guest's name." };
        var from = new Argument<string>("from") { Description = "Such as 2026-11-22T15:00, by the clocks of the site." };
        var to = new Argument<string>("to") { Description = "The same; the end is not in it." };
        var units = new Argument<string[]>("units") { Description = "Ids or names. None: the first that is free.", Arity = ArgumentArity.ZeroOrMore };
        var site = new Option<string?>("--site") { HelpName = "SITE", Description = "Where, if no unit is named. Default: the only site" };
        var command = new Command(
            "book",
            """
            Books units for a guest and prints the codes, this once.

              ./latchwork reservations book "Ada Guest" 2026-11-22T15:00 2026-11-24T10:00 101
            """
        )
        {
            guest,
            from,
            to,
            units,
            site,
        }.Speaking();
        command.SetAction(
            async (parsed, cancel) =>
            {
                using var server = Connection.Open(parsed);
                var body = new JsonObject
                {
                    ["startsAt"] = parsed.GetValue(from),
                    ["endsAt"] = parsed.GetValue(to),
                    ["guest"] = new JsonObject { ["name"] = parsed.GetValue(guest) },
                };
                if (parsed.GetValue(units) is { Length: > 0 } named)
                {
                    var wanted = new JsonArray();
                    foreach (var unit in named)
                    {
                        wanted.Add(new JsonObject { ["id"] = await server.IdOfAsync("units", unit, cancel) });
                    }

                    body["units"] = wanted;
                }
                else
                {
                    body["siteId"] = await SitesCommand.IdAsync(server, parsed.GetValue(site), cancel);
                }

                var made = await server.PostAsync("reservations", body, cancel);
                var codes = string.Join(", ", made["codes"]!.AsArray().Select(code => (string?)code!["digits"]));
                Rows.Tell(parsed, made, $"Booked as {made["id"]}. {(codes.Length > 0 ? $"Codes: {codes}" : "No lock of it takes a code.")}");
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
                var changed = await server.PostAsync($"reservations/{parsed.GetValue(Which)}/{word}", null, cancel);
                Rows.Tell(parsed, changed, (int)changed["changed"]! > 0 ? done : "It was so already.");
                return ExitCodes.Done;
            }
        );
        return command;
    }
}
