using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Devices;
using Latchwork.Domain.Drivers;
using Latchwork.Operations.Fleet;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Locks;
using Latchwork.Operations.Storage;

namespace Latchwork.Operations.Lockers;

/// <summary>Commands to cabinets: saved in the transaction that decides, handed over after it, and awaited. At most once (DV-7).</summary>
internal sealed class BoxCommands(ICommandQueue queue, FormerCommand formerly, TimeProvider clock)
{
    private static readonly AccessError Unanswered = new(
        AccessErrorCode.OutcomeUnknown,
        "The cabinet was asked and has not answered yet: it may still open.",
        Noun.Box
    );

    /// <summary>Its link must be there: <see cref="NamedLocker.RefuseLink"/>.</summary>
    public SavedCommand Of(TenantId tenant, OperationId operation, NamedLocker locker, DeviceAct act, TimeSpan wait, BoxId? box) =>
        new(
            tenant,
            CommandId.New(clock.GetUtcNow()),
            operation,
            locker.Link!.Value,
            Lock: null,
            locker.Address!,
            act,
            act.DefaultClass(),
            queue.ClaimOf(locker.Link.Value),
            wait
        )
        {
            Box = box,
        };

    /// <param name="shown">What was shown at the panel, where that is how it was asked for.</param>
    public static Task SaveAsync(
        Work work,
        SavedCommand command,
        Caller by,
        DateTimeOffset now,
        CancellationToken cancel,
        CredentialKind? shown = null
    ) => work.DoAsync(batch => CommandRow.AddInsert(batch, [new NewCommand(command, by, Shown: shown)], now), cancel);

    /// <summary>What was asked of the box, for the audit: its "ended" is written with the command's end (AU-1).</summary>
    public static AuditEvent Asked(AuditEvent told, SavedCommand command) =>
        told with
        {
            Kind = AuditKind.OpenBox,
            Stage = AuditStage.Asked,
            Outcome = AuditOutcome.Allowed,
            Operation = command.Operation.Value,
            On = command.Box is { } box ? new AuditObject(Noun.Box, box.Value) : null,
            Credential = command.Credential?.Value,
        };

    /// <param name="decided">The command that was saved, or why none was.</param>
    public async Task<Outcome<CommandResult>> AwaitAsync(Outcome<SavedCommand> decided, TenantId home, TimeSpan wait, CancellationToken cancel)
    {
        if (decided.IsRefused(out var refusal, out var command))
        {
            return refusal.Former is { } former ? await formerly.AwaitAsync(home, former, wait, cancel) : refusal;
        }

        return await queue.ForEndAsync(command, wait, Unanswered, clock, cancel);
    }
}
