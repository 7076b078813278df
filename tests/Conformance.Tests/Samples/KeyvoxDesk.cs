using System.Text;
using System.Text.Json.Nodes;
using Latchwork.Testing.Keyvox;

namespace Latchwork.Conformance.Tests.Samples;

/// <summary>The key of a demo in our own hands, to see from outside what a sample did with it.</summary>
internal sealed class KeyvoxDesk(DemoServer demo)
{
    private readonly KeyvoxKey key = new((string)demo.Keyvox["apiKey"]!, (string)demo.Keyvox["secret"]!);

    /// <summary>As every sample reads them.</summary>
    public (string Name, string Value)[] Settings => [("KEYVOX_URL", demo.Url), ("KEYVOX_KEY", key.Key), ("KEYVOX_SECRET", key.Secret)];

    public async Task<JsonNode> AskAsync(string path, string body) => JsonNode.Parse((await SendAsync(path, body)).Text)!["data"]!;

    public async Task<(int Status, string Text)> SendAsync(string path, string body)
    {
        using var http = new HttpClient { BaseAddress = demo.Server.BaseUrl };
        using var request = key.Request(path, body, TimeProvider.System.GetUtcNow());
        using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
        return ((int)answer.StatusCode, Encoding.UTF8.GetString(await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)));
    }
}
