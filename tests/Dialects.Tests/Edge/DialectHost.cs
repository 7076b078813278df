using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Latchwork.Dialects.Sifely;
using Latchwork.Domain.Audit;
using Latchwork.Operations;
using Latchwork.Operations.Recovery;
using Latchwork.Operations.Secrets;
using Latchwork.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Latchwork.Dialects.Tests.Edge;

/// <summary>The dialects behind a real web server, in front of a database that does not answer: for all that is settled before an operation.</summary>
internal sealed class DialectHost : IAsyncDisposable
{
    private readonly WebApplication server;

    private DialectHost(WebApplication app, LogLines lines)
    {
        server = app;
        Lines = lines;
        Address = new Uri(app.Urls.Single());
        Http = new HttpClient { BaseAddress = Address };
    }

    public Uri Address { get; }

    public HttpClient Http { get; }

    public LogLines Lines { get; }

    public EndpointDataSource Endpoints => server.Services.GetRequiredService<EndpointDataSource>();

    public static Task<DialectHost> StartAsync(bool isSetUp = true, params IReadOnlyList<(string Key, string Value)> settings) =>
        StartAsync(isSetUp, settings, _ => { });

    /// <summary>With a route of the Sifely wire whose handler breaks.</summary>
    public static Task<DialectHost> StartBrokenAsync(string pattern) =>
        StartAsync(
            isSetUp: true,
            settings: [],
            app =>
                new DialectRoutes(app, Surface.Sifely)
                    .Public("break", because: "It is a test.")
                    .MapGet(pattern, string () => throw new InvalidOperationException("A canary of the inside."))
        );

    private static async Task<DialectHost> StartAsync(
        bool isSetUp,
        IReadOnlyList<(string Key, string Value)> settings,
        Action<WebApplication> mapMore
    )
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value)));
        var lines = new LogLines();
        builder.Logging.ClearProviders().AddProvider(lines).AddFilter("Latchwork", LogLevel.Trace).AddFilter("Microsoft", LogLevel.Warning);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(NpgsqlDataSource.Create("Host=127.0.0.1;Port=1;Username=nobody;Timeout=1"));
        builder.Services.AddSingleton(new RootKeys(new RootKey(RandomNumberGenerator.GetBytes(RootKey.Size))));
        builder.Services.AddSingleton(new KeyRingOptions()).AddSingleton(new PasswordHashOptions());
        builder.Services.AddSingleton(new RecoveryOptions { Folder = TestPaths.Fresh("recovery") });
        builder.Services.AddOperations();
        builder.Services.AddDialects().AddSifely();

        var app = builder.Build();
        app.UseDialects(_ => new(isSetUp));
        app.MapSifely();
        app.MapGet("/v3/undeclared", () => "never");
        mapMore(app);
        app.MapGet("/other", () => "other");
        await app.StartAsync();
        return new DialectHost(app, lines);
    }

    public async Task<(int Status, string Body, HttpResponseMessage Answer)> SendAsync(string verb, string path, params (string, string)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(verb), path);
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        var answer = await Http.SendAsync(request);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(), answer);
    }

    /// <summary>Sends bytes as they are and reads until the server closes.</summary>
    public async Task<string> SendRawAsync(string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(Address.Host, Address.Port);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request));
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return await reader.ReadToEndAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await server.DisposeAsync();
    }
}
