using System.Collections.Concurrent;
using Latchwork.Domain;
using Latchwork.Domain.Devices;
using Latchwork.Domain.Drivers;
using Latchwork.Operations.Fleet;
using Latchwork.Operations.Readers;
using Microsoft.Extensions.Logging;

namespace Latchwork.Fleet;

/// <summary>
/// Hands what the readers of a link were shown to the operation that decides, and shows them the verdict. Nothing is kept or repeated: what is heard twice,
/// or while the same reader is still waiting for a verdict, is heard once; what dies with this node is shown again by whoever stands there (DV-7).
/// </summary>
internal sealed partial class Presentations(GrantedLease lease, FleetParts parts, Action<QueuedCommand> submit)
{
    /// <summary>Of one link; a reader that is not heard shows nothing, and is shown it again.</summary>
    private const int MostAtOnce = 64;

    private const string Green = "#00FF00";
    private const string Red = "#FF0000";

    private static readonly TimeSpan ShownFor = TimeSpan.FromSeconds(2);

    private readonly ILogger logger = parts.Logs.CreateLogger<Presentations>();
    private readonly ConcurrentDictionary<string, bool> waiting = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> last = new(StringComparer.Ordinal);

    /// <summary>Called with one after the other; returns at once.</summary>
    public void Take(DeviceReport.CredentialPresented shown, Moment heardAt)
    {
        if (!IsRepeated(shown) && waiting.Count < MostAtOnce && waiting.TryAdd(shown.Address, true))
        {
            _ = PresentAsync(shown, heardAt);
        }
    }

    private bool IsRepeated(DeviceReport.CredentialPresented shown)
    {
        if (shown.DeviceSequence is not { } number)
        {
            return false;
        }

        var isSame = last.TryGetValue(shown.Address, out var before) && before == number;
        last[shown.Address] = number;
        return isSame;
    }

    private async Task PresentAsync(DeviceReport.CredentialPresented shown, Moment heardAt)
    {
        try
        {
            var heard = parts.Clock.Now() - (parts.Clock.Moment() - heardAt);
            var presentation = new Presentation(lease, shown.Address, shown.Kind, shown.Value, ShownAt(shown, heard).Cut());
            var end = await parts.Present.Value.RunAsync(presentation, CancellationToken.None);
            if (end.IsReader)
            {
                Show(shown.Address, end.Outcome.Error is null ? Green : Red);
            }
        }
        catch (Exception broken) when (broken is not OutOfMemoryException)
        {
            // Without the database nothing is decided, so nothing opens (FS-5).
            NotDecided(logger, broken.GetType().Name);
            Show(shown.Address, Red);
        }
        finally
        {
            waiting.TryRemove(shown.Address, out _);
        }
    }

    /// <summary>
    /// What is told as it happens was shown when it was heard: clocks of readers drift, and one that is slow would open nothing. What was kept is as old as its device
    /// says, and of unknown age where that has no clock.
    /// </summary>
    private static DateTimeOffset ShownAt(DeviceReport.CredentialPresented shown, DateTimeOffset heard) =>
        !shown.WasKept ? heard
        : shown.DeviceAt is not { } told ? DateTimeOffset.UnixEpoch
        : told < heard ? told
        : heard;

    /// <summary>A light has no row: who does not see it sees the door.</summary>
    private void Show(string address, string colour)
    {
        var now = parts.Clock.Moment();
        var command = CommandId.New(parts.Clock.GetUtcNow());
        parts.Syncs.Expect(command, (_, _, _) => { });
        var light = new DeviceAct.SetLed([], colour, For: ShownFor);
        submit(new QueuedCommand(command, lease.Key.Tenant, address, light, CommandClass.Sync, now, now + ShownFor, IsClaimed: true));
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "What was shown to a reader could not be decided: {Exception}.")]
    private static partial void NotDecided(ILogger logger, string exception);
}
