using Latchwork.Server.Hosting;
using Latchwork.Server.Tls;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Latchwork.Server;

/// <summary>What the server is made of.</summary>
internal static class LatchworkServer
{
    /// <summary>
    /// Adds the parts. The database answers already, and its <c>NpgsqlDataSource</c> is registered; nothing listens yet. A part that has
    /// something to say in the ready file registers a <see cref="ReadyContent"/>.
    /// </summary>
    public static void Compose(WebApplicationBuilder builder, ServerOptions options, DataFolder folder)
    {
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton(folder);
        builder.Services.AddSingleton(TimeProvider.System);
    }

    /// <summary>Gives the parts their addresses.</summary>
    public static void Map(WebApplication app)
    {
        app.MapHealth();
        app.MapAuthorityDownload();
    }
}
