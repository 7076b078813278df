using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Audit;
using Latchwork.Operations.Identity;
using Latchwork.Operations.SecondFactors;
using Latchwork.Operations.Storage;

namespace Latchwork.Operations.Passkeys;

/// <summary>How a browser answered.</summary>
/// <param name="Challenge">By the name that it was asked with.</param>
/// <param name="Credential">JSON, as the browser tells it.</param>
public sealed record PasskeyAnswer(Guid Challenge, string Credential)
{
    public override string ToString() => nameof(PasskeyAnswer);
}

/// <summary>A passkey that was shown; it counts once it was used.</summary>
/// <param name="IsAnybody">Nobody was known when it was asked for.</param>
internal sealed record PasskeyProof(PasskeyRow Row, uint Counter, bool IsAnybody);

/// <summary>
/// Whether a passkey that was shown is one that lets somebody in. Whatever is wrong with it gets the same answer and counts like a wrong code (RL-1).
/// </summary>
internal sealed class PasskeyProofs(
    AccessDb db,
    IPasskeyCeremony ceremony,
    PasskeyChallenges challenges,
    PasswordLogIn passwords,
    Throttle throttle,
    FactorCodes codes,
    RefusalCounts counts
)
{
    public static AccessError Wrong { get; } =
        new(AccessErrorCode.WrongLogin, "This passkey lets nobody in: it is unknown or was removed, or the answer came too late or twice. Ask anew.");

    /// <summary>What the audit has of a log-in or a step-up by one.</summary>
    public static IReadOnlyDictionary<string, string> Told { get; } = new Dictionary<string, string> { ["passkey"] = bool.TrueString };

    /// <param name="person">Who shows it; null: whoever logs in.</param>
    public async Task<Outcome<PasskeyProof>> CheckAsync(
        PasskeyPlace place,
        PasskeyPurpose purpose,
        UserId? person,
        PasskeyAnswer answer,
        RequestOrigin from,
        CancellationToken cancel
    )
    {
        if (await RefuseAsync(person, from, cancel) is { } wait)
        {
            return wait;
        }

        var asked = await challenges.SpendAsync(answer.Challenge, purpose, person, cancel);
        var row = asked is null ? null : await FindAsync(place, asked, answer, cancel);
        if (asked is null || row is null)
        {
            await FailedAsync(asked?.User ?? person, from);
            return Wrong;
        }

        if (person is null && await RefuseAsync(row.User, from, cancel) is { } pause)
        {
            return pause;
        }

        if (await ceremony.ShownAsync(place, asked.Kept, row.Owner, row.Known, answer.Credential) is { } counter)
        {
            return new PasskeyProof(row, counter, asked.User is null);
        }

        await FailedAsync(row.User, from);
        return Wrong;
    }

    /// <summary>
    /// In the transaction of what it is for, which holds the person's row. One whose counter did not go on is perhaps another's copy: that is told as a forgery.
    /// </summary>
    public async Task<bool> UseAsync(Work work, PasskeyProof proof, RequestOrigin from, DateTimeOffset now, CancellationToken cancel)
    {
        var used = await work.DoAsync(
            """
            update passkey set sign_count = $2, last_used_at = $3
            where passkey_id = $1 and (sign_count < $2 or (sign_count = 0 and $2 = 0))
            """,
            [proof.Row.Id, (long)proof.Counter, now],
            cancel
        );
        if (used == 1)
        {
            return true;
        }

        if (await work.FirstAsync("select exists (select from passkey where passkey_id = $1)", row => row.GetBoolean(0), [proof.Row.Id], cancel))
        {
            counts.Forgery(ForgerySign.PasskeyCopy, proof.Row.Home, new Principal(PrincipalKind.User, proof.Row.User.Value), from.Address);
        }

        return false;
    }

    /// <summary>After the transaction.</summary>
    public Task FailedAsync(UserId? person, RequestOrigin from) =>
        person is { } known ? codes.FailedAsync(known, from) : passwords.CountAsync([ThrottleSubject.OfSource(from.Address)]);

    public Task SucceededAsync(PasskeyProof proof, CancellationToken cancel) => codes.SucceededAsync(proof.Row.User, cancel);

    private Task<AccessError?> RefuseAsync(UserId? person, RequestOrigin from, CancellationToken cancel) =>
        person is { } known ? codes.RefuseAsync(known, from, cancel) : throttle.RefuseAsync([ThrottleSubject.OfSource(from.Address)], cancel);

    /// <summary>Of whoever was asked, where somebody was.</summary>
    private async Task<PasskeyRow?> FindAsync(PasskeyPlace place, SpentChallenge asked, PasskeyAnswer answer, CancellationToken cancel) =>
        ceremony.CredentialOf(answer.Credential) is { } credential
            ? (await PasskeyRow.ListAsync(db, place, asked.User, credential, cancel)).FirstOrDefault()
            : null;
}
