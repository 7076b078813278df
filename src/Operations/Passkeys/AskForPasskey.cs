using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Storage;
using Latchwork.Operations.Users;

namespace Latchwork.Operations.Passkeys;

/// <summary>Asks a browser for a passkey that somebody has: to log in, or to show once more who they are.</summary>
public sealed class AskForPasskey
{
    private readonly AccessDb db;
    private readonly CallerTurns turns;
    private readonly PasswordLogIn passwords;
    private readonly PasskeyChallenges challenges;
    private readonly IPasskeyCeremony ceremony;
    private readonly TimeProvider clock;

    internal AskForPasskey(
        AccessDb db,
        CallerTurns turns,
        PasswordLogIn passwords,
        PasskeyChallenges challenges,
        IPasskeyCeremony ceremony,
        TimeProvider clock
    ) => (this.db, this.turns, this.passwords, this.challenges, this.ceremony, this.clock) = (db, turns, passwords, challenges, ceremony, clock);

    /// <summary>Whoever has one for this place.</summary>
    public async Task<Outcome<AskedPasskey>> ToLogInAsync(PasskeyPlace place, CancellationToken cancel) =>
        await challenges.AskAnybodyAsync(await ceremony.AskForOneAsync(place, owner: null, []), cancel);

    /// <summary>As the second factor of whoever has typed their password. That one has passkeys is told to nobody else.</summary>
    public async Task<Outcome<AskedPasskey>> ToLogInAsync(
        PasskeyPlace place,
        string account,
        string password,
        RequestOrigin from,
        CancellationToken cancel
    )
    {
        var known = await passwords.CheckHalfAsync(account, SifelyPasswordEncoding.TextFor(password), from, cancel);
        if (known.IsRefused(out var refusal, out var person))
        {
            return refusal;
        }

        var has = await PasskeyRow.ListAsync(db, place, person.User, credential: null, cancel);
        if (has.Count == 0)
        {
            return NoneHere(place);
        }

        var question = await ceremony.AskForOneAsync(place, has[0].Owner, [.. has.Select(row => row.Known)]);
        await using var work = await db.BeginAsync(TenantSet.None, cancel);
        var asked = await PasskeyChallenges.AskAsync(work, PasskeyPurpose.LogIn, person.User, question, clock.Now(), cancel);
        await work.CommitAsync(cancel);
        return asked;
    }

    public async Task<Outcome<AskedPasskey>> ToProveAsync(Caller by, PasskeyPlace place, CancellationToken cancel)
    {
        var has = by.User is { } person ? await PasskeyRow.ListAsync(db, place, person, credential: null, cancel) : [];
        var question = has.Count == 0 ? null : await ceremony.AskForOneAsync(place, has[0].Owner, [.. has.Select(row => row.Known)]);
        return await OwnAccount.RunAsync<AskedPasskey>(
            turns,
            by,
            AuditKind.SteppedUp,
            async (turn, of) =>
                question is null
                    ? NoneHere(place)
                    : await PasskeyChallenges.AskAsync(turn.Work, PasskeyPurpose.Prove, of, question, turn.Now, cancel),
            cancel
        );
    }

    private static AccessError NoneHere(PasskeyPlace place) =>
        new(AccessErrorCode.Conflict, $"You have no passkey for {place.Host}: use a code of the app or a recovery code.", Noun.Passkey);
}
