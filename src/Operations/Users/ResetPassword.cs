using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Audit;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Storage;

namespace Latchwork.Operations.Users;

/// <summary>
/// Another password for whoever holds the token of the mail, or the first one of an invited person. All sessions and signing keys end: whoever had the
/// former password has nothing left.
/// </summary>
public sealed class ResetPassword
{
    private static readonly AccessError WrongToken = AccessError.Invalid("The link is unknown, used or over. Ask for another mail.", Noun.User);

    private readonly AccessDb db;
    private readonly PasswordByToken passwords;
    private readonly Throttle throttle;
    private readonly KeyRing ring;
    private readonly RefusalCounts refusals;

    internal ResetPassword(AccessDb db, PasswordByToken passwords, Throttle throttle, KeyRing ring, RefusalCounts refusals) =>
        (this.db, this.passwords, this.throttle, this.ring, this.refusals) = (db, passwords, throttle, ring, refusals);

    /// <param name="user">Their public UUID: the token opens nobody else's account.</param>
    public async Task<Outcome<Done>> RunAsync(
        WireId user,
        string token,
        string password,
        Surface surface,
        RequestOrigin from,
        CancellationToken cancel
    )
    {
        InvitationPurpose[] purposes = [InvitationPurpose.Welcome, InvitationPurpose.PasswordReset];
        var done = await passwords.RunAsync(new TokenUse(token, password, user.Text, purposes, WrongToken, surface, from), cancel);
        if (done.Error is { } refusal)
        {
            if (refusal == WrongToken)
            {
                refusals.Authentication(from.Address, WrongToken.Code);
            }

            return refusal;
        }

        await ForgiveAsync(user, cancel);
        return Done.Yes;
    }

    /// <summary>What was guessed at the former password no longer keeps the owner out (RL-1).</summary>
    private async Task ForgiveAsync(WireId user, CancellationToken cancel)
    {
        var names = await db.ListAsync(
            TenantSet.None,
            """
            select l.login_id, l.name_sealed from public_id p join login l on l.user_id = p.row_id and l.kind <= $3
            where p.kind = $1 and p.wire_id = $2
            """,
            row => (Login: row.GetGuid(0), Sealed: row.GetFieldValue<byte[]>(1)),
            [(short)user.Kind, user.Text, (short)LoginKind.Telephone],
            cancel
        );
        using var installation = await ring.RentAsync(TenantId.Installation, cancel);
        foreach (var (login, blob) in names)
        {
            var name = installation.OpenText(PersonName.PlaceOf(login), blob);
            await throttle.SucceededAsync(ThrottleSubject.OfAccount(LoginName.Parse(name).Value, name), cancel);
        }
    }
}
