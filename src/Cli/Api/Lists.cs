using System.Text.Json.Nodes;

namespace Latchwork.Cli.Api;

/// <summary>Lists of the server, whole: page after page.</summary>
internal static class Lists
{
    private const int PageSize = 200;

    /// <param name="path">With a query or without.</param>
    public static async Task<List<JsonObject>> AllAsync(this NativeClient server, string path, CancellationToken cancel)
    {
        var all = new List<JsonObject>();
        var mark = path.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        for (var page = 1; ; page++)
        {
            var body = await server.GetAsync($"{path}{mark}page={page}&pageSize={PageSize}", cancel);
            var items = body["items"]!.AsArray();
            all.AddRange(items.Select(item => item!.AsObject()));
            if (items.Count == 0 || all.Count >= (int)body["total"]!)
            {
                return all;
            }
        }
    }

    /// <summary>The one thing of that id, or of that name where no other has it.</summary>
    public static async Task<string> IdOfAsync(this NativeClient server, string path, string idOrName, CancellationToken cancel)
    {
        if (Guid.TryParseExact(idOrName, "D", out _))
        {
            return idOrName;
        }

        var found = (await server.AllAsync(path, cancel)).FindAll(item =>
            string.Equals((string?)item["name"], idOrName, StringComparison.OrdinalIgnoreCase)
        );
        return found switch
        {
            [var only] => (string)only["id"]!,
            [] => throw new RefusedException(ExitCodes.Refused, $"There is nothing called '{idOrName}' among the {path}."),
            _ => throw new RefusedException(ExitCodes.Refused, $"{found.Count} of the {path} are called '{idOrName}'. Name one by its id."),
        };
    }
}
