using Latchwork.Domain;
using Latchwork.Domain.Drivers;
using Latchwork.Operations.Fleet;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Readers;
using Latchwork.Operations.Storage;

namespace Latchwork.Operations.Locks;

/// <summary>
/// The way of every act on a door: find it, decide and save in one commit, hand over, await the end. The end is committed by Fleet whether or
/// not anybody still waits for it.
/// </summary>
internal sealed class DoorControl(Journal journal, ICommandQueue queue, WireIdIndex ids, Callers callers, FormerCommand formerly, TimeProvider clock)
{
    /// <summary>So long the door has; who stands there does not wait longer.</summary>
    public static readonly TimeSpan WaitAtDoor = TimeSpan.FromSeconds(9);

    private static readonly AccessError Unanswered = new(
        AccessErrorCode.OutcomeUnknown,
        "The lock was asked and has not answered yet: it may still move.",
        Noun.Lock
    );

    private readonly JournalLane<DoorAsk, DoorFacts, DoorDecision> lane = journal.OpenLane(new ActOnDoor(queue));

    public async Task<Outcome<CommandResult>> RunAsync(Caller by, WireId lockId, DeviceAct act, TimeSpan wait, CancellationToken cancel)
    {
        using var activity = Telemetry.Traces.StartActivity("door.act");
        activity?.SetTag("act", act.GetType().Name);
        var decision = await DecideAsync(by, lockId, act, wait, cancel);
        Telemetry.Decisions.Add(
            1,
            new("act", act.GetType().Name),
            new("outcome", decision.Error?.Code.ToString() ?? "Allowed"),
            new("tenant", by.Home.Value)
        );
        return !decision.IsRefused(out var refusal, out var command) ? await AwaitAsync(command, wait, cancel)
            : refusal.Former is { } former ? await formerly.AwaitAsync(by.Home, former, wait, cancel)
            : refusal;
    }

    /// <summary>The same for what was shown at a reader or a tile of the lock: that asks, and what it was shown decides.</summary>
    /// <returns>Null where the reader or tile is not at this lock any more.</returns>
    public async Task<Outcome<CredentialId>?> PresentAsync(TenantId tenant, LockId at, ShownAtDoor shown, TimeSpan wait, CancellationToken cancel)
    {
        using var activity = Telemetry.Traces.StartActivity("door.present");
        var now = clock.GetUtcNow();
        var act = new DeviceAct.Unlock();
        var ask = new DoorAsk(shown.By, tenant, at, act, wait, OperationId.New(now), CommandId.New(now)) { Shown = shown };
        var decided = await lane.AskAsync(ask);
        if (decided.IsCallerStale)
        {
            return null;
        }

        Telemetry.Decisions.Add(
            1,
            new("act", nameof(PresentCredential)),
            new("outcome", decided.Refusal?.Code.ToString() ?? "Allowed"),
            new("tenant", tenant.Value)
        );
        return decided.Refusal is { } refusal ? refusal : (await AwaitAsync(decided.Command!, wait, cancel)).Then(_ => decided.Credential!.Value);
    }

    private async Task<Outcome<CommandResult>> AwaitAsync(SavedCommand command, TimeSpan wait, CancellationToken cancel)
    {
        var end = await queue.ForEndAsync(command, wait, Unanswered, clock, cancel);
        if (end.Error is null)
        {
            System.Diagnostics.Activity.Current?.SetTag("end", end.Value.State);
        }

        return end;
    }

    private async Task<Outcome<SavedCommand>> DecideAsync(Caller by, WireId lockId, DeviceAct act, TimeSpan wait, CancellationToken cancel)
    {
        var operation = OperationId.New(clock.GetUtcNow());
        for (var attempt = 1; ; attempt++)
        {
            var row = await ids.FindAsync(lockId, by.Tenants, cancel);
            var ask = new DoorAsk(
                by,
                row?.Tenant ?? by.Home,
                row is { } found ? new LockId(found.Id) : null,
                act,
                wait,
                operation,
                CommandId.New(clock.GetUtcNow())
            );
            var decided = await lane.AskAsync(ask);
            if (!decided.IsCallerStale)
            {
                return decided.Refusal is { } refusal ? refusal : decided.Command!;
            }

            var again = await callers.ReadAgainAsync(by, cancel);
            if (again.IsRefused(out var gone, out by!) || attempt == MaxAttempts)
            {
                return gone ?? new AccessError(AccessErrorCode.Unavailable, "Rights are changing too fast.");
            }

            ids.Forget(lockId);
        }
    }

    private const int MaxAttempts = 3;
}
