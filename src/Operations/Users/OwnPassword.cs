using Latchwork.Domain;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Storage;

namespace Latchwork.Operations.Users;

/// <summary>Whether somebody who is logged in knows their password. A wrong one counts like a failed log-in (RL-1).</summary>
internal sealed class OwnPassword(AccessDb db, PasswordLogIn passwords, KeyRing ring)
{
    /// <param name="whenWrong">The refusal then.</param>
    public async Task<Outcome<KnownPerson>> CheckAsync(Caller by, string password, AccessError whenWrong, CancellationToken cancel)
    {
        if (by.User is not { } person || await AccountAsync(person, cancel) is not { } account)
        {
            return whenWrong;
        }

        var from = new RequestOrigin(by.Address, by.UserAgent);
        var known = await passwords.CheckAsync(account, SifelyPasswordEncoding.TextFor(password), from, cancel);
        return known.Error is { } refusal
            ? refusal.Code == AccessErrorCode.WrongLogin
                ? whenWrong
                : refusal
            : known.Value.User == person
                ? known
                : whenWrong;
    }

    /// <summary>A name that they log in with.</summary>
    public async Task<string?> AccountAsync(UserId person, CancellationToken cancel)
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
}
