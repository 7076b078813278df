using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Secrets;

namespace Latchwork.Operations.Users;

/// <summary>Sends the caller another mail by which they can show that their address is theirs. Where it is known already, nothing happens.</summary>
public sealed class SendVerification
{
    private static readonly AccessError NoEmail = new(AccessErrorCode.Conflict, "This account has no e-mail address.", Noun.User);

    private readonly CallerTurns turns;
    private readonly VerificationMail mail;
    private readonly KeyRing ring;

    internal SendVerification(CallerTurns turns, VerificationMail mail, KeyRing ring) => (this.turns, this.mail, this.ring) = (turns, mail, ring);

    public Task<Outcome<Done>> RunAsync(Caller by, CancellationToken cancel) =>
        OwnAccount.RunAsync(turns, by, AuditKind.UserChanged, (turn, person) => SendAsync(turn, person, cancel), cancel);

    private async Task<Outcome<Done>> SendAsync(CallerTurn turn, UserId person, CancellationToken cancel)
    {
        if (await PersonEmail.FindAsync(turn.Work, person, cancel) is not { } email)
        {
            return NoEmail;
        }

        if (email.IsVerified)
        {
            return Done.Yes;
        }

        using var installation = await ring.RentAsync(TenantId.Installation, cancel);
        var to = new UnprovenEmail(turn.By.Home, person, email.Login, email.Open(installation), email.Locale);
        return await mail.WriteAsync(turn.Work, to.Home, to, turn.Operation, turn.Now, cancel) is { } tooMany ? tooMany : Done.Yes;
    }
}
