using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Users;
using Latchwork.Operations.Identity;

namespace Latchwork.Operations.Lockers;

/// <summary>What a repeated request is answered from (HM-7): the lease that it made or changed the first time, as it is now, ended or not. Nothing is written.</summary>
public sealed class RepeatedLease
{
    private readonly LockerTurns turns;
    private readonly NewBoxCodes codes;

    internal RepeatedLease(LockerTurns turns, NewBoxCodes codes) => (this.turns, this.codes) = (turns, codes);

    /// <param name="lease">Its row, as the first request noted it.</param>
    /// <param name="gaveDigits">The request made the digits or brought them; else they are shown to who may be told others' (KR-3). That was recorded the first time.</param>
    public Task<Outcome<LeasedBox>> RunAsync(Caller by, Guid lease, bool gaveDigits, CancellationToken cancel) =>
        turns.OfLeaseAsync(
            by with
            {
                Repeatable = null,
            },
            lease,
            AuditKind.BoxLeased,
            async (turn, stored) =>
            {
                var shows = gaveDigits || turn.By.StandingIn(turn.Tenant)?.Contains(Permission.PinsReveal) == true;
                return await LeasedBoxes.ShowAsync(turn, stored, await codes.OfLeaseAsync(turn, stored.Id, shows, cancel, withRevoked: true), cancel);
            },
            cancel
        );
}
