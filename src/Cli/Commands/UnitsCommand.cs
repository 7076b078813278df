using System.CommandLine;
using System.Text.Json.Nodes;
using Latchwork.Cli.Api;

namespace Latchwork.Cli.Commands;

/// <summary>Rooms that can be booked.</summary>
internal static class UnitsCommand
{
    private static readonly Argument<string> Which = new("unit") { Description = "Its id, or its name." };

    public static Command Create() => new("units", "Rooms that can be booked, and the locks that lead into them.") { List(), Add(), Place() };

    private static Command List()
    {
        var command = new Command("list", "All units.").Speaking();
        command.SetAction(
            async (parsed, cancel) =>
            {
                using var server = Connection.Open(parsed);
                var units = await server.AllAsync("units", cancel);
                Rows.Print(
                    parsed,
                    [.. units.Select(WithLocks)],
                    ["NAME", "NUMBER", "CLEAN", "LOCKS", "ID"],
                    ["name", "number", "isClean", "doors", "id"]
                );
                return ExitCodes.Done;
            }
        );
        return command;
    }

    private static JsonObject WithLocks(JsonObject unit)
    {
        unit["doors"] = string.Join(", ", unit["locks"]!.AsArray().Select(door => (string?)door!["name"]));
        return unit;
    }

    private static Command Add()
    {
        var name = new Argument<string>("name") { Description = "What you call it." };
        var site = new Option<string?>("--site") { HelpName = "SITE", Description = "Its id, or its name. Default: the only site" };
        var number = new Option<string?>("--number") { HelpName = "NUMBER", Description = "As on its door." };
        var command = new Command("add", "Adds a unit to a site.") { name, site, number }.Speaking();
        command.SetAction(
            async (parsed, cancel) =>
            {
                using var server = Connection.Open(parsed);
                var body = new JsonObject
                {
                    ["siteId"] = await SitesCommand.IdAsync(server, parsed.GetValue(site), cancel),
                    ["name"] = parsed.GetValue(name),
                };
                if (parsed.GetValue(number) is { } shown)
                {
                    body["number"] = shown;
                }

                var made = await server.PostAsync("units", body, cancel);
                Rows.Tell(parsed, made, $"Added. ./latchwork units place {made["id"]} LOCK says which locks lead into it.");
                return ExitCodes.Done;
            }
        );
        return command;
    }

    private static Command Place()
    {
        var locks = new Argument<string[]>("locks") { Description = "Ids or names; none takes all away.", Arity = ArgumentArity.ZeroOrMore };
        var command = new Command("place", "Says which locks lead into a unit: these and no others.") { Which, locks }.Speaking();
        command.SetAction(
            async (parsed, cancel) =>
            {
                using var server = Connection.Open(parsed);
                var id = await server.IdOfAsync("units", parsed.GetValue(Which)!, cancel);
                var placed = new JsonArray();
                foreach (var named in parsed.GetValue(locks) ?? [])
                {
                    placed.Add(await server.IdOfAsync("locks", named, cancel));
                }

                var count = placed.Count;
                Rows.Tell(
                    parsed,
                    await server.PutAsync($"units/{id}/locks", new JsonObject { ["lockIds"] = placed }, cancel),
                    $"{count} locks lead into it."
                );
                return ExitCodes.Done;
            }
        );
        return command;
    }
}

/// <summary>Offers of units at a price.</summary>
internal static class PlansCommand
{
    public static Command Create() => new("plans", "Offers of units, at a price.") { List(), Add() };

    private static Command List()
    {
        var command = new Command("list", "All plans.").Speaking();
        command.SetAction(
            async (parsed, cancel) =>
            {
                using var server = Connection.Open(parsed);
                Rows.Print(
                    parsed,
                    await server.AllAsync("plans", cancel),
                    ["NAME", "PRICE", "WITH TAX", "GUESTS", "RELEASE", "ID"],
                    ["name", "price", "priceTax", "maxGuests", "release", "id"]
                );
                return ExitCodes.Done;
            }
        );
        return command;
    }

    private static Command Add()
    {
        var name = new Argument<string>("name") { Description = "What you call it." };
        var units = new Argument<string[]>("units") { Description = "Ids or names of the units that it offers.", Arity = ArgumentArity.ZeroOrMore };
        var site = new Option<string?>("--site") { HelpName = "SITE", Description = "Its id, or its name. Default: the only site" };
        var price = new Option<decimal>("--price") { HelpName = "AMOUNT", Description = "Without tax. Default: 0" };
        var command = new Command("add", "Adds a plan to a site.") { name, units, site, price }.Speaking();
        command.SetAction(
            async (parsed, cancel) =>
            {
                using var server = Connection.Open(parsed);
                var offered = new JsonArray();
                foreach (var named in parsed.GetValue(units) ?? [])
                {
                    offered.Add(await server.IdOfAsync("units", named, cancel));
                }

                var body = new JsonObject
                {
                    ["siteId"] = await SitesCommand.IdAsync(server, parsed.GetValue(site), cancel),
                    ["name"] = parsed.GetValue(name),
                    ["price"] = parsed.GetValue(price),
                    ["unitIds"] = offered,
                };
                var made = await server.PostAsync("plans", body, cancel);
                Rows.Tell(parsed, made, $"Added. Its id is {made["id"]}.");
                return ExitCodes.Done;
            }
        );
        return command;
    }
}
