using System.CommandLine;
using System.Text.Json.Nodes;
using Latchwork.Cli.Api;
using Latchwork.Cli.Text;

namespace Latchwork.Cli.Commands;

/// <summary>Connections to hardware.</summary>
internal static class LinksCommand
{
    private static readonly Argument<string> Which = new("link") { Description = "Its id, or its name." };

    public static Command Create() =>
        new("links", "Connections to hardware: a Z-Wave JS server, a gateway, simulated doors.") { List(), Families(), Pair(), Show(), Remove() };

    private static Command List()
    {
        var command = new Command("list", "All links, and since when they are online or offline.").Speaking();
        command.SetAction(
            async (parsed, cancel) =>
            {
                using var server = Connection.Open(parsed);
                var links = await server.AllAsync("links", cancel);
                Rows.Print(
                    parsed,
                    links,
                    ["NAME", "STATE", "SINCE", "FAMILY", "ADDRESS", "ID"],
                    ["name", "state", "since", "family", "address", "id"]
                );
                return ExitCodes.Done;
            }
        );
        return command;
    }

    private static Command Families()
    {
        var command = new Command("families", "The device families that the server speaks, and how their addresses look.").Speaking();
        command.SetAction(
            async (parsed, cancel) =>
            {
                using var server = Connection.Open(parsed);
                var families = (await server.GetAsync("drivers", cancel))["items"]!.AsArray().Select(item => item!.AsObject()).ToList();
                Rows.Print(parsed, families, ["FAMILY", "ADDRESS"], ["family", "addressForm"]);
                return ExitCodes.Done;
            }
        );
        return command;
    }

    private static Command Pair()
    {
        var family = new Argument<string>("family") { Description = "One of 'links families', such as zwave-js." };
        var address = new Argument<string>("address") { Description = "In the family's form, such as ws://127.0.0.1:3000." };
        var name = new Option<string?>("--name") { HelpName = "NAME", Description = "What you call it. Default: its family" };
        var site = new Option<string?>("--site") { HelpName = "ID", Description = "Where its locks are. Default: the first site" };
        var secret = new Option<bool>("--secret") { Description = "Ask for the link's password, or take it from standard input." };
        var command = new Command(
            "pair",
            """
            Links the server to hardware. The server connects in the background, finds the devices, and adds their locks.

              ./latchwork links pair zwave-js ws://127.0.0.1:3000 --name "Z-Wave stick"
              ./latchwork links pair simulator simulator:hotel
            """
        )
        {
            family,
            address,
            name,
            site,
            secret,
        }.Speaking();
        command.SetAction(
            async (parsed, cancel) =>
            {
                using var server = Connection.Open(parsed);
                var body = new JsonObject
                {
                    ["family"] = parsed.GetValue(family),
                    ["address"] = parsed.GetValue(address),
                    ["name"] = parsed.GetValue(name) ?? parsed.GetValue(family),
                };
                if (parsed.GetValue(site) is { } where)
                {
                    body["siteId"] = where;
                }

                if (parsed.GetValue(secret))
                {
                    body["secret"] = Ask.ForSecret("The link's password");
                }

                var made = await server.PostAsync("links", body, cancel);
                Rows.Tell(parsed, made, $"Paired. ./latchwork links show {made["id"]} tells when it is reached and what is behind it.");
                return ExitCodes.Done;
            }
        );
        return command;
    }

    private static Command Show()
    {
        var command = new Command("show", "One link: its state, why it is offline, and the devices behind it.") { Which }.Speaking();
        command.SetAction(
            async (parsed, cancel) =>
            {
                using var server = Connection.Open(parsed);
                var id = await server.IdOfAsync("links", parsed.GetValue(Which)!, cancel);
                var found = await server.GetAsync($"links/{id}", cancel);
                var link = found["link"]!;
                Rows.Tell(parsed, found, $"{link["name"]} is {link["state"]} since {link["since"]}. {link["offlineBecause"]}");
                if (!parsed.GetValue(Connection.Json))
                {
                    Table.Print(Console.Out, ["DEVICE", "KIND", "ONLINE", "LOCK", "CAN", "WARNING"], found["devices"]!.AsArray().Select(DeviceRow));
                }

                return ExitCodes.Done;
            }
        );
        return command;
    }

    private static string?[] DeviceRow(JsonNode? device) =>
        [
            (string?)device!["name"],
            (string?)device["kind"],
            (string?)device["goneAt"] is { } gone ? $"gone since {gone}" : Rows.YesNo(device["isOnline"]),
            (string?)device["lockId"],
            device["capabilities"] is JsonArray able ? string.Join(' ', able) : null,
            string.Join(' ', device["warnings"]!.AsArray()),
        ];

    private static Command Remove()
    {
        var command = new Command(
            "remove",
            "Takes a link away. Its locks stay listed, offline, with their history. Codes on the locks stay in the locks: remove them first."
        )
        {
            Which,
        }.Speaking();
        command.SetAction(
            async (parsed, cancel) =>
            {
                using var server = Connection.Open(parsed);
                var id = await server.IdOfAsync("links", parsed.GetValue(Which)!, cancel);
                var left = await server.DeleteAsync($"links/{id}", cancel);
                var codes = (int)left["codesLeft"]!;
                var warning = codes == 0 ? "" : $" {codes} codes may still open them at the door.";
                Rows.Tell(parsed, left, $"Removed. {left["locks"]} locks are out of reach.{warning}");
                return ExitCodes.Done;
            }
        );
        return command;
    }
}
