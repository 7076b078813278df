using System.Text.Json.Nodes;
using Latchwork.Dialects.Tests.Scenarios;
using Latchwork.Testing;
using Latchwork.Testing.OpenApi;
using Latchwork.Testing.ZWave;

namespace Latchwork.Dialects.Tests.Native;

/// <summary>A client that others' tools write from the document, compiled with a program that uses it, against the server that served it.</summary>
public sealed class GeneratedClientTests
{
    [Fact]
    public async Task A_generated_client_compiles_and_brings_a_guest_in()
    {
        await using var server = await LiveServer.StartAsync();
        var document = await GetAsync(server, "/api/v1/openapi.json");
        await Poll.UntilAsync(async () =>
            (await GetAsync(server, "/api/v1/locks?name=Front"))["items"]!.AsArray() is [var door] && (bool)door!["isOnline"]!
        );
        JsonNode told;
        try
        {
            told = await OpenApiTools.RunStoryAsync(document, server.Http.BaseAddress!, server.NativeKey);
        }
        catch (FixtureMissingException missing)
        {
            Assert.Skip(missing.Message);
            return;
        }

        Assert.Equal(
            """{"locks":1,"evidence":"readBack","readiness":"ready","isRevealed":true,"outcomes":["done","done"],"state":"booked","codes":1,"unlocks":1,"grants":["owner","Painter"],"changed":[200,"precondition-failed"],"missing":"not-found"}""",
            told.ToJsonString()
        );
    }

    private static async Task<JsonNode> GetAsync(LiveServer server, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {server.NativeKey}");
        using var answer = await server.Http.SendAsync(request);
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
    }
}
