using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Users;
using Latchwork.Operations.Credentials;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Notifications;

namespace Latchwork.Operations.Lockers;

/// <summary>
/// What opens a box once more, digits and QR: shown to who has the right to see digits, or sent to the guest. Both are a reveal (KR-3): where it is sent the caller
/// says, so who may not see a code may not have it sent either. Every time is in the audit, and in the hour's count of <see cref="RevealPasscode"/>.
/// </summary>
public sealed class RevealLease
{
    private static readonly AccessError Masked = new(AccessErrorCode.NotAllowed, "This client is shown no codes.", Noun.Passcode);

    private readonly LockerTurns turns;
    private readonly NewBoxCodes codes;

    internal RevealLease(LockerTurns turns, NewBoxCodes codes) => (this.turns, this.codes) = (turns, codes);

    /// <param name="lease">One that lives.</param>
    /// <param name="tell">Null: nobody is told but the caller.</param>
    public Task<Outcome<LeasedBox>> RunAsync(Caller by, WireId lease, GuestContact? tell, CancellationToken cancel) =>
        turns.OnLeaseAsync(by, lease, AuditKind.CredentialRevealed, (turn, stored) => RevealAsync(turn, stored, tell, cancel), cancel);

    private async Task<Outcome<LeasedBox>> RevealAsync(CallerTurn turn, StoredLease stored, GuestContact? tell, CancellationToken cancel)
    {
        var refusal =
            AccessDecision.Refuse(Permission.PinsReveal, turn.By.StandingIn(turn.Tenant), Noun.Passcode)
            ?? (turn.By.MasksCodes ? Masked : await RevealPasscode.RefuseMoreAsync(turn, cancel));
        if (refusal is not null)
        {
            return refusal;
        }

        var all = await codes.OfLeaseAsync(turn, stored.Id, showsDigits: true, cancel);
        if (all.FirstOrDefault(code => code.Kind == CredentialKind.Passcode) is not { } passcode)
        {
            return AccessError.NotFound(Noun.Passcode);
        }

        if (tell is not null)
        {
            await codes.TellAsync(turn, tell, all, cancel);
        }

        turn.Told.Add(ChangeLease.Revealed(turn, passcode.Credential));
        turn.Made = stored.Id.Value;
        return await LeasedBoxes.ShowAsync(turn, stored, all, cancel);
    }
}
