using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Storage;

namespace Latchwork.Operations.Users;

/// <summary>
/// Another password for who knows the present one. Every other session of theirs ends, keys that the log-in of another wire gave out (AK-1) among them. Signing
/// keys stay: without a session they open nothing (JW-1), and who has none left registers the next one without a second factor, so that whoever had
/// found out the password could do without the person's mailbox (JW-10).
/// </summary>
public sealed class ChangePassword
{
    private static readonly AccessError WrongOldPassword = new(AccessErrorCode.NotAllowed, "The old password is wrong.", Noun.User);

    private readonly AccessDb db;
    private readonly CallerTurns turns;
    private readonly PasswordLogIn passwords;
    private readonly PasswordHasher hasher;
    private readonly KeyRing ring;

    internal ChangePassword(AccessDb db, CallerTurns turns, PasswordLogIn passwords, PasswordHasher hasher, KeyRing ring) =>
        (this.db, this.turns, this.passwords, this.hasher, this.ring) = (db, turns, passwords, hasher, ring);

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

        if ((await CheckAsync(by, oldPassword, cancel)).IsRefused(out var refusal, out var known))
        {
            return await OwnAccount.RefuseAsync(turns, by, AuditKind.PasswordChanged, refusal, cancel);
        }

        return (await hasher.HashAsync(SifelyPasswordEncoding.Encode(newPassword), cancel)).IsRefused(out var busy, out var hash)
            ? busy
            : await OwnAccount.RunAsync(turns, by, AuditKind.PasswordChanged, (turn, _) => ChangeAsync(turn, known, hash, cancel), cancel);
    }

    private async Task<Outcome<KnownPerson>> CheckAsync(Caller by, string oldPassword, CancellationToken cancel)
    {
        if (by.User is not { } person || await AccountAsync(person, cancel) is not { } account)
        {
            return WrongOldPassword;
        }

        var from = new RequestOrigin(by.Address, by.UserAgent);
        var known = await passwords.CheckAsync(account, SifelyPasswordEncoding.TextFor(oldPassword), from, cancel);
        return known.Error is { } refusal
            ? refusal.Code == AccessErrorCode.WrongLogin
                ? WrongOldPassword
                : refusal
            : known.Value.User == person
                ? known
                : WrongOldPassword;
    }

    /// <summary>A name that they log in with.</summary>
    private async Task<string?> AccountAsync(UserId person, CancellationToken cancel)
    {
        var name = await db.FirstAsync(
            TenantSet.None,
            $"select {PersonName.ColumnsOf("n")} from (values ($1::uuid)) as a (user_id) {PersonName.JoinOf("a.user_id", "n")}",
            row => PersonName.Read(row, 0),
            [person.Value],
            cancel
        );
        using var installation = await ring.RentAsync(TenantId.Installation, cancel);
        return name?.Account(installation);
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
