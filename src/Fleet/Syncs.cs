using System.Collections.Concurrent;
using Latchwork.Domain;
using Latchwork.Domain.Devices;
using Latchwork.Domain.Drivers;
using Latchwork.Operations.Fleet;

namespace Latchwork.Fleet;

/// <summary>
/// Commands that bring credentials onto locks. What they are for is stored with the enrollment, so they have no rows of their own: their ends
/// go back to whoever planned them.
/// </summary>
internal sealed class Syncs
{
    private readonly ConcurrentDictionary<CommandId, Action<CommandState, AccessError?, DeviceAnswer?>> planned = new();

    /// <summary>Something was heard of a link or its devices; plans that wait for it may go on.</summary>
    public Action<LinkKey, DeviceReport>? WhenHeard { get; set; }

    public void Expect(CommandId command, Action<CommandState, AccessError?, DeviceAnswer?> ended) => planned[command] = ended;

    /// <summary>False for a command that has a row of its own.</summary>
    public bool TryEnd(CommandId command, CommandState state, AccessError? error, DeviceAnswer? answer)
    {
        if (!planned.TryRemove(command, out var ended))
        {
            return false;
        }

        ended(state, error, answer);
        return true;
    }

    public void Heard(LinkKey link, DeviceReport report) => WhenHeard?.Invoke(link, report);
}
