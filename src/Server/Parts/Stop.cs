using Latchwork.Fleet;
using Latchwork.Operations.Recovery;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Latchwork.Server.Parts;

/// <summary>What happens between the last request and the end of the database.</summary>
internal static partial class Stop
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    public static async Task RunAsync(IServiceProvider services)
    {
        // What it writes while it gives its links up is part of the end.
        await services.GetRequiredService<FleetNode>().DisposeAsync();
        using var limit = new CancellationTokenSource(Limit, services.GetRequiredService<TimeProvider>());
        if (await services.GetRequiredService<KeepRecoveryJournal>().CloseAsync(limit.Token) is { } reason)
        {
            JournalIsOpen(services.GetRequiredService<ILoggerFactory>().CreateLogger("Latchwork.Stop"), reason);
        }
    }

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "The recovery journal has no end ({Reason}): after a restore sessions and certificates would have to be made anew."
    )]
    private static partial void JournalIsOpen(ILogger logger, string reason);
}
