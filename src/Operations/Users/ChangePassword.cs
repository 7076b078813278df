using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Secrets;

namespace Latchwork.Operations.Users;

/// <summary>
/// Another password for who knows the present one. Every other session of theirs ends, keys that the log-in of another wire gave out (AK-1) among them. Signing
/// keys stay: without a session they open nothing (JW-1), and who has none left registers the next one without a second factor, so that whoever had
/// found out the password could do without the person's mailbox (JW-10).
/// </summary>
public sealed class ChangePassword
{
    private static readonly AccessError WrongOldPassword = new(AccessErrorCode.NotAllowed, "The old password is wrong.", Noun.User);

    private readonly CallerTurns turns;
    private readonly OwnPassword own;
    private readonly PasswordHasher hasher;

    internal ChangePassword(CallerTurns turns, OwnPassword own, PasswordHasher hasher) => (this.turns, this.own, this.hasher) = (turns, own, hasher);

    /// <returns>
    /// <see cref="AccessErrorCode.NotAllowed"/>: the old password is wrong; it counts like a failed log-in (RL-1). <see cref="AccessErrorCode.Invalid"/>: the
    /// new one may not be set (KR-5).
    /// </returns>
    public async Task<Outcome<Done>> RunAsync(Caller by, string oldPassword, string newPassword, CancellationToken cancel)
    {
        if (PasswordRules.Refuse(newPassword, hasSecondFactor: false) is { } weak)
        {
            return weak;
        }

        if ((await own.CheckAsync(by, oldPassword, WrongOldPassword, cancel)).IsRefused(out var refusal, out var known))
        {
            return await OwnAccount.RefuseAsync(turns, by, AuditKind.PasswordChanged, refusal, cancel);
        }

        return (await hasher.HashAsync(SifelyPasswordEncoding.Encode(newPassword), cancel)).IsRefused(out var busy, out var hash)
            ? busy
            : await OwnAccount.RunAsync(turns, by, AuditKind.PasswordChanged, (turn, _) => ChangeAsync(turn, known, hash, cancel), cancel);
    }

    private static async Task<Outcome<Done>> ChangeAsync(CallerTurn turn, KnownPerson known, string hash, CancellationToken cancel)
    {
        if (!await known.HoldAsync(turn.Work, cancel))
        {
            return WrongOldPassword;
        }

        await turn.Work.DoAsync(
            "update app_user set password_hash = $2, password_set_at = $3 where user_id = $1",
            [known.User.Value, hash, turn.Now],
            cancel
        );
        await PersonAccess.EndSessionsAsync(turn.Work, known.User, but: turn.By.Session, turn.Now, cancel);
        turn.Told.Add(OwnAccount.Event(turn, AuditKind.PasswordChanged, known.User, "password"));
        return Done.Yes;
    }
}
