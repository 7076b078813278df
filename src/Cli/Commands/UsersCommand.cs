using System.CommandLine;
using System.Text.Json.Nodes;
using Latchwork.Cli.Api;

namespace Latchwork.Cli.Commands;

/// <summary>Who belongs to the tenant, and as what.</summary>
internal static class UsersCommand
{
    private static readonly string[] Roles = ["owner", "administrator", "operator", "integrator", "auditor"];

    private static readonly Argument<string> Which = new("person") { Description = "Their id, or a name that they log in with." };

    private static readonly Argument<string> Role = new("role") { Description = "owner, administrator, operator, integrator or auditor." };

    static UsersCommand() => Role.AcceptOnlyFromAmong(Roles);

    public static Command Create() =>
        new("users", "Who belongs to the tenant, and as what.")
        {
            List(),
            Invite(),
            Change(),
            Switch(
                "switch-off",
                "Switched off.",
                "They have no right in the tenant until that is undone, neither by their role nor by grants. Codes and cards are the locks': what they know still opens."
            ),
            Switch("switch-on", "Switched on.", "Undoes that: everything is as before."),
            Remove(),
            SecondFactorCommand.Create(),
        };

    private static Command List()
    {
        var command = new Command(
            "list",
            "Everybody with a role. WAITING: invited, and has not accepted yet. OFF: has no right until switched on again."
        ).Speaking();
        command.SetAction(
            async (parsed, cancel) =>
            {
                using var server = Connection.Open(parsed);
                Rows.Print(
                    parsed,
                    await server.AllAsync("users", cancel),
                    ["NAME", "LOGIN", "ROLE", "WAITING", "OFF", "SINCE", "ID"],
                    ["name", "login", "role", "isWaiting", "isSwitchedOff", "since", "id"]
                );
                return ExitCodes.Done;
            }
        );
        return command;
    }

    private static Command Invite()
    {
        var mail = new Argument<string>("mail") { Description = "Their e-mail address." };
        var command = new Command(
            "invite",
            """
            Makes somebody a member: whoever has a proven account at once, anybody else when they accept by the mail.

              ./latchwork users invite ada@example.com operator
            """
        )
        {
            mail,
            Role,
        }.Speaking();
        command.SetAction(
            async (parsed, cancel) =>
            {
                using var server = Connection.Open(parsed);
                var body = new JsonObject { ["login"] = parsed.GetValue(mail), ["role"] = parsed.GetValue(Role) };
                var made = await server.PostAsync("users", body, cancel);
                Rows.Tell(parsed, made, $"Invited: {made["id"]}.");
                return ExitCodes.Done;
            }
        );
        return command;
    }

    private static Command Change()
    {
        var command = new Command("change", "Gives somebody another role.") { Which, Role }.Speaking();
        command.SetAction(
            async (parsed, cancel) =>
            {
                using var server = Connection.Open(parsed);
                var id = await server.IdOfAsync("users", parsed.GetValue(Which)!, cancel, named: "login");
                Rows.Tell(parsed, await server.PatchAsync($"users/{id}", new JsonObject { ["role"] = parsed.GetValue(Role) }, cancel), "Changed.");
                return ExitCodes.Done;
            }
        );
        return command;
    }

    private static Command Switch(string word, string done, string description)
    {
        var command = new Command(word, description) { Which }.Speaking();
        command.SetAction(
            async (parsed, cancel) =>
            {
                using var server = Connection.Open(parsed);
                var id = await server.IdOfAsync("users", parsed.GetValue(Which)!, cancel, named: "login");
                Rows.Tell(parsed, await server.PostAsync($"users/{id}/{word}", null, cancel), done);
                return ExitCodes.Done;
            }
        );
        return command;
    }

    private static Command Remove()
    {
        var command = new Command(
            "remove",
            "Takes somebody out of the tenant, with all their grants. Locks that they own go to the oldest other owner."
        )
        {
            Which,
        }.Speaking();
        command.SetAction(
            async (parsed, cancel) =>
            {
                using var server = Connection.Open(parsed);
                var id = await server.IdOfAsync("users", parsed.GetValue(Which)!, cancel, named: "login");
                Rows.Tell(parsed, await server.DeleteAsync($"users/{id}", cancel), "Removed.");
                return ExitCodes.Done;
            }
        );
        return command;
    }
}
