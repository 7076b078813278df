using System.Text.Json.Nodes;
using Latchwork.Testing;

namespace Latchwork.Conformance.Tests.Samples;

/// <summary>A demo that the samples of a class share.</summary>
public sealed class DemoServer : IAsyncLifetime
{
    private readonly string folder = TestPaths.Fresh("data");

    internal ServerProcess Server { get; private set; } = null!;

    internal string Url => Server.BaseUrl.ToString().TrimEnd('/');

    internal string Account => (string)Sifely["account"]!;

    internal string Password => (string)Sifely["password"]!;

    internal JsonNode Doordeck => Server.Ready["doordeck"]!;

    internal JsonNode Keyvox => Server.Ready["keyvox"]!;

    internal JsonNode Native => Server.Ready["native"]!;

    private JsonNode Sifely => Server.Ready["sifely"]!;

    internal string Lock(string name) => Sifely["locks"]!.AsArray().Single(item => (string)item!["name"]! == name)!["lockId"]!.ToString();

    public async ValueTask InitializeAsync() =>
        Server = await ServerProcess.StartAsync(new ServerSetup { DataFolder = folder, Arguments = ["--demo"] });

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}
