using System.Text.Json.Nodes;
using Latchwork.Conformance.Tests.Native;
using Latchwork.Testing;
using Latchwork.Testing.ZWave;

namespace Latchwork.Conformance.Tests.ZWave;

/// <summary>A Z-Wave stick paired over our own API, and its doors as the Sifely wire names them.</summary>
internal static class PairedDoors
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <returns>The link's id.</returns>
    public static async Task<string> PairAsync(this House house, ZWaveFixture radio)
    {
        var body = new JsonObject
        {
            ["family"] = "zwave-js",
            ["address"] = radio.Server,
            ["name"] = "Stick",
        };
        return (string)(await house.NativeAsync(HttpMethod.Post, "links", body))["id"]!;
    }

    /// <summary>The name of the node's lock, once it is there.</summary>
    public static async Task<string> AwaitLockAsync(this House house, string link, int node)
    {
        JsonNode? found = null;
        await Poll.UntilAsync(
            async () =>
            {
                var detail = await house.NativeAsync(HttpMethod.Get, $"links/{link}");
                found = detail["devices"]!.AsArray().FirstOrDefault(device => (string)device!["address"]! == $"{node}" && (bool)device["isOnline"]!);
                return found?["lockId"] is not null;
            },
            Patience
        );
        return (string)(await house.NativeAsync(HttpMethod.Get, $"locks/{found!["lockId"]}"))["name"]!;
    }

    /// <summary>The number of a lock on the Sifely wire, by its name.</summary>
    public static async Task<int> LockNumberAsync(this House house, string key, string name)
    {
        var keys = (await house.SifelyAsync(key, "/v3/key/list"))["list"]!.AsArray();
        return (int)keys.Single(row => (string)row!["lockName"]! == name)!["lockId"]!;
    }

    public static async Task<JsonNode> SifelyAsync(this House house, string key, string path) =>
        (await house.SendAsync(HttpMethod.Post, path, key)).Body;
}
