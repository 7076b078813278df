using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;

namespace Latchwork.Operations.Groups;

/// <summary>Renames a group of the tenant's, or deletes it: its locks and what people may do at them stay as they are.</summary>
public sealed class ChangeTenantGroup
{
    private readonly TenantTurns turns;

    internal ChangeTenantGroup(TenantTurns turns) => this.turns = turns;

    public Task<Outcome<Done>> RenameAsync(Caller by, WireId group, string name, CancellationToken cancel) =>
        turns.RunAsync<Done>(
            by,
            GroupLocks.Rules,
            group,
            async (turn, row) =>
                OwnGroup.RefuseName(name.Trim()) is { } invalid
                    ? invalid
                    : await DoAsync(
                        turn,
                        row,
                        "update lock_group set name = $3 where tenant_id = $1 and group_id = $2 and user_id is null",
                        [name.Trim()],
                        "renamed",
                        cancel
                    ),
            cancel
        );

    public Task<Outcome<Done>> DeleteAsync(Caller by, WireId group, CancellationToken cancel) =>
        turns.RunAsync(
            by,
            GroupLocks.Rules,
            group,
            (turn, row) =>
                DoAsync(turn, row, "delete from lock_group where tenant_id = $1 and group_id = $2 and user_id is null", [], "deleted", cancel),
            cancel
        );

    private static async Task<Outcome<Done>> DoAsync(CallerTurn turn, Guid group, string sql, object[] values, string what, CancellationToken cancel)
    {
        if (await turn.Work.DoAsync(sql, [turn.Tenant.Value, group, .. values], cancel) == 0)
        {
            return OwnGroup.Missing;
        }

        turn.Told.Add(TenantTurns.Told(turn, AuditKind.GroupChanged, Noun.LockGroup, group, what));
        return Done.Yes;
    }
}
