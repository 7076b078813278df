using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Explanations;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Users;
using Latchwork.Operations.Grants;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Locks;

namespace Latchwork.Operations.Members;

/// <summary>
/// Takes somebody out of a tenant, or takes an invitation back: their role and all their grants there end at once and on every node (AZ-5), and what derives
/// from these (AZ-7). Locks that they own go to the oldest other owner of the tenant. They are told nothing more; their account is their own and stays.
/// </summary>
public sealed class RemoveMember
{
    private readonly MemberTurns turns;
    private readonly NewLock locks;

    internal RemoveMember(MemberTurns turns, NewLock locks) => (this.turns, this.locks) = (turns, locks);

    public Task<Outcome<Done>> RunAsync(Caller by, TenantId tenant, WireId person, CancellationToken cancel) =>
        turns.RunAsync(by, tenant, person, (turn, member) => RemoveAsync(turn, member, cancel), cancel);

    private async Task<Outcome<Done>> RemoveAsync(CallerTurn turn, NamedMember member, CancellationToken cancel)
    {
        if (await MemberTurns.RefuseLastAsync(turn, member, cancel) is { } refusal)
        {
            return refusal;
        }

        // Whoever gives them something holds this row: it comes wholly before, and ends here, or wholly after.
        await turn.Work.DoAsync("select 1 from app_user where user_id = $1 for update", [member.User.Value], cancel);
        foreach (var statement in Rows)
        {
            await turn.Work.DoAsync(statement, [turn.Tenant.Value, member.User.Value, turn.Now], cancel);
        }

        await EndGrantsAsync(turn, member.User, cancel);
        MemberTurns.Tell(turn, member.User, member.Role, role: null, member.IsWaiting);
        return Done.Yes;
    }

    private async Task EndGrantsAsync(CallerTurn turn, UserId person, CancellationToken cancel)
    {
        var grants = await turn.Work.ListAsync(
            $"select {GrantRow.Columns} from access_grant g where g.tenant_id = $1 and g.user_id = $2 and g.revoked_at is null",
            row => GrantRow.ReadOptional(row, 0)!,
            [turn.Tenant.Value, person.Value],
            cancel
        );
        List<LockId> owned = [.. grants.Where(grant => grant.Role == GrantRole.Owner).Select(grant => grant.Lock)];
        var heir = owned.Count == 0 ? null : await HeirAsync(turn, cancel);
        var held = heir is { } next ? await HeldAsync(turn, next, owned, cancel) : [];
        await GrantChanges.SaveAsync(
            turn,
            [.. grants.Select(grant => (grant, grant with { RevokedAt = turn.Now })), .. held.Select(grant => (grant, GrantChanges.AsOwner(grant)))],
            cancel
        );
        if (heir is { } owner)
        {
            await GiveAsync(turn, owner, [.. owned.Except(held.Select(grant => grant.Lock))], cancel);
        }
    }

    private static async Task<UserId?> HeirAsync(CallerTurn turn, CancellationToken cancel) =>
        await turn.Work.FirstAsync<UserId?>(
            $"select m.user_id from membership m where m.tenant_id = $1 and m.role = $2 and {SwitchedOff.MemberIsOn} order by m.created_at, m.user_id limit 1",
            row => new UserId(row.GetGuid(0)),
            [turn.Tenant.Value, (short)TenantRole.Owner],
            cancel
        );

    /// <summary>What the heir has to these locks already.</summary>
    private static Task<List<AccessGrant>> HeldAsync(CallerTurn turn, UserId heir, List<LockId> owned, CancellationToken cancel) =>
        turn.Work.ListAsync(
            $"""
            select {GrantRow.Columns} from access_grant g
            where g.tenant_id = $1 and g.user_id = $2 and g.lock_id = any ($3) and g.revoked_at is null
            """,
            row => GrantRow.ReadOptional(row, 0)!,
            [turn.Tenant.Value, heir.Value, owned.Select(id => id.Value).ToArray()],
            cancel
        );

    private async Task GiveAsync(CallerTurn turn, UserId heir, LockId[] owned, CancellationToken cancel)
    {
        if (owned.Length == 0)
        {
            return;
        }

        Guid[] rows = Array.ConvertAll(owned, id => id.Value);
        var grants = await locks.GiveOwnerAsync(turn.Work, turn.Tenant, rows, heir, turn.Now, cancel);
        turn.Raised.Add(heir);
        foreach (var (id, grant) in owned.Zip(grants))
        {
            turn.Tell(
                turn.Event(AuditKind.GrantGiven, id) with
                {
                    On = new AuditObject(Noun.Grant, grant),
                    Changed = new Dictionary<string, string> { [GrantStory.Role] = nameof(GrantRole.Owner) },
                }
            );
        }
    }

    private static readonly string[] Rows =
    [
        "delete from membership where tenant_id = $1 and user_id = $2 and $3::timestamptz is not null",
        $"""
            update invitation set used_at = $3
            where tenant_id = $1 and user_id = $2 and purpose = {(int)InvitationPurpose.Membership} and used_at is null
            """,
        """
            delete from alert_item i using alert a
            where i.tenant_id = $1 and a.tenant_id = $1 and a.alert_id = i.alert_id and a.user_id = $2 and $3::timestamptz is not null
            """,
        "update alert set removed_at = $3, updated_at = $3 where tenant_id = $1 and user_id = $2 and removed_at is null",
    ];
}
