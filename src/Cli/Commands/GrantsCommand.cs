using System.CommandLine;
using System.Text.Json.Nodes;
using Latchwork.Cli.Api;

namespace Latchwork.Cli.Commands;

/// <summary>Who may open what, and when.</summary>
internal static class GrantsCommand
{
    private static readonly Argument<string> Which = new("grant") { Description = "Its id." };

    private static readonly Option<string?> Role = new("--role") { HelpName = "ROLE", Description = "holder, deputy or manager. Default: holder" };

    private static readonly Option<DateTimeOffset?> From = new("--from")
    {
        HelpName = "TIME",
        Description = "Such as 2031-03-01T12:00Z. Default: now",
    };

    private static readonly Option<DateTimeOffset?> Until = new("--until") { HelpName = "TIME", Description = "Default: for good" };

    private static readonly Option<string[]> Hours = new("--hours")
    {
        HelpName = "DAYS@FROM-UNTIL",
        Description = "Only then, by the clocks of the site: days 1 Monday to 7 Sunday, such as 12345@08:00-18:00. Several times for several.",
    };

    private static readonly Option<string?> Name = new("--name") { HelpName = "NAME", Description = "What you call it." };

    static GrantsCommand()
    {
        Role.AcceptOnlyFromAmong("holder", "deputy", "manager");
        Hours.Validators.Add(result =>
        {
            if (result.Tokens.Any(token => WindowOf(token.Value) is null))
            {
                result.AddError("--hours are days and times, such as 12345@08:00-18:00.");
            }
        });
    }

    public static Command Create() =>
        new("grants", "Who may open what, and when.")
        {
            List(),
            Give(),
            Change(),
            Act("freeze", "Frozen.", "It opens nothing until that is undone."),
            Act("unfreeze", "Frozen no more.", "Undoes that."),
            Revoke(),
        };

    private static Command List()
    {
        var door = new Option<string?>("--lock") { HelpName = "LOCK", Description = "To this lock." };
        var user = new Option<string?>("--user") { HelpName = "ID", Description = "Of this person." };
        var command = new Command("list", "All grants that were not revoked. WAITING: for a first password.") { door, user }.Speaking();
        command.SetAction(
            async (parsed, cancel) =>
            {
                using var server = Connection.Open(parsed);
                var filters = new List<string>();
                if (parsed.GetValue(door) is { } named)
                {
                    filters.Add($"lockId={await server.IdOfAsync("locks", named, cancel)}");
                }

                if (parsed.GetValue(user) is { } person)
                {
                    filters.Add($"userId={Uri.EscapeDataString(person)}");
                }

                Rows.Print(
                    parsed,
                    await server.AllAsync(filters.Count == 0 ? "grants" : $"grants?{string.Join('&', filters)}", cancel),
                    ["LOCK", "PERSON", "LOGIN", "ROLE", "FROM", "UNTIL", "FROZEN", "WAITING", "ID"],
                    ["lockName", "userName", "userLogin", "role", "window.startsAt", "window.endsAt", "isFrozen", "isWaiting", "id"]
                );
                return ExitCodes.Done;
            }
        );
        return command;
    }

    private static Command Give()
    {
        var door = new Argument<string>("lock") { Description = "Its id, or its name." };
        var person = new Argument<string>("person") { Description = "A name that they log in with; or the id of somebody whom the tenant knows." };
        var invite = new Option<bool>("--invite") { Description = "Whoever has no account is invited to one, by e-mail or short message." };
        var here = new Option<bool>("--not-from-afar") { Description = "It opens nothing from afar." };
        var command = new Command(
            "give",
            """
            Gives somebody a right to a lock. There is one for each person and lock: given again it gets these terms.

              ./latchwork grants give "Front door" ada@example.com --invite --until 2031-04-01T00:00Z --hours 12345@08:00-18:00
            """
        )
        {
            door,
            person,
            Role,
            From,
            Until,
            Hours,
            Name,
            invite,
            here,
        }.Speaking();
        command.SetAction(
            async (parsed, cancel) =>
            {
                using var server = Connection.Open(parsed);
                var body = BodyOf(parsed);
                body["lockId"] = await server.IdOfAsync("locks", parsed.GetValue(door)!, cancel);
                body[Guid.TryParseExact(parsed.GetValue(person), "D", out _) ? "userId" : "login"] = parsed.GetValue(person);
                body["invitesUnknown"] = parsed.GetValue(invite);
                body["canUnlockRemotely"] = !parsed.GetValue(here);
                var made = await server.PostAsync("grants", body, cancel);
                Rows.Tell(parsed, made, $"Given: {made["id"]}.");
                return ExitCodes.Done;
            }
        );
        return command;
    }

    private static Command Change()
    {
        var command = new Command("change", "Changes what is given; the rest stays. Of --from and --until both are replaced.")
        {
            Which,
            Role,
            From,
            Until,
            Hours,
            Name,
        }.Speaking();
        command.SetAction(
            async (parsed, cancel) =>
            {
                using var server = Connection.Open(parsed);
                Rows.Tell(parsed, await server.PatchAsync($"grants/{parsed.GetValue(Which)}", BodyOf(parsed), cancel), "Changed.");
                return ExitCodes.Done;
            }
        );
        return command;
    }

    private static Command Act(string word, string done, string description)
    {
        var command = new Command(word, description) { Which }.Speaking();
        command.SetAction(
            async (parsed, cancel) =>
            {
                using var server = Connection.Open(parsed);
                Rows.Tell(parsed, await server.PostAsync($"grants/{parsed.GetValue(Which)}/{word}", null, cancel), done);
                return ExitCodes.Done;
            }
        );
        return command;
    }

    private static Command Revoke()
    {
        var command = new Command("revoke", "Ends a grant at once and for good, and what derives from it.") { Which }.Speaking();
        command.SetAction(
            async (parsed, cancel) =>
            {
                using var server = Connection.Open(parsed);
                Rows.Tell(parsed, await server.DeleteAsync($"grants/{parsed.GetValue(Which)}", cancel), "Revoked.");
                return ExitCodes.Done;
            }
        );
        return command;
    }

    private static JsonObject BodyOf(ParseResult parsed)
    {
        var body = new JsonObject();
        if (parsed.GetValue(Role) is { } role)
        {
            body["role"] = role;
        }

        if (parsed.GetValue(Name) is { } name)
        {
            body["name"] = name;
        }

        var (from, until) = (parsed.GetValue(From), parsed.GetValue(Until));
        if (from is not null || until is not null)
        {
            var window = new JsonObject();
            Add(window, "startsAt", from);
            Add(window, "endsAt", until);
            body["window"] = window;
        }

        if (parsed.GetValue(Hours) is { Length: > 0 } hours)
        {
            body["hours"] = new JsonObject { ["windows"] = new JsonArray([.. hours.Select(WindowOf)]) };
        }

        return body;
    }

    private static void Add(JsonObject window, string name, DateTimeOffset? at)
    {
        if (at is { } instant)
        {
            window[name] = instant.ToUniversalTime();
        }
    }

    /// <summary>Null where it is none.</summary>
    private static JsonObject? WindowOf(string text)
    {
        string[] days = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
        return text.Split('@', '-') is [{ Length: > 0 } digits, var from, var until] && digits.All(digit => digit is >= '1' and <= '7')
            ? new JsonObject
            {
                ["days"] = new JsonArray([.. digits.Select(digit => JsonValue.Create(days[digit - '1']))]),
                ["from"] = from,
                ["until"] = until,
            }
            : null;
    }
}
