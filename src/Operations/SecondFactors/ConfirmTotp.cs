using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Users;

namespace Latchwork.Operations.SecondFactors;

/// <summary>Takes the offered secret into use, for the first code that it made. Recovery codes come with it, where the caller has none.</summary>
public sealed class ConfirmTotp
{
    /// <summary>An offer that nobody took is none any more.</summary>
    private static readonly TimeSpan OfferLife = TimeSpan.FromMinutes(30);

    private static readonly AccessError NoOffer = new(AccessErrorCode.Conflict, "There is no secret to confirm: ask for a new one.", Noun.User);

    private readonly CallerTurns turns;
    private readonly FactorCodes codes;

    internal ConfirmTotp(CallerTurns turns, FactorCodes codes) => (this.turns, this.codes) = (turns, codes);

    /// <returns>The recovery codes, shown this once; none where the caller has some.</returns>
    public async Task<Outcome<string[]>> RunAsync(Caller by, string code, CancellationToken cancel)
    {
        if (by.User is not { } person)
        {
            return CallerConfirmation.NotAuthenticated;
        }

        var from = new RequestOrigin(by.Address, by.UserAgent);
        if (await codes.RefuseAsync(person, from, cancel) is { } wait)
        {
            return wait;
        }

        var confirmed = await OwnAccount.RunAsync(
            turns,
            by,
            AuditKind.SecondFactorChanged,
            (turn, _) => ConfirmAsync(turn, person, code, cancel),
            cancel
        );
        if (confirmed.Error == FactorCodes.WrongCode)
        {
            await codes.FailedAsync(person, from);
        }

        return confirmed;
    }

    private async Task<Outcome<string[]>> ConfirmAsync(CallerTurn turn, UserId person, string code, CancellationToken cancel)
    {
        await OwnAccount.HoldAsync(turn, person, cancel);
        var offered = await turn.Work.FirstAsync(
            "delete from totp_offer where user_id = $1 and offered_at > $2 returning secret_sealed",
            row => row.GetFieldValue<byte[]>(0),
            [person.Value, turn.Now - OfferLife],
            cancel
        );
        if (offered is null)
        {
            return NoOffer;
        }

        var secret = await codes.OpenAsync(OfferTotp.PlaceOf(person), offered, cancel);
        if (Totp.StepOf(secret, code, turn.Now) is not { } step)
        {
            return FactorCodes.WrongCode;
        }

        await turn.Work.DoAsync(
            "update app_user set totp_sealed = $2, totp_step = $3 where user_id = $1",
            [person.Value, await codes.SealAsync(FactorCodes.PlaceOf(person), secret, cancel), step],
            cancel
        );
        turn.Raised.Add(person);
        turn.Told.Add(OwnAccount.Event(turn, AuditKind.SecondFactorChanged, person, "totp"));
        return await RecoveryCodes.MakeFirstAsync(turn.Work, person, cancel);
    }
}
