using Latchwork.Domain;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Devices;
using Latchwork.Domain.Drivers;
using Latchwork.Operations.Fleet;

namespace Latchwork.Fleet;

/// <summary>What a link's holder writes of commands, under its lease: claims, ends, and what it gives back.</summary>
internal sealed class CommandRecords(GrantedLease lease, FleetParts parts, Waiters waiters, Insistence writing)
{
    /// <summary>So long the end of a command is tried to be written; then its row is settled as unknown (AU-1).</summary>
    private static readonly TimeSpan WriteEndsFor = TimeSpan.FromSeconds(30);

    /// <returns>Null when it may be sent; else why not.</returns>
    public Task<AccessError?> ConfirmAsync(LinkWish wish) =>
        writing.TryAsync(
            () =>
                parts.Commands.ConfirmAsync(
                    wish.Command.Tenant,
                    wish.Command.Id,
                    new ClaimedBy(parts.Node, lease.Epoch),
                    wish.Claims,
                    wish.Decides,
                    CancellationToken.None
                ),
            new AccessError(AccessErrorCode.Unavailable, "The database did not confirm the command.")
        );

    /// <summary>Writes how it ended, and tells whoever waits. A command without a row goes back to who planned it.</summary>
    /// <param name="answer">Null where the driver did not answer.</param>
    public async Task EndAsync(QueuedCommand command, CommandState state, AccessError? error, DeviceAnswer? answer = null)
    {
        if (parts.Syncs.TryEnd(command.Id, state, error, answer))
        {
            return;
        }

        var proof = answer?.Evidence ?? EvidenceRung.None;
        var ending = new CommandEnding(command.Tenant, command.Id, state, error, answer?.Reading, proof, lease.Epoch);
        if (await writing.InsistAsync(() => parts.Ends.RunAsync(ending), WriteEndsFor))
        {
            Tell(command.Id, new CommandResult(state, error, answer?.Reading));
        }
        else
        {
            waiters.LookElsewhere(command.Id);
        }
    }

    /// <summary>Gives it back for the next holder of the link.</summary>
    public Task ReleaseAsync(QueuedCommand command) =>
        parts.Syncs.TryEnd(command.Id, CommandState.Withdrawn, GivenBack, null)
            ? Task.CompletedTask
            : writing.TryAsync(() => parts.Commands.ReleaseAsync(command.Tenant, command.Id, lease.Epoch, CancellationToken.None));

    private void Tell(CommandId command, CommandResult result)
    {
        if (!waiters.End(command, result))
        {
            parts.Signals.Send(SignalTopic.Ended, command.Value);
        }
    }

    private static readonly AccessError GivenBack = new(AccessErrorCode.NotSentInTime, "The link was given up before it was sent.");
}
