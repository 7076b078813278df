using System.Collections.Concurrent;
using Latchwork.Domain;
using Latchwork.Operations.Fleet;

namespace Latchwork.Fleet;

/// <summary>Who waits for the end of which command, on this node.</summary>
internal sealed class Waiters
{
    private readonly ConcurrentDictionary<CommandId, Waiter> waiting = new();

    private sealed record Waiter(TenantId Tenant, bool IsElsewhere, TaskCompletionSource<CommandResult> Result);

    /// <param name="isElsewhere">Another node will end it: its end is found in the database.</param>
    public Task<CommandResult> Await(TenantId tenant, CommandId command, bool isElsewhere)
    {
        var waiter = new Waiter(tenant, isElsewhere, new(TaskCreationOptions.RunContinuationsAsynchronously));
        waiting[command] = waiter;
        return waiter.Result.Task;
    }

    /// <returns>False where nobody on this node waits for it.</returns>
    public bool End(CommandId command, CommandResult result) => waiting.TryRemove(command, out var waiter) && waiter.Result.TrySetResult(result);

    /// <summary>How it ended was not written from here: whoever waits is told what the database says.</summary>
    public void LookElsewhere(CommandId command)
    {
        if (waiting.TryGetValue(command, out var waiter))
        {
            waiting.TryUpdate(command, waiter with { IsElsewhere = true }, waiter);
        }
    }

    /// <summary>The commands whose ends are to be looked for.</summary>
    public IReadOnlyList<(TenantId Tenant, CommandId Command)> Elsewhere =>
        [.. waiting.Where(pair => pair.Value.IsElsewhere).Select(pair => (pair.Value.Tenant, pair.Key))];
}
