using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Identity;
using Latchwork.Operations.SecondFactors;
using Latchwork.Operations.Users;

namespace Latchwork.Operations.Passkeys;

/// <param name="RecoveryCodes">Shown this once; none where the person has some.</param>
public sealed record AddedPasskey(SeenPasskey Passkey, IReadOnlyList<string> RecoveryCodes)
{
    public override string ToString() => nameof(AddedPasskey);
}

/// <summary>Takes the passkey into use that the caller's device has made. Recovery codes come with it, where the caller has none.</summary>
public sealed class AddPasskey
{
    private static readonly AccessError NoQuestion = new(
        AccessErrorCode.Conflict,
        "The passkey was not asked for, or too long ago: ask for a new one.",
        Noun.Passkey
    );

    private static readonly AccessError Unfit = AccessError.Invalid(
        "What the browser answered is no passkey for this server: ask for a new one.",
        Noun.Passkey
    );

    private static readonly AccessError IsThere = new(AccessErrorCode.Taken, "This passkey is in use already.", Noun.Passkey);

    private readonly CallerTurns turns;
    private readonly PasskeyChallenges challenges;
    private readonly IPasskeyCeremony ceremony;

    internal AddPasskey(CallerTurns turns, PasskeyChallenges challenges, IPasskeyCeremony ceremony) =>
        (this.turns, this.challenges, this.ceremony) = (turns, challenges, ceremony);

    public async Task<Outcome<AddedPasskey>> RunAsync(Caller by, PasskeyPlace place, string name, PasskeyAnswer answer, CancellationToken cancel)
    {
        if (by.User is not { } person)
        {
            return CallerConfirmation.NotAuthenticated;
        }

        if (PasskeyName.Refuse(name) is { } bad)
        {
            return bad;
        }

        var asked = await challenges.SpendAsync(answer.Challenge, PasskeyPurpose.Add, person, cancel);
        var made = asked is null ? null : await ceremony.MadeAsync(place, asked.Kept, answer.Credential);
        return await OwnAccount.RunAsync(
            turns,
            by,
            AuditKind.SecondFactorChanged,
            (turn, of) =>
                asked is null ? Task.FromResult<Outcome<AddedPasskey>>(NoQuestion)
                : made is null ? Task.FromResult<Outcome<AddedPasskey>>(Unfit)
                : AddAsync(turn, of, place, name.Trim(), made, cancel),
            cancel
        );
    }

    private static async Task<Outcome<AddedPasskey>> AddAsync(
        CallerTurn turn,
        UserId person,
        PasskeyPlace place,
        string name,
        MadePasskey made,
        CancellationToken cancel
    )
    {
        await OwnAccount.HoldAsync(turn, person, cancel);
        if (await PasskeyLimits.RefuseMoreAsync(turn.Work, person, cancel) is { } full)
        {
            return full;
        }

        var added = new SeenPasskey(Guid.CreateVersion7(turn.Now), name, place.Host, turn.Now, LastUsedAt: null);
        var written = await turn.Work.DoAsync(
            """
            insert into passkey (passkey_id, user_id, credential_id, name, credential, created_at, host, sign_count)
            values ($1, $2, $3, $4, $5::jsonb, $6, $7, $8) on conflict (credential_id) do nothing
            """,
            [added.Id, person.Value, made.Id, name, PasskeyRow.TextOf(made.Material), turn.Now, place.Host, (long)made.Counter],
            cancel
        );
        if (written == 0)
        {
            return IsThere;
        }

        turn.Raised.Add(person);
        turn.Told.Add(OwnAccount.Event(turn, AuditKind.SecondFactorChanged, person, "passkey"));
        return new AddedPasskey(added, await RecoveryCodes.MakeFirstAsync(turn.Work, person, cancel));
    }
}
