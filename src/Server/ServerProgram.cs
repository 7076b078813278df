using Latchwork.Operations.Notifications;
using Latchwork.Server.Demo;
using Latchwork.Server.Hosting;
using Latchwork.Server.Parts;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Latchwork.Server;

/// <summary>One run of the server, in reading order: settings, data folder, database, parts, listening, ready, stop.</summary>
internal static class ServerProgram
{
    private const int CannotStart = 1;

    /// <summary>0 after a clean stop, 1 when the server cannot start as things are.</summary>
    public static async Task<int> RunAsync(IReadOnlyDictionary<string, string?> commandLine)
    {
        using var signals = new StopSignals();
        try
        {
            await RunAsync(Builder(commandLine), signals.Token);
            return 0;
        }
        catch (OperationCanceledException) when (signals.Token.IsCancellationRequested)
        {
            return 0;
        }
        catch (StartRefusedException refusal)
        {
            await Console.Error.WriteLineAsync($"latchwork: {refusal.Message}");
            return CannotStart;
        }
    }

    private static WebApplicationBuilder Builder(IReadOnlyDictionary<string, string?> commandLine)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection(commandLine);
        Logs.Configure(builder.Logging);
        return builder;
    }

    private static async Task RunAsync(WebApplicationBuilder builder, CancellationToken stop)
    {
        var options = builder.Configuration.Read<ServerOptions>(ServerOptions.Section);
        options.RefuseContradictions();
        using var startLogs = LoggerFactory.Create(logging => Logs.Configure(logging.AddConfiguration(builder.Configuration.GetSection("Logging"))));

        using var folder = DataFolder.Claim(options.Data);
        using var readyFile = new ReadyFile(options.ReadyFile);
        await using var database = await Database.OpenAsync(builder.Configuration, folder, startLogs, stop);
        await database.MigrateAsync(stop);
        using var rootKeys = await SecretParts.LoadRootKeysAsync(builder.Configuration, folder, stop);
        builder.Services.AddSingleton(rootKeys);
        database.AddTo(builder);
        Listening.Configure(builder, options, folder, startLogs);

        LatchworkServer.Compose(builder, options, folder);
        await using var app = builder.Build();
        app.Services.RefuseMistakenOptions();
        LatchworkServer.Map(app);

        MailParts.WarnWithoutMail(app.Services);
        var setUpToken = await Start.RunAsync(app.Services, options, database.IsBuiltIn, stop);
        app.Lifetime.ApplicationStopping.Register(readyFile.Remove);
        await Listening.StartAsync(app, options, stop);
        var address = Listening.AddressOf(app);
        app.Services.GetRequiredService<ServerAddress>().ListensAt(address);
        await readyFile.WriteAsync(app.Services, address, stop);
        Banner.Print(address, options, folder, setUpToken, app.Services.GetService<DemoWorld>());
        await app.WaitForShutdownAsync(stop);
        await Stop.RunAsync(app.Services);
    }
}
