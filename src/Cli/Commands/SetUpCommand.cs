using System.CommandLine;
using System.Text.Json.Nodes;
using Latchwork.Cli.Api;
using Latchwork.Cli.Text;

namespace Latchwork.Cli.Commands;

/// <summary>Uses the token of the first start (KR-6).</summary>
internal static class SetUpCommand
{
    private static readonly Option<string?> Token = Text("--token", "TOKEN", "The set-up token that the first start printed.");
    private static readonly Option<string?> Tenant = Text("--tenant", "NAME", "Your organisation or house.");
    private static readonly Option<string?> Zone = Text("--time-zone", "ZONE", "Where its doors are, such as Europe/London.");
    private static readonly Option<string?> Login = Text("--login", "NAME", "The owner's e-mail, telephone (with +) or plain name.");
    private static readonly Option<string?> Name = Text("--name", "NAME", "What the owner is called.");

    public static Command Create()
    {
        var command = new Command(
            "set-up",
            """
            Sets up a fresh server: the first tenant, its owner, and a first key.

            Start the server (./latchwork up); it prints a token that works once, for 30 minutes. Then
              ./latchwork set-up
            asks for the token, a name, a time zone, a login and a password, and prints the key. Without a terminal, give
            the options, and the password as the first line of standard input:
              ./latchwork set-up --token 7K3M-... --tenant "Harbour House" --time-zone Europe/London --login desk@example.com < password.txt
            The owner can log in with that login and password in every API, once their locks are linked (links pair).
            """
        )
        {
            Token,
            Tenant,
            Zone,
            Login,
            Name,
            Connection.Url,
            Connection.Json,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancel)
    {
        var server = Connection.ServerOf(parsed);
        var token = Ask.For(parsed.GetValue(Token), "--token", "Set-up token");
        var tenant = Ask.For(parsed.GetValue(Tenant), "--tenant", "Name of your organisation or house");
        var zone = Ask.For(parsed.GetValue(Zone), "--time-zone", "Time zone of its doors", TimeZoneInfo.Local.Id);
        var login = Ask.For(parsed.GetValue(Login), "--login", "The owner's e-mail, telephone or name");
        var body = new JsonObject
        {
            ["token"] = token,
            ["tenantName"] = tenant,
            ["timeZone"] = zone,
            ["login"] = login,
            ["displayName"] = Ask.For(parsed.GetValue(Name), "--name", "What the owner is called", login),
            ["password"] = Ask.ForNewSecret("Password, at least 15 characters"),
        };
        using var client = new NativeClient(server, key: null);
        var done = await client.PostAsync("set-up", body, cancel);
        Print(done, server, parsed.GetValue(Connection.Json));
        return ExitCodes.Done;
    }

    private static void Print(JsonObject done, Uri server, bool json)
    {
        if (json)
        {
            Table.Print(Console.Out, done);
            return;
        }

        Console.Out.WriteLine(
            $"""
            The server is set up. Your key, shown this once:

              export LATCHWORK_URL={server.GetLeftPart(UriPartial.Authority)}
              export LATCHWORK_KEY={done["apiKey"]}

            Next, link it to your locks. The families that it speaks, and how their addresses look:
              ./latchwork links families
            """
        );
    }

    private static Option<string?> Text(string name, string value, string description) => new(name) { HelpName = value, Description = description };
}
