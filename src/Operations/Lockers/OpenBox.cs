using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Users;
using Latchwork.Operations.Fleet;
using Latchwork.Operations.Identity;

namespace Latchwork.Operations.Lockers;

/// <summary>Opens a box from afar, whoever has it and whether or not it is broken: it is the operator's. At most once: a repeated call is a new act (DV-7).</summary>
public sealed class OpenBox
{
    private readonly LockerTurns turns;
    private readonly BoxCommands commands;

    internal OpenBox(LockerTurns turns, BoxCommands commands) => (this.turns, this.commands) = (turns, commands);

    /// <summary>
    /// Done means that the cabinet reported it. <see cref="AccessErrorCode.NotSentInTime"/> and <see cref="AccessErrorCode.LinkOffline"/> mean that nothing will
    /// happen; <see cref="AccessErrorCode.OutcomeUnknown"/> that it may have.
    /// </summary>
    /// <param name="wait">How long the caller waits for the end.</param>
    public async Task<Outcome<Done>> RunAsync(Caller by, BoxName box, TimeSpan wait, CancellationToken cancel)
    {
        var decided = await turns.OnBoxAsync(
            by,
            box,
            AuditKind.OpenBox,
            Permission.LockersOpen,
            (turn, named) => DecideAsync(turn, named, wait, cancel),
            cancel
        );
        return (await commands.AwaitAsync(decided, by.Home, wait, cancel)).Then(_ => Done.Yes);
    }

    private async Task<Outcome<SavedCommand>> DecideAsync(CallerTurn turn, NamedBox box, TimeSpan wait, CancellationToken cancel)
    {
        if (box.Locker.RefuseLink() is { } refusal)
        {
            return refusal;
        }

        var command = commands.Of(turn.Tenant, turn.Operation, box.Locker, box.Opening, wait, box.Id);
        await BoxCommands.SaveAsync(turn.Work, command, turn.By, turn.Now, cancel);
        turn.Told.Add(BoxCommands.Asked(turn.Event(AuditKind.OpenBox, null), command));
        turn.Made = command.Id.Value;
        return command;
    }
}
