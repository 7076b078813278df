using Latchwork.Domain;
using Latchwork.Domain.Devices;
using Latchwork.Operations.Storage;

namespace Latchwork.Operations.Fleet;

/// <summary>
/// An "asked" whose end nobody wrote gets its "ended" (AU-1): unknown where it may have been sent, withdrawn where nobody undertook to. The holder
/// of a link does so for its own; this is for commands of links that were removed, that no node serves, or whose holder's writing failed.
/// </summary>
public sealed class EndOverdueCommands
{
    /// <summary>After the end of the caller's wait: with the longest wait of 14 s, 30 s after it was asked.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(16);

    private readonly AccessDb db;
    private readonly EndCommand ends;
    private readonly TimeProvider clock;

    internal EndOverdueCommands(AccessDb db, EndCommand ends, TimeProvider clock) => (this.db, this.ends, this.clock) = (db, ends, clock);

    public async Task RunAsync(CancellationToken cancel)
    {
        var overdue = await db.ListAsync(
            TenantSet.None,
            "select tenant_id, command_id, state, epoch from latchwork_overdue_commands($1)",
            row => EndingOf(new TenantId(row.GetGuid(0)), new CommandId(row.GetGuid(1)), (CommandState)row.GetInt16(2), row.GetOptional<long>(3)),
            [clock.Now() - Grace],
            cancel
        );
        await Task.WhenAll(overdue.Select(ends.RunAsync));
    }

    private static CommandEnding EndingOf(TenantId tenant, CommandId command, CommandState state, long? epoch) =>
        state == CommandState.Pending
            ? new CommandEnding(tenant, command, CommandState.Withdrawn, NobodyTookIt)
            : new CommandEnding(tenant, command, CommandState.Unknown, NeverHeard, Epoch: epoch);

    private static readonly AccessError NobodyTookIt = new(AccessErrorCode.NotSentInTime, "No server took it up: nothing will happen.");
    private static readonly AccessError NeverHeard = new(AccessErrorCode.OutcomeUnknown, "Its end was never written: it may have moved.");
}
