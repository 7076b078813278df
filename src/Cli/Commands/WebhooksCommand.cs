using System.CommandLine;
using System.Text.Json.Nodes;
using Latchwork.Cli.Api;

namespace Latchwork.Cli.Commands;

/// <summary>Where the server tells what happens.</summary>
internal static class WebhooksCommand
{
    private static readonly Argument<string> Which = new("webhook") { Description = "Its id, or its name." };

    public static Command Create() =>
        new("webhooks", "Where the server tells what happens at doors and of bookings.")
        {
            List(),
            Add(),
            Remove(),
            Test(),
            Attempts(),
            Replay(),
            Roll(),
        };

    private static Command List()
    {
        var command = new Command(
            "list",
            "All webhooks, and how their targets fare. PARKED are to be replayed; SERVICE subscribed it by itself."
        ).Speaking();
        command.SetAction(
            async (parsed, cancel) =>
            {
                using var server = Connection.Open(parsed);
                Rows.Print(
                    parsed,
                    await server.AllAsync("webhooks", cancel),
                    ["NAME", "FORMAT", "SERVICE", "URL", "PAUSED", "WAITING", "PARKED", "LAST", "ID"],
                    ["name", "format", "service", "url", "pausedBecause", "waiting", "parked", "lastStatus", "id"]
                );
                return ExitCodes.Done;
            }
        );
        return command;
    }

    private static Command Add()
    {
        var format = new Argument<string>("format") { Description = "latchwork, our own, or keyvox-text, keyvox-locks or keyvox-bookings." };
        var url = new Argument<string>("url") { Description = "Where it goes, by https." };
        var name = new Option<string?>("--name") { HelpName = "NAME", Description = "What you call it. Default: its host" };
        var action = new Option<string>("--action") { Description = "Which motions of doors.", DefaultValueFactory = _ => "all" };
        action.AcceptOnlyFromAmong("all", "unlock", "lock");
        var devices = new Option<string[]>("--device") { HelpName = "ID", Description = "A lock or locker. Several times for several. Default: all" };
        var methods = new Option<short[]>("--method")
        {
            HelpName = "N",
            Description = "A way of opening: 1 PIN, 2 card, 5 button, 6 thumb turn, 9 application. Several times for several. Default: all",
        };
        var types = new Option<string[]>("--event")
        {
            HelpName = "TYPE",
            Description = "An event, such as lock.unlock or battery.*. Several times for several. Default: all",
        };
        var ordered = new Option<bool>("--ordered") { Description = "Strictly one after the other. Only for latchwork." };
        var codes = new Option<bool>("--send-codes") { Description = "Fill in the codes of bookings. Needs a key that may reveal them." };
        var command = new Command(
            "add",
            """
            Tells a target what happens from now on. The secret that signs it is shown this once.

              ./latchwork webhooks add keyvox-text https://chat.example.com/hook --action unlock
            """
        )
        {
            format,
            url,
            name,
            action,
            devices,
            methods,
            types,
            ordered,
            codes,
        }.Speaking();
        command.SetAction(
            async (parsed, cancel) =>
            {
                using var server = Connection.Open(parsed);
                var body = new JsonObject
                {
                    ["name"] = parsed.GetValue(name) ?? HostOf(parsed.GetValue(url)!),
                    ["format"] = parsed.GetValue(format),
                    ["url"] = parsed.GetValue(url),
                    ["devices"] = new JsonArray([.. (parsed.GetValue(devices) ?? []).Select(id => (JsonNode)id)]),
                    ["methods"] = new JsonArray([.. (parsed.GetValue(methods) ?? []).Select(number => (JsonNode)number)]),
                    ["sendsCodes"] = parsed.GetValue(codes),
                };
                if (parsed.GetValue(types) is { Length: > 0 } named)
                {
                    body["events"] = new JsonArray([.. named.Select(type => (JsonNode)type)]);
                }

                if (parsed.GetValue(ordered))
                {
                    body["isOrdered"] = true;
                }

                if (EventOf(parsed.GetValue(action)!) is { } only)
                {
                    body["events"] = new JsonArray(only);
                }

                var made = await server.PostAsync("webhooks", body, cancel);
                Rows.Tell(parsed, made, $"Added. Its secret, shown this once: {made["secret"]}. ./latchwork webhooks test {made["id"]} tries it.");
                return ExitCodes.Done;
            }
        );
        return command;
    }

