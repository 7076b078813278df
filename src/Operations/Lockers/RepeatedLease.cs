using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Users;
using Latchwork.Operations.Credentials;
using Latchwork.Operations.Identity;

namespace Latchwork.Operations.Lockers;

/// <summary>What a repeated request may be told without the right to see what opens the box: what is its own.</summary>
/// <param name="MadeLease">It made the lease, its QR and its first digits.</param>
/// <param name="Digits">It brought these.</param>
public readonly record struct RepeatedGift(bool MadeLease = false, PinDigits? Digits = null)
{
    /// <summary>Somebody may have given it others since, which are not the request's.</summary>
    internal bool HasDigitsOf(BoxCode code) => (MadeLease && !code.WasChanged) || (Digits is { } own && code.Digits == own);

    public override string ToString() => nameof(RepeatedGift);
}

/// <summary>
/// What a repeated request is answered from (HM-7): the lease that it made or changed the first time, as it is now, ended or not. Nothing is done again; what of its
/// codes is not the request's own is for who may see it, and that is recorded once an hour (KR-3).
/// </summary>
public sealed class RepeatedLease
{
    private readonly LockerTurns turns;
    private readonly NewBoxCodes codes;
    private readonly RevealRecords reveals;

    internal RepeatedLease(LockerTurns turns, NewBoxCodes codes, RevealRecords reveals) =>
        (this.turns, this.codes, this.reveals) = (turns, codes, reveals);

    /// <param name="lease">Its row, as the first request noted it.</param>
    public async Task<Outcome<LeasedBox>> RunAsync(Caller by, Guid lease, RepeatedGift gift, CancellationToken cancel)
    {
        by = by with { Repeatable = null };
        var found = await turns.OfLeaseAsync(by, lease, AuditKind.BoxLeased, (turn, stored) => FindAsync(turn, stored, gift, cancel), cancel);
        if (found.IsRefused(out var refusal, out var told))
        {
            return refusal;
        }

        return await reveals.OnceAnHourAsync(by, CredentialKind.Passcode, by.Home, told.Revealed, cancel) is { } unrecorded ? unrecorded : told.Box;
    }

    private async Task<Outcome<Told>> FindAsync(CallerTurn turn, StoredLease stored, RepeatedGift gift, CancellationToken cancel)
    {
        var all = await codes.OfLeaseAsync(turn, stored.Id, showsDigits: true, cancel, withRevoked: true);
        var own = all.Select(code => gift.HasDigitsOf(code) ? code : code with { Digits = null })
            .Select(code => gift.MadeLease ? code : code with { Token = null })
            .ToList();
        var shows = !turn.By.MasksCodes && turn.By.StandingIn(turn.Tenant)?.Contains(Permission.PinsReveal) == true;
        CredentialId[] revealed = shows ? [.. all.Except(own).Select(code => code.Credential)] : [];
        return (await LeasedBoxes.ShowAsync(turn, stored, shows ? all : own, cancel)).Then(box => new Told(box, revealed));
    }

    /// <param name="Revealed">Of whose codes more is shown than the request's own.</param>
    private sealed record Told(LeasedBox Box, CredentialId[] Revealed);
}
