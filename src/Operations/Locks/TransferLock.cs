using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Grants;
using Latchwork.Operations.Grants;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Members;

namespace Latchwork.Operations.Locks;

/// <summary>
/// Hands locks to another owner, all or none; who had them has nothing of them any more. Where the receiver is at home in a lock's tenant or a member of
/// it, ownership moves and the other grants stay. Else the lock moves to the receiver's home: see <see cref="MoveLock"/>.
/// </summary>
public sealed class TransferLock
{
    private const int MostLocks = 100;

    private static readonly AccessError Missing = AccessError.NotFound(Noun.Lock);
    private static readonly AccessError ToOneself = new(AccessErrorCode.ToOneself, "They are yours already.", Noun.Lock);

    private readonly CallerTurns turns;
    private readonly LockTurns locks;
    private readonly WireIdIndex index;
    private readonly Receivers receivers;
    private readonly MoveLock move;
    private readonly WireIds ids;

    internal TransferLock(CallerTurns turns, LockTurns locks, WireIdIndex index, Receivers receivers, MoveLock move, WireIds ids) =>
        (this.turns, this.locks, this.index, this.receivers, this.move, this.ids) = (turns, locks, index, receivers, move, ids);

    /// <param name="receiver">Login name.</param>
    public async Task<Outcome<Done>> RunAsync(Caller by, IReadOnlyList<WireId> lockIds, string receiver, CancellationToken cancel)
    {
        var wanted = lockIds.Distinct().ToList();
        if (wanted.Count is 0 or > MostLocks)
        {
            return AccessError.Invalid($"1 to {MostLocks} locks are handed over at a time.", Noun.Lock);
        }

        var done = await turns.RunAsync(
            by,
            new TurnRules(AuditKind.LockTransferred, Missing),
            caller => LocateAsync(caller, wanted, receiver, cancel),
            (turn, ask) => TransferAsync(turn, ask, cancel),
            cancel
        );
        wanted.ForEach(index.Forget);
        return done;
    }

    private sealed record Ask(IReadOnlyList<(TenantId Tenant, LockId Lock)> Locks, Receiver? Receiver);

    private async ValueTask<Located<Ask>?> LocateAsync(Caller by, List<WireId> wanted, string receiver, CancellationToken cancel)
    {
        var found = new List<(TenantId Tenant, LockId Lock)>(wanted.Count);
        foreach (var id in wanted)
        {
            if (await locks.LocateAsync(by, id, cancel) is not { } at)
            {
                return null;
            }

            found.Add((at.Tenant, at.What));
        }

        var name = LoginName.Parse(receiver);
        var known = name.Error is null ? await receivers.FindAsync(name.Value, cancel) : null;
        var also = found.Select(at => at.Tenant);
        return new Located<Ask>(found[0].Tenant, new Ask(found, known), found[0].Lock) { Also = [.. known is null ? also : also.Append(known.Home)] };
    }

    private async Task<Outcome<Done>> TransferAsync(CallerTurn turn, Ask ask, CancellationToken cancel)
    {
        var found = new List<(CallerTurn There, NamedLock Lock)>(ask.Locks.Count);
        foreach (var (tenant, id) in ask.Locks)
        {
            var there = turn.In(tenant);
            var named = await NamedLock.FindAsync(there, id, cancel);
            if ((named is null ? Missing : named.Refuse(AccessAct.Transfer, there)) is { } refusal)
            {
                return refusal;
            }

            found.Add((there, named!));
        }

        return ask.Receiver is not { IsRegistered: true } receiver ? Receivers.Unknown
            : receiver.User == turn.By.User ? ToOneself
            : !await Receivers.HoldAsync(turn, receiver.User, cancel) ? Receivers.Unknown
            : await HandOverAsync(found, receiver, cancel);
    }

    private async Task<Outcome<Done>> HandOverAsync(List<(CallerTurn There, NamedLock Lock)> found, Receiver receiver, CancellationToken cancel)
    {
        foreach (var (there, named) in found)
        {
            if (await IsAtHomeAsync(there, receiver, cancel))
            {
                await ChangeOwnerAsync(there, named, receiver.User, cancel);
            }
            else if (await move.RunAsync(there, named, receiver, cancel) is { } refusal)
            {
                return refusal;
            }
        }

        found[0].There.Raised.Add(receiver.User);
        return Done.Yes;
    }

    private static async ValueTask<bool> IsAtHomeAsync(CallerTurn turn, Receiver receiver, CancellationToken cancel) =>
        receiver.Home == turn.Tenant
        || await turn.Work.FirstAsync(
            $"select 1 from membership m where m.tenant_id = $1 and m.user_id = $2 and {SwitchedOff.MemberIsOn}",
            row => row.GetInt32(0),
            [turn.Tenant.Value, receiver.User.Value],
            cancel
        ) == 1;

    /// <summary>A grant that the receiver has to the lock becomes the owner's, and as such is new: of what was before, webhooks tell them nothing.</summary>
    private async Task ChangeOwnerAsync(CallerTurn turn, NamedLock named, UserId receiver, CancellationToken cancel)
    {
        var former = await turn.Work.ListAsync(
            "update access_grant set revoked_at = $3, updated_at = $3 where tenant_id = $1 and lock_id = $2 and role = $4 and revoked_at is null returning user_id",
            row => new UserId(row.GetGuid(0)),
            [turn.Tenant.Value, named.Id.Value, turn.Now, (short)GrantRole.Owner],
            cancel
        );
        var own = await turn.Work.ListAsync(
            """
            insert into access_grant (tenant_id, grant_id, lock_id, user_id, role, accepted_at, created_at, updated_at) values ($1, $4, $2, $5, $6, $3, $3, $3)
            on conflict (tenant_id, lock_id, user_id) where revoked_at is null do update set role = excluded.role, is_deputy = false, starts_at = null,
                ends_at = null, hours = null, opens_remotely = true, derived_from = null, frozen_at = null, accepted_at = excluded.accepted_at,
                created_at = excluded.created_at, updated_at = $3
            returning grant_id
            """,
            row => row.GetGuid(0),
            [turn.Tenant.Value, named.Id.Value, turn.Now, GrantId.New(turn.Now).Value, receiver.Value, (short)GrantRole.Owner],
            cancel
        );
        await NumberAsync(turn, own[0], cancel);
        turn.Raised.UnionWith(former);
        turn.Tell(turn.Event(AuditKind.LockTransferred, named.Id) with { On = new AuditObject(Noun.User, receiver.Value) });
    }

    /// <summary>A grant that was there has its numbers.</summary>
    private async Task NumberAsync(CallerTurn turn, Guid grant, CancellationToken cancel)
    {
        var known = await turn.Work.FirstAsync(
            "select 1 from public_id where tenant_id = $1 and row_id = $2 limit 1",
            row => row.GetInt32(0),
            [turn.Tenant.Value, grant],
            cancel
        );
        if (known == 0)
        {
            await ids.IssueAsync(turn.Work, turn.Tenant, grant, cancel, WireIdKind.GrantNumber, WireIdKind.GrantUuid);
        }
    }
}
