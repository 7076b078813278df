using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Users;

namespace Latchwork.Operations.SecondFactors;

/// <summary>A secret for an app that makes codes; it counts when it has shown one (<see cref="ConfirmTotp"/>).</summary>
/// <param name="Secret">Base32, for who types it.</param>
/// <param name="Uri">For the QR code.</param>
public sealed record TotpOffer(string Secret, string Uri)
{
    /// <summary>What an app that has the secret shows at that time.</summary>
    public string CodeAt(DateTimeOffset at) => Totp.CodeOf(Secret, at);

    public override string ToString() => nameof(TotpOffer);
}

/// <summary>Makes a new secret for the caller. What they had goes on to work until the new one is confirmed.</summary>
public sealed class OfferTotp
{
    private readonly CallerTurns turns;
    private readonly OwnPassword own;
    private readonly FactorCodes codes;

    internal OfferTotp(CallerTurns turns, OwnPassword own, FactorCodes codes) => (this.turns, this.own, this.codes) = (turns, own, codes);

    public async Task<Outcome<TotpOffer>> RunAsync(Caller by, CancellationToken cancel)
    {
        if (by.User is not { } person)
        {
            return CallerConfirmation.NotAuthenticated;
        }

        var secret = Totp.NewSecret();
        var offer = new TotpOffer(Totp.TextOf(secret), Totp.UriOf(secret, await own.AccountAsync(person, cancel) ?? person.Value.ToString()));
        var sealedSecret = await codes.SealAsync(PlaceOf(person), secret, cancel);
        return await OwnAccount.RunAsync<TotpOffer>(
            turns,
            by,
            AuditKind.SecondFactorChanged,
            async (turn, _) =>
            {
                await turn.Work.DoAsync(
                    """
                    insert into totp_offer (user_id, secret_sealed, offered_at) values ($1, $2, $3)
                    on conflict (user_id) do update set secret_sealed = $2, offered_at = $3
                    """,
                    [person.Value, sealedSecret, turn.Now],
                    cancel
                );
                return offer;
            },
            cancel
        );
    }

    internal static SecretPlace PlaceOf(UserId person) => new("totp_offer", "secret_sealed", person.Value);
}
