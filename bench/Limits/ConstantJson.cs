using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Latchwork.Bench.Limits;

/// <summary>What the web server does at most: the same short JSON to everybody.</summary>
internal sealed class ConstantJson : IAsyncDisposable
{
    private static readonly byte[] Body =
        """{"errcode":0,"errmsg":"none error message","description":"none error message or means yes"}"""u8.ToArray();

    private readonly WebApplication app;

    private ConstantJson(WebApplication app) => this.app = app;

    public Uri Address => new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    public static async Task<ConstantJson> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.MapGet("/", Answer);
        app.MapPost("/", Answer);
        await app.StartAsync();
        return new ConstantJson(app);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private static Task Answer(HttpContext http)
    {
        http.Response.ContentType = "application/json;charset=UTF-8";
        http.Response.ContentLength = Body.Length;
        return http.Response.Body.WriteAsync(Body).AsTask();
    }
}