    private static Command Remove()
    {
        var command = new Command("remove", "Tells it no more. What waited for it is withdrawn.") { Which }.Speaking();
        command.SetAction(
            async (parsed, cancel) =>
            {
                using var server = Connection.Open(parsed);
                var id = await server.IdOfAsync("webhooks", parsed.GetValue(Which)!, cancel);
                Rows.Tell(parsed, await server.DeleteAsync($"webhooks/{id}", cancel), "Removed.");
                return ExitCodes.Done;
            }
        );
        return command;
    }

    private static Command Test()
    {
        var command = new Command("test", "Sends it one test, paused or not, and tells how it was answered.") { Which }.Speaking();
        command.SetAction(
            async (parsed, cancel) =>
            {
                using var server = Connection.Open(parsed);
                var id = await server.IdOfAsync("webhooks", parsed.GetValue(Which)!, cancel);
                var told = await server.PostAsync($"webhooks/{id}/test", null, cancel);
                var isDelivered = (bool)told["delivered"]!;
                Rows.Tell(parsed, told, isDelivered ? $"Delivered in {told["took"]} ms." : $"Not delivered: {told["failure"]} {told["status"]}");
                return isDelivered ? ExitCodes.Done : ExitCodes.Refused;
            }
        );
        return command;
    }

    private static Command Attempts()
    {
        const int Usual = 20;
        var limit = new Option<int>("--limit")
        {
            HelpName = "N",
            Description = "How many, at most 200.",
            DefaultValueFactory = _ => Usual,
        };
        var command = new Command("attempts", "What was sent to it and how it was answered, newest first.") { Which, limit }.Speaking();
        command.SetAction(
            async (parsed, cancel) =>
            {
                using var server = Connection.Open(parsed);
                var id = await server.IdOfAsync("webhooks", parsed.GetValue(Which)!, cancel);
                var page = await server.GetAsync($"webhooks/{id}/attempts?limit={parsed.GetValue(limit)}", cancel);
                Rows.Print(
                    parsed,
                    [.. page["items"]!.AsArray().Select(item => item!.AsObject())],
                    ["WHEN", "EVENT", "TRY", "STATUS", "FAILURE", "MS", "NOW", "NEXT", "DELIVERY"],
                    ["startedAt", "event", "number", "status", "failure", "took", "state", "nextAt", "webhookId"]
                );
                return ExitCodes.Done;
            }
        );
        return command;
    }

    private static Command Replay()
    {
        var since = new Option<string?>("--since")
        {
            HelpName = "TIME",
            Description = "All events from then on, however long ago, instead of what was parked.",
        };
        var command = new Command("replay", "Tells once more what was parked, or a part of the list, under the old ids.") { Which, since }.Speaking();
        command.SetAction(
            async (parsed, cancel) =>
            {
                using var server = Connection.Open(parsed);
                var id = await server.IdOfAsync("webhooks", parsed.GetValue(Which)!, cancel);
                var from = parsed.GetValue(since);
                var told = await server.PostAsync($"webhooks/{id}/replay", from is null ? null : new JsonObject { ["since"] = from }, cancel);
                Rows.Tell(
                    parsed,
                    told,
                    from is null ? $"{told["replayed"]} deliveries are tried again." : $"{told["replayed"]} events are looked through once more."
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
            Description = "How long the secret before it signs too, 0 to 168.",
            DefaultValueFactory = _ => Usual,
        };
        var command = new Command("roll", "Gives it a new secret, which is shown this once.") { Which, overlap }.Speaking();
        command.SetAction(
            async (parsed, cancel) =>
            {
                using var server = Connection.Open(parsed);
                var id = await server.IdOfAsync("webhooks", parsed.GetValue(Which)!, cancel);
                var told = await server.PostAsync($"webhooks/{id}/secret", new JsonObject { ["overlapHours"] = parsed.GetValue(overlap) }, cancel);
                Rows.Tell(parsed, told, $"Its secret, shown this once: {told["secret"]}.");
                return ExitCodes.Done;
            }
        );
        return command;
    }

    private static string? EventOf(string action) =>
        action switch
        {
            "unlock" => "lock.unlocked",
            "lock" => "lock.locked",
            _ => null,
        };

    private static string HostOf(string url) => Uri.TryCreate(url, UriKind.Absolute, out var target) ? target.Host : url;
}
