using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Storage;
using Latchwork.Operations.Users;

namespace Latchwork.Operations.Passkeys;

/// <summary>Asks the caller's browser to make a passkey; it counts once <see cref="AddPasskey"/> has the answer.</summary>
public sealed class OfferPasskey
{
    private readonly AccessDb db;
    private readonly CallerTurns turns;
    private readonly OwnPassword own;
    private readonly IPasskeyCeremony ceremony;

    internal OfferPasskey(AccessDb db, CallerTurns turns, OwnPassword own, IPasskeyCeremony ceremony) =>
        (this.db, this.turns, this.own, this.ceremony) = (db, turns, own, ceremony);

    public async Task<Outcome<AskedPasskey>> RunAsync(Caller by, PasskeyPlace place, CancellationToken cancel)
    {
        if (by.User is not { } person)
        {
            return CallerConfirmation.NotAuthenticated;
        }

        var has = await PasskeyRow.ListAsync(db, place, person, credential: null, cancel);
        var question = await ceremony.AskForNewAsync(place, await OwnerAsync(person, cancel), [.. has.Select(row => row.Known)]);
        return await OwnAccount.RunAsync<AskedPasskey>(
            turns,
            by,
            AuditKind.SecondFactorChanged,
            async (turn, of) =>
                await PasskeyLimits.RefuseMoreAsync(turn.Work, of, cancel) is { } full
                    ? full
                    : await PasskeyChallenges.AskAsync(turn.Work, PasskeyPurpose.Add, of, question, turn.Now, cancel),
            cancel
        );
    }

    private async Task<PasskeyOwner> OwnerAsync(UserId person, CancellationToken cancel)
    {
        var (handle, called) = await db.FirstAsync(
            TenantSet.None,
            $"""
            select p.wire_id, u.display_name from app_user u
            join public_id p on p.tenant_id = u.home_tenant_id and p.row_id = u.user_id and p.kind = {(int)WireIdKind.UserUuid}
            where u.user_id = $1
            """,
            row => (row.GetString(0), row.GetText(1)),
            [person.Value],
            cancel
        );
        var account = await own.AccountAsync(person, cancel) ?? called ?? handle;
        return new PasskeyOwner(handle, account, called ?? account);
    }
}

/// <summary>How many somebody has at most, over all hosts.</summary>
internal static class PasskeyLimits
{
    public const int Most = 10;

    private static readonly AccessError Full = new(AccessErrorCode.LimitReached, $"You have {Most} passkeys: remove one first.", Noun.Passkey);

    public static async Task<AccessError?> RefuseMoreAsync(Work work, UserId person, CancellationToken cancel) =>
        await work.FirstAsync("select count(*)::int from passkey where user_id = $1", row => row.GetInt32(0), [person.Value], cancel) >= Most
            ? Full
            : null;
}
