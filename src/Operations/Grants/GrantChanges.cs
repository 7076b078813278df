using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Explanations;
using Latchwork.Domain.Grants;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Locks;

namespace Latchwork.Operations.Grants;

/// <summary>Saves what grants have become, and with it what follows for those that derive from them (AZ-7), in the turn's transaction.</summary>
internal static class GrantChanges
{
    /// <summary>Refused where the caller may not change it so; nothing was written then.</summary>
    public static async Task<Outcome<Done>> ChangeAsync(CallerTurn turn, NamedGrant named, AccessGrant after, CancellationToken cancel)
    {
        var before = named.Grant;
        var giver = GrantGiver.Of(turn, named.Lock);
        var widens = GrantRules.Widens(before, after, turn.Now);
        var refusal = named.Refuse(widens ? AccessAct.Share : AccessAct.ManageGrants, turn) ?? giver.RefuseChanging(before, after, turn.Now);
        if (refusal is not null)
        {
            return refusal;
        }

        // What lets more through is given anew, by whoever changed it.
        await SaveAsync(turn, [(before, widens ? after with { DerivedFrom = giver.Origin } : after)], cancel);
        return Done.Yes;
    }

    public static Task RevokeAsync(CallerTurn turn, IReadOnlyList<AccessGrant> grants, CancellationToken cancel) =>
        SaveAsync(turn, [.. grants.Select(grant => (grant, grant with { RevokedAt = turn.Now }))], cancel);

    /// <summary>A grant whose holder owns the lock from now on: nothing ends it, and it opens at any time.</summary>
    public static AccessGrant AsOwner(AccessGrant grant) =>
        grant with
        {
            Role = GrantRole.Owner,
            IsDeputy = false,
            Window = TimeWindow.Always,
            Hours = null,
            CanUnlockRemotely = true,
            IsFrozen = false,
            DerivedFrom = null,
        };

    /// <summary>With all that follows. A gift is not given on (AZ-7: depth 1), so nothing follows from what followed.</summary>
    public static async Task SaveAsync(CallerTurn turn, IReadOnlyList<(AccessGrant Before, AccessGrant After)> changes, CancellationToken cancel)
    {
        List<(AccessGrant Before, AccessGrant After)> all = [.. changes, .. await FollowersAsync(turn, [.. changes.Select(c => c.After)], cancel)];
        await WriteAsync(turn, all, cancel);
    }

    /// <summary>What follows from a grant that was saved otherwise.</summary>
    public static async Task FollowAsync(CallerTurn turn, AccessGrant giver, CancellationToken cancel) =>
        await WriteAsync(turn, await FollowersAsync(turn, [giver], cancel), cancel);

    private static async Task WriteAsync(CallerTurn turn, List<(AccessGrant Before, AccessGrant After)> all, CancellationToken cancel)
    {
        if (all.Count == 0)
        {
            return;
        }

        await UpdateAsync(turn, all.ConvertAll(change => change.After), cancel);
        turn.Raised.UnionWith(all.Where(change => change.After.RevokedAt is not null).Select(change => change.After.User));
        foreach (var (before, after) in all)
        {
            var kind = after.RevokedAt is null ? AuditKind.GrantChanged : AuditKind.GrantRevoked;
            turn.Tell(
                turn.Event(kind, after.Lock) with
                {
                    On = new AuditObject(Noun.Grant, after.Id.Value),
                    Changed = GrantStory.Told(before, after),
                }
            );
        }
    }

    private static async Task<List<(AccessGrant Before, AccessGrant After)>> FollowersAsync(
        CallerTurn turn,
        IReadOnlyList<AccessGrant> changed,
        CancellationToken cancel
    )
    {
        var givers = changed.ToDictionary(grant => grant.Id);
        var derived = await turn.Work.ListAsync(
            $"select {GrantRow.Columns} from access_grant g where g.tenant_id = $1 and g.derived_from = any ($2) and g.revoked_at is null",
            row => GrantRow.ReadOptional(row, 0)!,
            [turn.Tenant.Value, givers.Keys.Select(id => id.Value).ToArray()],
            cancel
        );
        return
        [
            .. from before in derived
            where !givers.ContainsKey(before.Id)
            let after = Followed(givers[before.DerivedFrom!.Value], before, turn.Now)
            where after != before
            select (before, after),
        ];
    }

    /// <summary>One that ends keeps its terms: a window cut down to nothing is no window.</summary>
    private static AccessGrant Followed(AccessGrant giver, AccessGrant derived, DateTimeOffset now)
    {
        var after = GrantRules.Follow(giver, derived, now);
        return after.RevokedAt is null ? after : derived with { RevokedAt = after.RevokedAt };
    }

    private static Task<int> UpdateAsync(CallerTurn turn, List<AccessGrant> grants, CancellationToken cancel) =>
        turn.Work.DoAsync(
            """
            update access_grant g set role = n.role, is_deputy = n.is_deputy, starts_at = n.starts_at, ends_at = n.ends_at, hours = n.hours,
                opens_remotely = n.remote, frozen_at = case when n.is_frozen then coalesce(g.frozen_at, $2) end, revoked_at = n.revoked_at,
                derived_from = n.derived_from, updated_at = $2
            from unnest($3::uuid[], $4::smallint[], $5::boolean[], $6::timestamptz[], $7::timestamptz[], $8::text[], $9::boolean[], $10::boolean[],
                $11::timestamptz[], $12::uuid[])
                as n (grant_id, role, is_deputy, starts_at, ends_at, hours, remote, is_frozen, revoked_at, derived_from)
            where g.tenant_id = $1 and g.grant_id = n.grant_id
            """,
            [
                turn.Tenant.Value,
                turn.Now,
                Column(grants, grant => grant.Id.Value),
                Column(grants, grant => (short)grant.Role),
                Column(grants, grant => grant.IsDeputy),
                Column(grants, grant => grant.Window.StartsAt),
                Column(grants, grant => grant.Window.EndsAt),
                Column(grants, grant => grant.Hours?.ToString()),
                Column(grants, grant => grant.CanUnlockRemotely),
                Column(grants, grant => grant.IsFrozen),
                Column(grants, grant => grant.RevokedAt),
                Column(grants, grant => grant.DerivedFrom?.Value),
            ],
            cancel
        );

    private static T[] Column<T>(List<AccessGrant> grants, Func<AccessGrant, T> column) => [.. grants.Select(column)];
}
