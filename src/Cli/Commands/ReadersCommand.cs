using System.CommandLine;
using System.Text.Json.Nodes;
using Latchwork.Cli.Api;

namespace Latchwork.Cli.Commands;

/// <summary>Readers at doors and cabinets.</summary>
internal static class ReadersCommand
{
    private static readonly Argument<string> Which = new("reader") { Description = "Its id, or its name." };

    private static readonly Option<string?> Lock = new("--lock") { HelpName = "LOCK", Description = "The lock that it opens: id or name." };

    private static readonly Option<string?> Locker = new("--locker") { HelpName = "ID", Description = "The cabinet whose boxes it opens: its id." };

    public static Command Create() => new("readers", "Readers that ask the server what they were shown.") { List(), Place() };

    private static Command List()
    {
        var command = new Command("list", "All readers, and where they stand.").Speaking();
        command.SetAction(
            async (parsed, cancel) =>
            {
                using var server = Connection.Open(parsed);
                var readers = await server.AllAsync("readers", cancel);
                Rows.Print(parsed, readers, ["NAME", "ONLINE", "LOCK", "LOCKER", "ID"], ["name", "isOnline", "lockId", "lockerId", "id"]);
                return ExitCodes.Done;
            }
        );
        return command;
    }

    private static Command Place()
    {
        var command = new Command("place", "Puts a reader at a lock or a cabinet; with neither it opens nothing any more.")
        {
            Which,
            Lock,
            Locker,
        }.Speaking();
        command.Validators.Add(result =>
        {
            if (result.GetValue(Lock) is not null && result.GetValue(Locker) is not null)
            {
                result.AddError("Give one of --lock and --locker.");
            }
        });
        command.SetAction(
            async (parsed, cancel) =>
            {
                using var server = Connection.Open(parsed);
                var id = await server.IdOfAsync("readers", parsed.GetValue(Which)!, cancel);
                var body = new JsonObject();
                if (parsed.GetValue(Lock) is { } smartLock)
                {
                    body["lockId"] = await server.IdOfAsync("locks", smartLock, cancel);
                }
                else if (parsed.GetValue(Locker) is { } locker)
                {
                    body["lockerId"] = locker;
                }

                Rows.Tell(parsed, await server.PatchAsync($"readers/{id}", body, cancel), body.Count == 0 ? "It stands nowhere." : "Placed.");
                return ExitCodes.Done;
            }
        );
        return command;
    }
}
