using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Drivers;
using Latchwork.Domain.Grants;
using Latchwork.Operations.Fleet;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;

namespace Latchwork.Operations.Locks.Settings;

/// <summary>How full a lock's battery is: as the lock itself says when it is asked, or as a caller read it with a phone.</summary>
public sealed class LockBattery
{
    private const int Full = 100;

    /// <summary>From here on a lock's own warning is expected; what a phone reads comes without one.</summary>
    private const int LowBelow = 20;

    private readonly DoorControl doors;
    private readonly LockTurns turns;

    internal LockBattery(DoorControl doors, LockTurns turns) => (this.doors, this.turns) = (doors, turns);

    /// <summary>Asks the lock for its per cent.</summary>
    public async Task<Outcome<int>> AskAsync(Caller by, WireId lockId, TimeSpan wait, CancellationToken cancel)
    {
        var asked = await doors.RunAsync(by, lockId, new DeviceAct.ReadBattery(), wait, cancel);
        return asked.IsRefused(out var refusal, out var result) ? refusal
            : result.Reading is DeviceReading.Battery { Percent: { } percent } ? percent
            : new AccessError(AccessErrorCode.Unsupported, "This lock only tells whether its battery is low.", Noun.Lock);
    }

    /// <summary>Stores what the caller says: a claim, which the lock's next word replaces.</summary>
    /// <param name="percent">0 to 100.</param>
    public Task<Outcome<Done>> ClaimAsync(Caller by, WireId lockId, int percent, CancellationToken cancel) =>
        turns.RunAsync<Done>(
            by,
            lockId,
            AuditKind.LockChanged,
            AccessAct.ChangeSettings,
            async (turn, named) =>
            {
                if (percent is < 0 or > Full)
                {
                    return AccessError.Invalid("A battery has 0 to 100 percent.", Noun.Lock);
                }

                await turn.Work.DoAsync(
                    ReportEffects.BatteryIs,
                    [turn.Tenant.Value, named.Id.Value, turn.Now, (short?)percent, percent < LowBelow],
                    cancel
                );
                turn.Told.Add(
                    turn.Event(AuditKind.LockChanged, named.Id) with
                    {
                        Changed = new Dictionary<string, string> { ["battery"] = $"{percent}", ["by"] = "claim" },
                    }
                );
                return Done.Yes;
            },
            cancel
        );
}
