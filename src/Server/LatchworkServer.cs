using Latchwork.Dialects;
using Latchwork.Dialects.Doordeck;
using Latchwork.Dialects.GuestPages;
using Latchwork.Dialects.Keyvox;
using Latchwork.Dialects.Native;
using Latchwork.Dialects.Sifely;
using Latchwork.Fleet;
using Latchwork.Operations;
using Latchwork.Operations.SetUp;
using Latchwork.Server.ConsolePages;
using Latchwork.Server.Demo;
using Latchwork.Server.Hosting;
using Latchwork.Server.Parts;
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
        builder.Services.AddSecretOptions(builder.Configuration);
        builder.Services.AddOperations();
        builder.Services.AddDrivers(builder.Configuration);
        builder.Services.AddFleet(Environment.MachineName);
        builder.Services.AddWebhookOptions(options, builder.Configuration);
        builder.Services.AddMail(options, folder, builder.Configuration);
        builder.Services.AddSms(options, folder, builder.Configuration);
        builder.Services.AddRecovery(folder, builder.Configuration);
        builder.Services.AddWorkers(builder.Configuration);
        builder.Services.AddDialects();
        builder.Services.AddSifely(registersPeople: options.Demo);
        builder.Services.AddDoordeck(registersPeople: options.Demo);
        builder.Services.AddKeyvox();
        builder.Services.AddNative();
        builder.Services.AddGuestPages();
        TelemetryParts.Add(builder.Services, builder.Configuration);
        builder.Services.AddSingleton<DatabaseProbe>();
        builder.Services.AddSingleton(_ => new ConsoleFiles());
        builder.Services.AddDemo(options, builder.Configuration);
    }

    /// <summary>Gives the parts their addresses.</summary>
    public static void Map(WebApplication app)
    {
        _ = app.Services.GetRequiredService<TelemetryParts>();
        app.UseDialects(app.Services.GetRequiredService<SetUpState>().IsDoneAsync);
        app.MapHealth();
        app.MapAuthorityDownload();
        app.MapConsole();
        app.MapSifely();
        app.MapDoordeck();
        app.MapKeyvox();
        app.MapNative();
        app.MapGuestPages();
    }
}
