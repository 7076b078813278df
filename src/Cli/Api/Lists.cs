using System.Text.Json.Nodes;

namespace Latchwork.Cli.Api;

/// <summary>Lists of the server, whole: part after part.</summary>
internal static class Lists
{
    private const int PartSize = 200;

    /// <param name="path">With a query or without.</param>
    public static async Task<List<JsonObject>> AllAsync(this NativeClient server, string path, CancellationToken cancel)
    {
        var all = new List<JsonObject>();
        var mark = path.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        string? next = null;
        do
        {
            var place = next is null ? "" : $"&cursor={Uri.EscapeDataString(next)}";
            var body = await server.GetAsync($"{path}{mark}limit={PartSize}{place}", cancel);
            all.AddRange(body["items"]!.AsArray().Select(item => item!.AsObject()));
            next = (string?)body["next"];
        } while (next is not null);

        return all;
    }

    /// <summary>The one thing of that id, or of that name where no other has it.</summary>
    /// <param name="named">The member that its name is.</param>
    public static async Task<string> IdOfAsync(
        this NativeClient server,
        string path,
        string idOrName,
        CancellationToken cancel,
        string named = "name"
    )
    {
        if (Guid.TryParseExact(idOrName, "D", out _))
        {
            return idOrName;
        }

        var found = (await server.AllAsync(path, cancel)).FindAll(item =>
            string.Equals((string?)item[named], idOrName, StringComparison.OrdinalIgnoreCase)
        );
        return found switch
        {
            [var only] => (string)only["id"]!,
            [] => throw new RefusedException(ExitCodes.Refused, $"There is nothing called '{idOrName}' among the {path}."),
            _ => throw new RefusedException(ExitCodes.Refused, $"{found.Count} of the {path} are called '{idOrName}'. Name one by its id."),
        };
    }
}
