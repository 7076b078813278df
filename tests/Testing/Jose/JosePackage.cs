using System.Text.Json;
using System.Text.Json.Nodes;
using Latchwork.Testing.ZWave;

namespace Latchwork.Testing.Jose;

/// <summary>Tokens and keys made by the public <c>jose</c> package for Node.js: a second implementation of what this server reads.</summary>
public static class JosePackage
{
    private static readonly TimeSpan InstallsWithin = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan AnswersWithin = TimeSpan.FromMinutes(1);

    /// <param name="wishes">As the fixture's README says.</param>
    /// <exception cref="FixtureMissingException">There is no Node.js, or the package cannot be had.</exception>
    public static async Task<JsonElement[]> MakeAsync(params JsonNode[] wishes)
    {
        var folder = NodePackages.Folder("jose");
        await NodePackages.InstallAsync(folder, InstallsWithin);
        var start = NodePackages.Node("tokens.mjs");
        start.WorkingDirectory = folder;
        using var node = NodePackages.Start(start);
        using var patience = new CancellationTokenSource(AnswersWithin);
        var (made, complaints) = (node.StandardOutput.ReadToEndAsync(patience.Token), node.StandardError.ReadToEndAsync(patience.Token));
        await node.StandardInput.WriteAsync(new JsonArray(wishes).ToJsonString());
        node.StandardInput.Close();
        await node.WaitForExitAsync(patience.Token);
        return node.ExitCode == 0
            ? JsonElement.Parse(await made).EnumerateArray().ToArray()
            : throw new InvalidOperationException($"The JOSE fixture failed: {await complaints}");
    }

    public static JsonNode Sign(string alg, string kid, JsonNode claims) =>
        new JsonObject
        {
            ["sign"] = new JsonObject
            {
                ["alg"] = alg,
                ["kid"] = kid,
                ["claims"] = claims.DeepClone(),
            },
        };

    public static JsonNode Encrypt(string alg, string enc, JsonElement key, string text) =>
        new JsonObject
        {
            ["encrypt"] = new JsonObject
            {
                ["alg"] = alg,
                ["enc"] = enc,
                ["key"] = JsonNode.Parse(key.GetRawText()),
                ["text"] = text,
            },
        };
}
