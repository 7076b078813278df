using System.Text.Json.Nodes;

namespace Latchwork.Cli.Text;

/// <summary>Rows under headings, for people.</summary>
internal static class Table
{
    private const int Gap = 2;

    public static void Print(TextWriter to, IReadOnlyList<string> headings, IEnumerable<IReadOnlyList<string?>> rows)
    {
        List<IReadOnlyList<string>> all = [headings, .. rows.Select(row => row.Select(Plain).ToList())];
        var widths = headings.Select((_, column) => all.Max(row => row[column].Length)).ToList();
        foreach (var row in all)
        {
            to.WriteLine(string.Concat(row.Select((cell, column) => cell.PadRight(widths[column] + Gap))).TrimEnd());
        }
    }

    public static void Print(TextWriter to, JsonNode body) => to.WriteLine(body.ToJsonString());

    /// <summary>Names come from devices: no control character of theirs reaches the terminal.</summary>
    public static string Plain(string? cell) => cell is null or "" ? "-" : string.Concat(cell.Select(c => char.IsControl(c) ? '?' : c));
}
