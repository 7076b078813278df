using System.CommandLine;
using System.Text.Json.Nodes;
using Latchwork.Cli.Api;
using Latchwork.Cli.Text;

namespace Latchwork.Cli.Commands;

/// <summary>Prints what the server answered: for people, or with <c>--json</c> as JSON: of a list all its pages as one array.</summary>
internal static class Rows
{
    /// <param name="members">One a column; with a dot one inside another.</param>
    public static void Print(ParseResult parsed, IReadOnlyList<JsonObject> items, string[] headings, string[] members)
    {
        if (parsed.GetValue(Connection.Json))
        {
            Table.Print(Console.Out, new JsonArray([.. items.Select(item => item.DeepClone())]));
            return;
        }

        Table.Print(Console.Out, headings, items.Select(item => members.Select(member => Cell(At(item, member))).ToList()));
    }

    public static void Tell(ParseResult parsed, JsonObject answer, string sentence)
    {
        if (parsed.GetValue(Connection.Json))
        {
            Table.Print(Console.Out, answer);
        }
        else
        {
            Console.Out.WriteLine(Table.Plain(sentence.Trim()));
        }
    }

    public static string YesNo(JsonNode? flag) => (bool)flag! ? "yes" : "no";

    private static JsonNode? At(JsonObject item, string member) => member.Split('.').Aggregate((JsonNode?)item, (node, name) => node?[name]);

    private static string? Cell(JsonNode? value) =>
        value?.GetValueKind() switch
        {
            System.Text.Json.JsonValueKind.True or System.Text.Json.JsonValueKind.False => YesNo(value),
            _ => value?.ToString(),
        };
}
