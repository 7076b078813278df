using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Grants;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Locks;
using Latchwork.Operations.Members;

namespace Latchwork.Operations.Grants;

/// <summary>
/// Takes a lock from people who are known by their ids, at once and on every node (AZ-5): all of them or none. Who has no grant is passed over. Anybody gives up
/// their own; the owner only to a manager who is a member of the lock's tenant, and owns the lock then. To anybody else <see cref="TransferLock"/> hands it over.
/// </summary>
public sealed class UnshareLock
{
    private static readonly AccessError NoHeir = new(
        AccessErrorCode.Conflict,
        "The owner of a lock stays until somebody else of the same account runs it: make them one, or hand the lock over.",
        Noun.Lock
    );

    private readonly LockTurns turns;

    internal UnshareLock(LockTurns turns) => this.turns = turns;

    /// <param name="users">As the wires name them, in lower case.</param>
    public Task<Outcome<Done>> RunAsync(Caller by, WireId lockId, IReadOnlyList<string> users, CancellationToken cancel) =>
        turns.RunAsync(by, lockId, AuditKind.GrantRevoked, AccessAct.SeeLock, (turn, named) => RevokeAsync(turn, named, users, cancel), cancel);

    private static async Task<Outcome<Done>> RevokeAsync(CallerTurn turn, NamedLock named, IReadOnlyList<string> users, CancellationToken cancel)
    {
        var grants = await GrantsAsync(turn, named.Id, users, cancel);
        if (Refuse(turn, named, users, grants) is { } refusal)
        {
            return refusal;
        }

        List<(AccessGrant Before, AccessGrant After)> changes = [.. grants.Select(grant => (grant, grant with { RevokedAt = turn.Now }))];
        if (grants.Find(grant => grant.Role == GrantRole.Owner) is { } owner)
        {
            if (await HeirAsync(turn, named.Id, [.. grants.Select(grant => grant.Id)], cancel) is not { } heir)
            {
                return NoHeir;
            }

            changes.Add((heir, heir with { Role = GrantRole.Owner, CanUnlockRemotely = owner.CanUnlockRemotely || heir.CanUnlockRemotely }));
        }

        await GrantChanges.SaveAsync(turn, changes, cancel);
        return Done.Yes;
    }

    /// <summary>Of others only who may manage them; asked of nobody as well, so that a list of strangers is no way to learn one's own rights.</summary>
    private static AccessError? Refuse(CallerTurn turn, NamedLock named, IReadOnlyList<string> users, List<AccessGrant> grants)
    {
        var others = grants.FindAll(grant => grant.User != turn.By.User);
        var isAboutOthers = others.Count > 0 || users.Count > grants.Count;
        if (!isAboutOthers)
        {
            return named.Refuse(AccessAct.GiveUpGrant, turn);
        }

        return named.Refuse(AccessAct.ManageGrants, turn)
            ?? others.Select(other => GrantGiver.Of(turn, named).RefuseManaging(other)).FirstOrDefault(refusal => refusal is not null);
    }

    private static Task<List<AccessGrant>> GrantsAsync(CallerTurn turn, LockId id, IReadOnlyList<string> users, CancellationToken cancel) =>
        turn.Work.ListAsync(
            $"""
            select {GrantRow.Columns} from public_id p
            join access_grant g on g.tenant_id = $1 and g.lock_id = $2 and g.user_id = p.row_id and g.revoked_at is null
            where p.kind = $3 and p.wire_id = any ($4)
            """,
            row => GrantRow.ReadOptional(row, 0)!,
            [turn.Tenant.Value, id.Value, (short)WireIdKind.UserUuid, users.ToArray()],
            cancel
        );

    /// <summary>The manager who has been one for longest, without any limit of time, and is one for themselves: nothing ends it.</summary>
    private static async Task<AccessGrant?> HeirAsync(CallerTurn turn, LockId id, IReadOnlyList<GrantId> leaving, CancellationToken cancel)
    {
        var heir = await turn.Work.FirstAsync(
            $"""
            select {GrantRow.Columns} from access_grant g join membership m on m.tenant_id = g.tenant_id and m.user_id = g.user_id and {SwitchedOff.MemberIsOn}
            where g.tenant_id = $1 and g.lock_id = $2 and g.revoked_at is null and g.role = {(int)GrantRole.Manager} and not g.is_deputy
                and g.derived_from is null and g.hours is null and g.ends_at is null and (g.starts_at is null or g.starts_at <= $3)
                and g.frozen_at is null and g.accepted_at is not null and not g.grant_id = any ($4)
            order by g.created_at, g.grant_id limit 1
            """,
            row => GrantRow.ReadOptional(row, 0),
            [turn.Tenant.Value, id.Value, turn.Now, leaving.Select(grant => grant.Value).ToArray()],
            cancel
        );
        return heir is not null && await Receivers.HoldAsync(turn, heir.User, cancel) ? heir : null;
    }
}
