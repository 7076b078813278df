using Latchwork.Domain.Grants;
using Latchwork.Fleet;
using Latchwork.Operations.Fleet;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.SetUp;
using Latchwork.Server.Demo;
using Latchwork.Server.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Latchwork.Server.Parts;

/// <summary>What happens between the database and the first request.</summary>
internal static partial class Start
{
    /// <param name="isAlone">No other node can reach the database: what one that was killed held is free.</param>
    /// <returns>The set-up token to print, or null.</returns>
    /// <exception cref="StartRefusedException">The key ring does not open this database.</exception>
    public static async Task<string?> RunAsync(IServiceProvider services, ServerOptions options, bool isAlone, CancellationToken cancel)
    {
        ZoneDatabaseIs(services.GetRequiredService<ILoggerFactory>().CreateLogger("Latchwork.Start"), ZoneDatabase.Version);
        await services.CheckRecoveryAsync(cancel);
        try
        {
            var token = await services.GetRequiredService<PrepareInstallation>().RunAsync(cancel);
            if (options.Demo)
            {
                await services.GetRequiredService<DemoWorld>().PrepareAsync(token, cancel);
                token = null;
            }

            if (isAlone)
            {
                await services.GetRequiredService<LinkLeases>().EndFormerNodesAsync(cancel);
            }

            await services.GetRequiredService<FleetNode>().StartAsync(cancel);
            if (options.Demo)
            {
                await services.GetRequiredService<DemoWorld>().AwaitDoorsAsync(cancel);
            }

            return token;
        }
        catch (KeyRingException refusal)
        {
            throw new StartRefusedException(refusal.Message, refusal);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Time zones are those of tzdb {Version}.")]
    private static partial void ZoneDatabaseIs(ILogger logger, string version);
}
