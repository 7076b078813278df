using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Users;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;

namespace Latchwork.Operations.Groups;

/// <summary>Makes a group of the tenant's. Its name is there once.</summary>
public sealed class AddTenantGroup
{
    private const int MostGroups = 1000;

    private static readonly AccessError TooMany = new(AccessErrorCode.LimitReached, $"There are {MostGroups} groups.", Noun.LockGroup);

    private readonly CallerTurns turns;
    private readonly WireIds ids;

    internal AddTenantGroup(CallerTurns turns, WireIds ids) => (this.turns, this.ids) = (turns, ids);

    /// <returns>Its public UUID.</returns>
    public Task<Outcome<string>> RunAsync(Caller by, TenantId tenant, string name, CancellationToken cancel) =>
        turns.RunAsync<TenantId, string>(
            by,
            new TurnRules(AuditKind.GroupChanged, AccessError.NotFound(Noun.Tenant), GroupLocks.IsTaken),
            _ => ValueTask.FromResult<Located<TenantId>?>(new Located<TenantId>(tenant, tenant)),
            async (turn, _) =>
                AccessDecision.Refuse(Permission.LocksWrite, turn.By.StandingIn(tenant), Noun.Tenant) is { } weak ? weak
                : OwnGroup.RefuseName(name.Trim()) is { } invalid ? invalid
                : await AddAsync(turn, name.Trim(), cancel),
            cancel
        );

    private async Task<Outcome<string>> AddAsync(CallerTurn turn, string name, CancellationToken cancel)
    {
        var id = Guid.CreateVersion7(turn.Now);
        var added = await turn.Work.DoAsync(
            """
            insert into lock_group (tenant_id, group_id, name, created_at)
            select $1, $2, $3, $4 where (select count(*) from lock_group where tenant_id = $1 and user_id is null) < $5
            """,
            [turn.Tenant.Value, id, name, turn.Now, MostGroups],
            cancel
        );
        if (added == 0)
        {
            return TooMany;
        }

        await ids.IssueAsync(turn.Work, turn.Tenant, id, cancel, WireIdKind.GroupUuid);
        turn.Made = id;
        turn.Told.Add(TenantTurns.Told(turn, AuditKind.GroupChanged, Noun.LockGroup, id, "added"));
        return await WireIds.TextAsync(turn.Work, turn.Tenant, id, WireIdKind.GroupUuid, cancel);
    }
}
