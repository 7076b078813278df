using System.Text.Json.Nodes;
using Latchwork.Testing.ZWave;

namespace Latchwork.Testing.OpenApi;

/// <summary>What others make of an OpenAPI document: the linter of Redocly, and the types that <c>openapi-typescript</c> writes from it.</summary>
public static class OpenApiTools
{
    private static readonly TimeSpan InstallsWithin = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan AnswersWithin = TimeSpan.FromMinutes(3);

    /// <returns>One line a finding.</returns>
    /// <exception cref="FixtureMissingException">There is no Node.js, or the packages cannot be had.</exception>
    public static async Task<IReadOnlyList<string>> LintAsync(JsonNode document) =>
        (await RunAsync("lint.mjs", document, new Dictionary<string, string>(StringComparer.Ordinal))).Output.Split(
            '\n',
            StringSplitOptions.RemoveEmptyEntries
        );

    /// <summary>Writes a client from the document, compiles it with a program that uses it, and runs that against the server.</summary>
    /// <returns>What the program tells at its end.</returns>
    /// <inheritdoc cref="LintAsync"/>
    public static async Task<JsonNode> RunStoryAsync(JsonNode document, Uri server, string key)
    {
        var told = await RunAsync(
            "story.mjs",
            document,
            new Dictionary<string, string>(StringComparer.Ordinal) { ["LATCHWORK_URL"] = server.ToString(), ["LATCHWORK_KEY"] = key }
        );
        return JsonNode.Parse(told.Output)!;
    }

    private static async Task<(int ExitCode, string Output)> RunAsync(
        string script,
        JsonNode document,
        IReadOnlyDictionary<string, string> environment
    )
    {
        var folder = NodePackages.Folder("openapi");
        await NodePackages.InstallAsync(folder, InstallsWithin);
        var start = NodePackages.Node(script);
        start.WorkingDirectory = folder;
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var node = NodePackages.Start(start);
        using var patience = new CancellationTokenSource(AnswersWithin);
        var (told, complaints) = (node.StandardOutput.ReadToEndAsync(patience.Token), node.StandardError.ReadToEndAsync(patience.Token));
        await node.StandardInput.WriteAsync(document.ToJsonString());
        node.StandardInput.Close();
        await node.WaitForExitAsync(patience.Token);
        return node.ExitCode == 0
            ? (node.ExitCode, await told)
            : throw new InvalidOperationException($"{script} ended with {node.ExitCode}: {await told}{await complaints}");
    }
}
