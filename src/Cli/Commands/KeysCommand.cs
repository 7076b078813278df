using System.CommandLine;
using System.Text.Json.Nodes;
using Latchwork.Cli.Api;
using Latchwork.Cli.Text;

namespace Latchwork.Cli.Commands;

/// <summary>Keys of programs: pairs that sign on the KEYVOX wire, and tokens of services that cannot sign.</summary>
internal static class KeysCommand
{
    private static readonly Argument<string> Which = new("key") { Description = "Its id, its name, or the key itself." };

    private static readonly Option<string[]> Addresses = new("--address")
    {
        HelpName = "RANGE",
        Description = "From where it may call: an address, a CIDR block or a range a-b. Several times for several.",
    };

    private static readonly Option<bool> AnyAddress = new("--any-address") { Description = "It may call from anywhere." };

    private static readonly Option<bool> NeedsRequestLine = new("--request-line")
    {
        Description = "Signatures must cover method and path, so that each is good for its path alone.",
    };

    private static readonly Option<bool> NeedsNoRequestLine = new("--no-request-line") { Description = "They need not." };

    public static Command Create() =>
        new("keys", "Keys of programs: HMAC pairs of the KEYVOX wire, tokens of integrations, and every other client.")
        {
            List(),
            Add(),
            Roll(),
            Rules(),
            Revoke(),
        };

    private static Command List()
    {
        var command = new Command(
            "list",
            "All clients. FORM is what a pair's last signature covered; ADVICE is what would make it safer."
        ).Speaking();
        command.SetAction(
            async (parsed, cancel) =>
            {
                using var server = Connection.Open(parsed);
                var clients = await server.AllAsync("api-clients", cancel);
                if (parsed.GetValue(Connection.Json))
                {
                    Rows.Print(parsed, clients, [], []);
                    return ExitCodes.Done;
                }

                Table.Print(Console.Out, ["NAME", "KIND", "KEY", "FROM", "REQUEST-LINE", "FORM", "LAST USED", "ADVICE", "ID"], clients.Select(Row));
                return ExitCodes.Done;
            }
        );
        return command;
    }

    private static string?[] Row(JsonObject client)
    {
        var (name, kind, key, id) = ((string?)client["name"], (string?)client["kind"], (string?)client["clientId"], (string?)client["id"]);
        if (client["hmac"] is not { } use)
        {
            return [name, kind, key, null, null, null, null, null, id];
        }

        var rules = use["rules"]!;
        return
        [
            name,
            kind,
            key,
            (bool)rules["anyAddress"]! ? "anywhere" : Listed(rules["addresses"]!.AsArray()),
            (bool)rules["needsRequestLine"]! ? "needed" : "not needed",
            (string?)use["lastForm"],
            (string?)use["lastUsedAt"],
            use["recommendation"] is null ? null : "demand the request line",
            id,
        ];
    }

    private static string Listed(JsonArray addresses) => addresses.Count == 0 ? "nowhere" : string.Join(' ', addresses.Select(one => (string?)one));

    private static Command Add()
    {
        var name = new Argument<string>("name") { Description = "What you call it." };
        var integration = new Option<bool>("--integration") { Description = "A bearer token for a service such as Zapier, instead of a pair." };
        var scopes = new Option<string[]>("--scope")
        {
            HelpName = "SCOPE",
            Description = "What it may do, such as locks:unlock. Several times for several. Default: all of every day",
        };
        var calls = new Option<int?>("--calls-per-minute") { HelpName = "N", Description = "Default: the server's usual number" };
        var command = new Command(
            "add",
            """
            Makes a pair that signs, or a token. What is secret of it is shown this once.

              ./latchwork keys add "Front desk" --address 192.0.2.10 --address 198.51.100.0/24
              ./latchwork keys add Zapier --integration
            """
        )
        {
            name,
            integration,
            Addresses,
            AnyAddress,
            NeedsRequestLine,
            scopes,
            calls,
        }.Speaking();
        command.SetAction(
            async (parsed, cancel) =>
            {
                using var server = Connection.Open(parsed);
                var isToken = parsed.GetValue(integration);
                var body = isToken ? [] : RulesOf(parsed);
                body["name"] = parsed.GetValue(name);
                if (parsed.GetValue(scopes) is { Length: > 0 } given)
                {
                    body["scopes"] = ArrayOf(given);
                }

                if (parsed.GetValue(calls) is { } limit)
                {
                    body["callsPerMinute"] = limit;
                }

                var made = await server.PostAsync(isToken ? "integration-tokens" : "hmac-keys", body, cancel);
                Rows.Tell(
                    parsed,
                    made,
                    isToken
                        ? $"The token, shown this once: {made["token"]}"
                        : $"The key is {made["key"]}. Its secret, shown this once: {made["secret"]}"
                );
                return ExitCodes.Done;
            }
        );
        return command;
    }

