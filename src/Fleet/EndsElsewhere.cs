using Microsoft.Extensions.Logging;

namespace Latchwork.Fleet;

/// <summary>Finds the ends of commands that other nodes send, for those who wait on this one.</summary>
internal sealed partial class EndsElsewhere(FleetParts parts, Waiters waiters)
{
    /// <summary>How often they are looked for while somebody waits.</summary>
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(100);

    private readonly ILogger logger = parts.Logs.CreateLogger<EndsElsewhere>();

    public async Task RunAsync(CancellationToken stopping)
    {
        using var ticker = new PeriodicTimer(LookEvery, parts.Clock);
        try
        {
            while (await ticker.WaitForNextTickAsync(stopping))
            {
                await LookAsync(stopping);
            }
        }
        catch (OperationCanceledException)
        {
            // Stopping.
        }
    }

    public async Task LookAsync(CancellationToken stopping)
    {
        var elsewhere = waiters.Elsewhere;
        if (elsewhere.Count == 0)
        {
            return;
        }

        try
        {
            var ended = await parts.Commands.EndedAsync([.. elsewhere.Select(e => e.Tenant)], [.. elsewhere.Select(e => e.Command)], stopping);
            ended.ForEach(end => waiters.End(end.Id, end.Result));
        }
        catch (Exception broken) when (broken is not OperationCanceledException and not OutOfMemoryException)
        {
            LookFailed(logger, broken.GetType().Name);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The ends of commands on other nodes could not be looked for: {Exception}.")]
    private static partial void LookFailed(ILogger logger, string exception);
}
