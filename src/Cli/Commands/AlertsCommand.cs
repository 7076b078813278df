using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.Json.Nodes;
using Latchwork.Cli.Api;

namespace Latchwork.Cli.Commands;

/// <summary>Who is told, by mail or short message, what happens at doors.</summary>
internal static class AlertsCommand
{
    private static readonly Argument<string> Which = new("alert") { Description = "Its id." };

    private static readonly Option<string[]> Topics = new("--topic")
    {
        HelpName = "TOPIC",
        Description = """
            doorForced, doorAjar, doorLeftUnlocked, jammed, tampered, wrongCodes, batteryLow, batteryForecast, linkOffline,
            deviceOffline, credentialAtRisk, stayAtRisk, clockDrift, forgery or webhookPaused. Several times for several.
            """,
    };

    private static readonly Option<string[]> Sites = new("--site")
    {
        HelpName = "SITE",
        Description = "Of this site alone. Several times for several.",
    };

    private static readonly Option<string[]> Locks = new("--lock")
    {
        HelpName = "LOCK",
        Description = "Of this lock alone. Several times for several.",
    };

    private static readonly Option<string?> Quiet = new("--quiet")
    {
        HelpName = "FROM-UNTIL",
        Description = "Hours without messages by the clocks of the site, such as 22:00-07:00; 00:00-00:00: none.",
    };

    private static readonly Option<bool> AtNight = new("--nothing-is-urgent") { Description = "In quiet hours not even what is urgent." };

    private static readonly Option<int?> Most = new("--most") { HelpName = "N", Description = "Messages an hour; the rest comes in one after it." };

    private static readonly Option<string?> Channel = new("--by") { HelpName = "WAY", Description = "mail or sms. Default: mail" };

    static AlertsCommand()
    {
        Quiet.Validators.Add(ValidateQuiet);
        Channel.AcceptOnlyFromAmong("mail", "sms");
    }

    public static Command Create() =>
        new("alerts", "Who is told, by mail or short message, what happens at doors.") { List(), Add(), Change(), Remove() };

    private static Command List()
    {
        var command = new Command("list", "Everybody who is told. DEFAULT: nobody asked for it.").Speaking();
        command.SetAction(
            async (parsed, cancel) =>
            {
                using var server = Connection.Open(parsed);
                var alerts = await server.AllAsync("alerts", cancel);
                var shown = parsed.GetValue(Connection.Json) ? alerts : [.. alerts.Select(Shown)];
                Rows.Print(
                    parsed,
                    shown,
                    ["PERSON", "BY", "TOPICS", "PLACES", "QUIET", "AN HOUR", "DEFAULT", "ID"],
                    ["person", "channel", "topics", "places", "quiet", "mostAnHour", "isDefault", "id"]
                );
                return ExitCodes.Done;
            }
        );
        return command;
    }

    private static Command Add()
    {
        var person = new Argument<string>("person") { Description = "A member: an id, or a name that they log in with." };
        var command = new Command(
            "add",
            """
            Lets a member be told what happens from now on, by an address that they have proven. Without topics all that they may know of.

              ./latchwork alerts add desk@example.com --topic doorForced --topic batteryForecast --quiet 22:00-07:00
            """
        )
        {
            person,
            Topics,
            Sites,
            Locks,
            Quiet,
            AtNight,
            Most,
            Channel,
        }.Speaking();
        command.SetAction(
            async (parsed, cancel) =>
            {
                using var server = Connection.Open(parsed);
                var body = await BodyAsync(parsed, server, cancel);
                body["person"] = parsed.GetValue(person);
                var made = await server.PostAsync("alerts", body, cancel);
                Rows.Tell(parsed, made, $"Added: {made["id"]}.");
                return ExitCodes.Done;
            }
        );
        return command;
    }

    private static Command Change()
    {
        var command = new Command("change", "Changes what is given; the rest stays.")
        {
            Which,
            Topics,
            Sites,
            Locks,
            Quiet,
            AtNight,
            Most,
            Channel,
        }.Speaking();
        command.SetAction(
            async (parsed, cancel) =>
            {
                using var server = Connection.Open(parsed);
                var body = await BodyAsync(parsed, server, cancel);
                Rows.Tell(parsed, await server.PatchAsync($"alerts/{parsed.GetValue(Which)}", body, cancel), "Changed.");
                return ExitCodes.Done;
            }
        );
        return command;
    }

    private static Command Remove()
    {
        var command = new Command("remove", "They are told no more; what waits is not told either.") { Which }.Speaking();
        command.SetAction(
            async (parsed, cancel) =>
            {
                using var server = Connection.Open(parsed);
                Rows.Tell(parsed, await server.DeleteAsync($"alerts/{parsed.GetValue(Which)}", cancel), "Removed.");
                return ExitCodes.Done;
            }
        );
        return command;
    }

    private static async Task<JsonObject> BodyAsync(ParseResult parsed, NativeClient server, CancellationToken cancel)
    {
        var body = new JsonObject();
        if (parsed.GetValue(Topics) is { Length: > 0 } topics)
        {
            body["topics"] = new JsonArray([.. topics.Select(topic => (JsonNode)topic)]);
        }

        if (parsed.GetValue(Sites) is { Length: > 0 } sites)
        {
            body["siteIds"] = await IdsAsync(server, "sites", sites, cancel);
        }

        if (parsed.GetValue(Locks) is { Length: > 0 } locks)
        {
            body["lockIds"] = await IdsAsync(server, "locks", locks, cancel);
        }

        if (parsed.GetValue(Quiet) is { } quiet && quiet.Split('-') is [var from, var until])
        {
            body["quietHours"] = new JsonObject { ["from"] = from, ["until"] = until };
        }

        if (parsed.GetValue(AtNight))
        {
            body["urgentPasses"] = false;
        }

        if (parsed.GetValue(Most) is { } most)
        {
            body["mostAnHour"] = most;
        }

        if (parsed.GetValue(Channel) is { } channel)
        {
            body["channel"] = channel;
        }

        return body;
    }

    private static async Task<JsonArray> IdsAsync(NativeClient server, string list, string[] named, CancellationToken cancel)
    {
        var ids = new JsonArray();
        foreach (var name in named)
        {
            ids.Add(await server.IdOfAsync(list, name, cancel));
        }

        return ids;
    }

    private static void ValidateQuiet(OptionResult result)
    {
        if (result.Tokens is [{ Value: var text }] && !(text.Split('-') is [var from, var until] && IsTime(from) && IsTime(until)))
        {
            result.AddError("Quiet hours are two times, such as 22:00-07:00.");
        }
    }

    private static bool IsTime(string text) => TimeOnly.TryParseExact(text, "HH:mm", out _);

    /// <summary>A row for people.</summary>
    private static JsonObject Shown(JsonObject alert) =>
        new()
        {
            ["person"] = (alert["personName"] ?? alert["personId"])?.DeepClone(),
            ["channel"] = alert["channel"]?.DeepClone(),
            ["topics"] = string.Join(' ', alert["topics"]!.AsArray().Select(topic => $"{topic}")),
            ["places"] = alert["siteIds"]!.AsArray().Count + alert["lockIds"]!.AsArray().Count is > 0 and var places ? $"{places}" : "all",
            ["quiet"] = alert["quietHours"] is { } quiet ? $"{quiet["from"]}-{quiet["until"]}" : "",
            ["mostAnHour"] = alert["mostAnHour"]?.DeepClone(),
            ["isDefault"] = alert["isDefault"]?.DeepClone(),
            ["id"] = alert["id"]?.DeepClone(),
        };
}