    private static Command Roll()
    {
        const int Usual = 24;
        var overlap = new Option<int>("--overlap")
        {
            HelpName = "HOURS",
            Description = "How long the former secret goes on, 0 to 168.",
            DefaultValueFactory = _ => Usual,
        };
        var command = new Command("roll", "Gives a pair another secret, shown this once.") { Which, overlap }.Speaking();
        command.SetAction(
            async (parsed, cancel) =>
            {
                using var server = Connection.Open(parsed);
                var id = await server.ClientAsync(parsed.GetValue(Which)!, cancel);
                var hours = parsed.GetValue(overlap);
                var made = await server.PostAsync($"hmac-keys/{id}/secret", new JsonObject { ["overlapHours"] = hours }, cancel);
                Rows.Tell(parsed, made, $"The new secret, shown this once: {made["secret"]} (the former goes on for {hours} h)");
                return ExitCodes.Done;
            }
        );
        return command;
    }

    private static Command Rules()
    {
        var command = new Command("rules", "Changes what is said of a pair: from where it may call, and what it must sign. The rest stays.")
        {
            Which,
            Addresses,
            AnyAddress,
            NeedsRequestLine,
            NeedsNoRequestLine,
        }.Speaking();
        command.SetAction(
            async (parsed, cancel) =>
            {
                using var server = Connection.Open(parsed);
                var id = await server.ClientAsync(parsed.GetValue(Which)!, cancel);
                var client = (await server.AllAsync("api-clients", cancel)).Find(one => (string?)one["id"] == id);
                if (client?["hmac"]?["rules"] is not JsonObject present)
                {
                    throw new RefusedException(ExitCodes.Refused, "That is no pair that signs: see 'keys list'.");
                }

                Rows.Tell(parsed, await server.PutAsync($"hmac-keys/{id}/rules", RulesOf(parsed, present), cancel), "Changed.");
                return ExitCodes.Done;
            }
        );
        return command;
    }

    private static Command Revoke()
    {
        var command = new Command("revoke", "Ends a key, a token or another client. From the answer on nobody is served by it.") { Which }.Speaking();
        command.SetAction(
            async (parsed, cancel) =>
            {
                using var server = Connection.Open(parsed);
                var id = await server.ClientAsync(parsed.GetValue(Which)!, cancel);
                Rows.Tell(parsed, await server.DeleteAsync($"api-clients/{id}", cancel), "Revoked.");
                return ExitCodes.Done;
            }
        );
        return command;
    }

    /// <param name="present">What stays where nothing else is said; null for a new pair.</param>
    private static JsonObject RulesOf(ParseResult parsed, JsonObject? present = null)
    {
        var (addresses, any) = (parsed.GetValue(Addresses) ?? [], parsed.GetValue(AnyAddress));
        if (addresses.Length > 0 && any || (addresses.Length == 0 && !any && present is null))
        {
            throw new RefusedException(ExitCodes.WrongUse, "Say from where it may call: --address, or --any-address.");
        }

        var rules = present?.DeepClone().AsObject() ?? [];
        if (addresses.Length > 0 || any)
        {
            rules.Remove("addresses");
            rules["anyAddress"] = any;
            if (!any)
            {
                rules["addresses"] = ArrayOf(addresses);
            }
        }

        var isNeeded = present is not null && (bool)present["needsRequestLine"]! && !parsed.GetValue(NeedsNoRequestLine);
        rules["needsRequestLine"] = parsed.GetValue(NeedsRequestLine) || isNeeded;
        return rules;
    }

    private static JsonArray ArrayOf(string[] words) => [.. words.Select(word => (JsonNode)word)];

    /// <summary>A client by its id, its name or its key.</summary>
    private static async Task<string> ClientAsync(this NativeClient server, string which, CancellationToken cancel)
    {
        var clients = await server.AllAsync("api-clients", cancel);
        var byKey = clients.Find(client => (string?)client["clientId"] == which);
        return byKey is not null ? (string)byKey["id"]! : await server.IdOfAsync("api-clients", which, cancel);
    }
}
