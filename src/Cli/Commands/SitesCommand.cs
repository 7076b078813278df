using System.CommandLine;
using System.Text.Json.Nodes;
using Latchwork.Cli.Api;

namespace Latchwork.Cli.Commands;

/// <summary>Buildings.</summary>
internal static class SitesCommand
{
    private static readonly Option<string?> Zone = new("--zone") { HelpName = "ZONE", Description = "IANA zone of its doors, such as Asia/Tokyo." };

    private static readonly Option<bool?> TellsGuests = new("--notify-guests")
    {
        HelpName = "true|false",
        Description = "Guests are told of their bookings and codes, by mail and telephone as far as they left them.",
    };

    private static readonly Option<int?> EarlyEntry = new("--early-entry")
    {
        HelpName = "MINUTES",
        Description = "So long before a stay its codes go to locks that keep no times themselves.",
    };

    private static readonly Option<string?> Name = new("--name") { HelpName = "NAME", Description = "What you call it." };

    public static Command Create() => new("sites", "Buildings, with the time zone of their doors.") { List(), Add(), Change() };

    /// <summary>The one that is named, or the only one.</summary>
    public static async Task<string> IdAsync(NativeClient server, string? named, CancellationToken cancel)
    {
        if (named is not null)
        {
            return await server.IdOfAsync("sites", named, cancel);
        }

        return await server.AllAsync("sites", cancel) is [var only]
            ? (string)only["id"]!
            : throw new RefusedException(ExitCodes.WrongUse, "There are several sites: name one with --site.");
    }

    private static Command List()
    {
        var command = new Command("list", "All sites.").Speaking();
        command.SetAction(
            async (parsed, cancel) =>
            {
                using var server = Connection.Open(parsed);
                Rows.Print(parsed, await server.AllAsync("sites", cancel), ["NAME", "ZONE", "ID"], ["name", "timeZone", "id"]);
                return ExitCodes.Done;
            }
        );
        return command;
    }

    private static Command Add()
    {
        var name = new Argument<string>("name") { Description = "What you call it." };
        var zone = new Option<string>("--zone")
        {
            HelpName = "ZONE",
            Description = "IANA zone of its doors, such as Asia/Tokyo.",
            Required = true,
        };
        var command = new Command("add", "Adds a site.") { name, zone }.Speaking();
        command.SetAction(
            async (parsed, cancel) =>
            {
                using var server = Connection.Open(parsed);
                var body = new JsonObject { ["name"] = parsed.GetValue(name), ["timeZone"] = parsed.GetValue(zone) };
                var made = await server.PostAsync("sites", body, cancel);
                Rows.Tell(parsed, made, $"Added. Its id is {made["id"]}.");
                return ExitCodes.Done;
            }
        );
        return command;
    }

    private static Command Change()
    {
        var site = new Argument<string>("site") { Description = "Its id, or its name." };
        var command = new Command("change", "Changes what is said; the rest stays.") { site, Name, Zone, EarlyEntry, TellsGuests }.Speaking();
        command.SetAction(
            async (parsed, cancel) =>
            {
                var changes = new JsonObject();
                Put("name", parsed.GetValue(Name));
                Put("timeZone", parsed.GetValue(Zone));
                Put("earlyEntryMinutes", parsed.GetValue(EarlyEntry));
                Put("notifiesGuests", parsed.GetValue(TellsGuests));
                if (changes.Count == 0)
                {
                    throw new RefusedException(ExitCodes.WrongUse, "Say what is to be different: see --help.");
                }

                using var server = Connection.Open(parsed);
                var id = await server.IdOfAsync("sites", parsed.GetValue(site)!, cancel);
                Rows.Tell(parsed, await server.PatchAsync($"sites/{id}", changes, cancel), "Changed.");
                return ExitCodes.Done;

                void Put<T>(string name, T? value)
                {
                    if (value is not null)
                    {
                        changes[name] = JsonValue.Create(value);
                    }
                }
            }
        );
        return command;
    }
}
