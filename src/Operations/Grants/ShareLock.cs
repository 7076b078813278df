using System.Security.Cryptography;
using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Locks;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Locks;
using Latchwork.Operations.Storage;
using Latchwork.Operations.Users;

namespace Latchwork.Operations.Grants;

/// <param name="User">As the wires name them, in lower case.</param>
/// <param name="PublicKey">The key that is shown of them: it says that the giver means just this person.</param>
public sealed record Share(string User, byte[] PublicKey, GrantRole Role, TimeWindow Window)
{
    public override string ToString() => $"share with {User}";
}

/// <summary>
/// Gives a lock to people who are known by their ids, all of them or none (doordeck.md 8.5). Who was invited and has set no password gets the message that lets
/// them, and their grant waits for it.
/// </summary>
public sealed class ShareLock
{
    private static readonly AccessError OtherKey = AccessError.Invalid("The public key is not that of the user.", Noun.User);

    private static readonly AccessError Ends = AccessError.Invalid("The grant has ended already.", Noun.Grant);

    private static readonly AccessError NoBatch = new(
        AccessErrorCode.Unsupported,
        $"This lock is not given to {LockAbilities.Many} people at once: give it to each.",
        Noun.Lock
    );

    private readonly LockTurns locks;
    private readonly CallerTurns turns;
    private readonly Receivers receivers;
    private readonly InvitePerson invite;
    private readonly GiveGrant give;
    private readonly TellReceiver tell;
    private readonly PublicKeys keys;

    internal ShareLock(
        LockTurns locks,
        CallerTurns turns,
        Receivers receivers,
        InvitePerson invite,
        GiveGrant give,
        TellReceiver tell,
        PublicKeys keys
    )
    {
        (this.locks, this.turns, this.receivers) = (locks, turns, receivers);
        (this.invite, this.give, this.tell, this.keys) = (invite, give, tell, keys);
    }

    /// <param name="shares">Each of another person.</param>
    /// <param name="isBatch">As one operation, which not every lock takes.</param>
    public async Task<Outcome<Done>> RunAsync(Caller by, WireId lockId, IReadOnlyList<Share> shares, bool isBatch, CancellationToken cancel)
    {
        var known = await receivers.FindAsync([.. shares.Select(share => share.User)], cancel);
        var shown = await keys.OfAsync([.. known.Values.Select(one => one.Receiver.User)], cancel);
        return await turns.RunAsync<LockId, Done>(
            by,
            new TurnRules(AuditKind.GrantGiven, AccessError.NotFound(Noun.Lock)),
            caller => locks.LocateAsync(caller, lockId, cancel),
            async (turn, id) =>
                await NamedLock.FindAsync(turn, id, cancel) is not { } named ? AccessError.NotFound(Noun.Lock)
                : named.Refuse(AccessAct.Share, turn) is { } refusal ? refusal
                : isBatch && !await TakesManyAsync(turn, named, cancel) ? NoBatch
                : await GiveAsync(turn, named, shares, known, shown, cancel),
            cancel
        );
    }

    private async Task<Outcome<Done>> GiveAsync(
        CallerTurn turn,
        NamedLock named,
        IReadOnlyList<Share> shares,
        Dictionary<string, NamedReceiver> known,
        IReadOnlyDictionary<UserId, byte[]> shown,
        CancellationToken cancel
    )
    {
        // In one order for all, as people are held.
        foreach (var share in shares.OrderBy(share => known.TryGetValue(share.User, out var one) ? one.Receiver.User.Value : Guid.Empty))
        {
            var refusal =
                !known.TryGetValue(share.User, out var receiver) ? Receivers.Unknown
                : !CryptographicOperations.FixedTimeEquals(shown[receiver.Receiver.User], share.PublicKey) ? OtherKey
                : share.Window.IsOver(turn.Now) ? Ends
                : await GiveAsync(turn, named, share, receiver, cancel);
            if (refusal is not null)
            {
                return refusal;
            }
        }

        return Done.Yes;
    }

    private async Task<AccessError?> GiveAsync(CallerTurn turn, NamedLock named, Share share, NamedReceiver receiver, CancellationToken cancel)
    {
        var user = receiver.Receiver.User;
        var terms = new GrantTerms(share.Role, share.Window, Hours: null, CanUnlockRemotely: true);
        var live = await GiveGrant.LiveAsync(turn, named.Id, user, cancel);
        if (GiveGrant.Refuse(turn, named, user, live, terms) is { } refusal)
        {
            return refusal;
        }

        var given = await give.SaveAsync(turn, named, live, new Gift(user, terms), cancel);
        return given.Error is { } gone ? gone
            : receiver.Address is not { } address ? null
            : !receiver.Receiver.IsRegistered
                ? (await invite.RunAsync(turn, receiver.Receiver, receiver.Receiver.Home, address, named.Id, cancel)).Error
            : await TellAsync(turn, user, address, named.Id, isNew: live is null, cancel);
    }

    private async Task<AccessError?> TellAsync(CallerTurn turn, UserId user, LoginName address, LockId id, bool isNew, CancellationToken cancel)
    {
        if (isNew)
        {
            await tell.RunAsync(turn, user, address, id, cancel);
        }

        return null;
    }

    private static async Task<bool> TakesManyAsync(CallerTurn turn, NamedLock named, CancellationToken cancel)
    {
        var places = await turn.Work.FirstAsync(
            "select greatest(passcode_slots, card_slots, fingerprint_slots)::int from smart_lock where tenant_id = $1 and lock_id = $2",
            row => row.GetOptional<int>(0),
            [turn.Tenant.Value, named.Id.Value],
            cancel
        );
        return LockAbilities.Of(named.Facts.Capabilities, named.Link is not null, places).TakesManyPeople;
    }
}
