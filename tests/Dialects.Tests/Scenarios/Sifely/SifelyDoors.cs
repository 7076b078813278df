using System.Text.Json.Nodes;
using Latchwork.Testing;

namespace Latchwork.Dialects.Tests.Scenarios.Sifely;

/// <summary>The doors of a live server, as the Sifely wire names them.</summary>
internal static class SifelyDoors
{
    /// <summary>Front door, Back gate, Office.</summary>
    private const int LinkedDoors = 3;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Teaches the runner the account's key and the numbers of its doors, by their names, and that of a stranger's door.</summary>
    public static async Task KnowAsync(SifelyClient client, ScenarioRunner runner)
    {
        var key = await client.LogInAsync();
        runner.Know("key", key);
        runner.Know("account", LiveServer.Account);
        runner.Know("md5", LiveServer.PasswordMd5);
        foreach (var door in await OfAsync(client, key))
        {
            runner.Know((string)door!["lockName"]!, door["lockId"]!.ToJsonString());
        }

        var strangers = await OfAsync(client, await client.LogInAsync(LiveServer.Stranger));
        runner.Know("a stranger's door", strangers[0]!["lockId"]!.ToJsonString());
    }

    /// <summary>The doors of the account; they appear once their link was reached.</summary>
    private static async Task<JsonArray> OfAsync(SifelyClient client, string key)
    {
        JsonArray doors = [];
        await Poll.UntilAsync(
            async () =>
            {
                doors = JsonNode.Parse((await client.PostAsync("/v3/lock/list", key)).Body)!["list"]!.AsArray();
                return doors.Count(door => (int)door!["isOnline"]! == 1) == LinkedDoors;
            },
            Patience
        );
        return doors;
    }
}
