using System.CommandLine;
using Latchwork.Cli.Api;

namespace Latchwork.Cli.Commands;

/// <summary>Cabinets and their boxes.</summary>
internal static class LockersCommand
{
    private static readonly Argument<string> Which = new("locker") { Description = "Its id, or its name." };
    private static readonly Argument<string> Box = new("box") { Description = "The number on its door, such as 00-07." };

    public static Command Create() => new("lockers", "Lockers: see them and their boxes, open a box.") { List(), Show(), Open() };

    private static Command List()
    {
        var command = new Command("list", "All lockers.").Speaking();
        command.SetAction(
            async (parsed, cancel) =>
            {
                using var server = Connection.Open(parsed);
                var lockers = await server.AllAsync("lockers", cancel);
                Rows.Print(parsed, lockers, ["NAME", "ONLINE", "BOXES", "ID"], ["name", "isOnline", "boxCount", "id"]);
                return ExitCodes.Done;
            }
        );
        return command;
    }

    private static Command Show()
    {
        var command = new Command("show", "The boxes of a locker, and how it stands with each.") { Which }.Speaking();
        command.SetAction(
            async (parsed, cancel) =>
            {
                using var server = Connection.Open(parsed);
                var id = await server.IdOfAsync("lockers", parsed.GetValue(Which)!, cancel);
                var locker = await server.GetAsync($"lockers/{id}", cancel);
                Rows.Print(
                    parsed,
                    [.. locker["boxes"]!.AsArray().Select(box => box!.AsObject())],
                    ["BOX", "NAME", "SIZE", "STATUS", "DOOR", "INSIDE", "LIGHT"],
                    ["number", "name", "size", "status", "door", "inside", "light"]
                );
                return ExitCodes.Done;
            }
        );
        return command;
    }

    private static Command Open()
    {
        var command = new Command("open", "Opens a box, once. Ends with 4 where the locker did not answer: it may have opened.")
        {
            Which,
            Box,
        }.Speaking();
        command.SetAction(
            async (parsed, cancel) =>
            {
                using var server = Connection.Open(parsed);
                var id = await server.IdOfAsync("lockers", parsed.GetValue(Which)!, cancel);
                var box = Uri.EscapeDataString(parsed.GetValue(Box)!);
                Rows.Tell(parsed, await server.PostAsync($"lockers/{id}/boxes/{box}/open", null, cancel), "Opened.");
                return ExitCodes.Done;
            }
        );
        return command;
    }
}
