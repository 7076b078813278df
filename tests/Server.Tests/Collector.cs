using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Latchwork.Server.Tests;

/// <summary>
/// The far end of OTLP over gRPC: takes every export and keeps its bytes. Names and values stand in them as they are, so a text search tells
/// what was sent.
/// </summary>
internal sealed class Collector : IAsyncDisposable
{
    /// <summary>A gRPC message without compression and without content.</summary>
    private static readonly byte[] EmptyMessage = new byte[5];

    private readonly WebApplication app;
    private readonly ConcurrentQueue<(string Path, string Text)> exports = new();

    private Collector(WebApplication app)
    {
        this.app = app;
        app.MapPost("/{**path}", TakeAsync);
    }

    public Uri Address => new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    public string Metrics => TextOf("MetricsService");

    public string Traces => TextOf("TraceService");

    public static async Task<Collector> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ConfigureEndpointDefaults(listen => listen.Protocols = HttpProtocols.Http2));
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var collector = new Collector(builder.Build());
        await collector.app.StartAsync();
        return collector;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task TakeAsync(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        exports.Enqueue((http.Request.Path, Encoding.Latin1.GetString(body.ToArray())));
        http.Response.ContentType = "application/grpc";
        await http.Response.Body.WriteAsync(EmptyMessage);
        http.Response.AppendTrailer("grpc-status", "0");
    }

    private string TextOf(string service) =>
        string.Concat(exports.Where(export => export.Path.Contains(service, StringComparison.Ordinal)).Select(export => export.Text));
}
