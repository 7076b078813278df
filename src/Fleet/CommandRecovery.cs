using Latchwork.Domain;
using Latchwork.Domain.Devices;
using Latchwork.Operations.Fleet;

namespace Latchwork.Fleet;

/// <summary>
/// The commands in the database that are a holder's business: pending ones go into the queues, what former holders left behind is settled, their
/// motions as unknown and never repeated (DV-7).
/// </summary>
internal sealed class CommandRecovery(FleetParts parts)
{
    /// <summary>An "asked" whose end nobody wrote gets its "ended: unknown" so long after its caller stopped waiting (AU-1).</summary>
    private static readonly TimeSpan UnknownAfter = TimeSpan.FromSeconds(16);

    /// <param name="mine">The workers of all links that this node holds.</param>
    public async Task SettleAndTakeAsync(IReadOnlyCollection<LinkWorker> mine, CancellationToken cancel)
    {
        if (mine.Count == 0)
        {
            return;
        }

        var (now, moment) = (parts.Clock.Now(), parts.Clock.Moment());
        var workers = mine.ToDictionary(worker => worker.Lease.Key);
        var settled = new List<Task>();
        foreach (var command in await parts.Commands.OfLinksAsync(workers.Keys, cancel))
        {
            var worker = workers[command.Link];
            if (EndingOf(command, worker.Lease.Epoch, now) is { } ending)
            {
                settled.Add(SettleAsync(command, ending, worker));
            }
            else if (command is { State: CommandState.Pending, Act: { } act })
            {
                worker.Submit(command.Queued(act, now, moment));
            }
        }

        await Task.WhenAll(settled);
    }

    /// <summary>Ends what is open on a link that nobody will serve again.</summary>
    public async Task EndAllAsync(LinkKey link, CancellationToken cancel)
    {
        foreach (var command in await parts.Commands.OfLinksAsync([link], cancel))
        {
            await parts.Ends.RunAsync(
                command.State == CommandState.Pending
                    ? Ending(command, CommandState.Withdrawn, LinkRemoved)
                    : Ending(command, CommandState.Unknown, HolderDied)
            );
        }
    }

    private async Task SettleAsync(OpenCommand command, CommandEnding ending, LinkWorker worker)
    {
        await parts.Ends.RunAsync(ending);
        if (ending.State == CommandState.Unknown && command.Class == CommandClass.Motion)
        {
            worker.Doubt(command.DeviceAddress);
        }
    }

    private static CommandEnding? EndingOf(OpenCommand command, long epoch, DateTimeOffset now)
    {
        var claimed = command.Claim?.Epoch ?? 0;
        var found = new FoundCommand(command.State, command.Class == CommandClass.Motion, claimed, command.DeadlineAt);
        return CommandLedger.AfterTakeover(found, epoch, now) switch
        {
            // Reads have rows only while somebody waits for them: nobody does any more.
            Recovery.BecomesUnknown or Recovery.BackToPending => Ending(command, CommandState.Unknown, HolderDied),
            Recovery.Withdraw => Ending(command, CommandState.Withdrawn, NobodyWaits),
            Recovery.Leave => claimed == epoch && command.DeadlineAt + UnknownAfter < now ? Ending(command, CommandState.Unknown, NeverHeard) : null,
        };
    }

    private static CommandEnding Ending(OpenCommand command, CommandState state, AccessError why) =>
        new(command.Link.Tenant, command.Id, state, why, Epoch: command.Claim?.Epoch);

    private static readonly AccessError HolderDied = new(
        AccessErrorCode.OutcomeUnknown,
        "The server stopped while the lock was asked: it may have moved."
    );
    private static readonly AccessError NeverHeard = new(AccessErrorCode.OutcomeUnknown, "Its end was never written: it may have moved.");
    private static readonly AccessError LinkRemoved = new(AccessErrorCode.NotSentInTime, "The link was removed: nothing will happen.", Noun.Link);
    private static readonly AccessError NobodyWaits = new(AccessErrorCode.NotSentInTime, "Nobody waited for it any more: nothing will happen.");
}
