using System.Text.Json;
using System.Text.Json.Nodes;
using Latchwork.Testing.ZWave;

namespace Latchwork.Testing.Webhooks;

/// <summary>The public <c>standardwebhooks</c> package for Node.js, as receivers use it (WH-1).</summary>
public static class PublicVerifier
{
    private static readonly TimeSpan InstallsWithin = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan AnswersWithin = TimeSpan.FromMinutes(10);

    /// <returns>How many verify; and of those that do not, how many, and what it says of the first.</returns>
    /// <exception cref="FixtureMissingException">There is no Node.js, or the package cannot be had.</exception>
    public static async Task<(int Verified, int Refused, string? First)> VerifyAsync(IEnumerable<(string Secret, ReceivedWebhook Got)> deliveries)
    {
        var folder = NodePackages.Folder("webhooks");
        await NodePackages.InstallAsync(folder, InstallsWithin);
        var start = NodePackages.Node("verify.mjs");
        start.WorkingDirectory = folder;
        using var node = NodePackages.Start(start);
        using var patience = new CancellationTokenSource(AnswersWithin);
        var (said, complaints) = (node.StandardOutput.ReadToEndAsync(patience.Token), node.StandardError.ReadToEndAsync(patience.Token));
        foreach (var (secret, got) in deliveries)
        {
            await node.StandardInput.WriteLineAsync(LineOf(secret, got));
        }

        node.StandardInput.Close();
        await node.WaitForExitAsync(patience.Token);
        if (node.ExitCode != 0)
        {
            throw new InvalidOperationException($"The webhooks fixture failed: {await complaints}");
        }

        var result = JsonElement.Parse(await said);
        return (result.GetProperty("verified").GetInt32(), result.GetProperty("refused").GetInt32(), result.GetProperty("first").GetString());
    }

    private static string LineOf(string secret, ReceivedWebhook got) =>
        new JsonObject
        {
            ["secret"] = secret,
            ["id"] = got.Id,
            ["timestamp"] = got.Headers["webhook-timestamp"],
            ["signature"] = got.Headers["webhook-signature"],
            ["body"] = Convert.ToBase64String(got.Body),
        }.ToJsonString();
}
