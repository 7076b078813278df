using Latchwork.Domain;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;

namespace Latchwork.Operations.Groups;

/// <summary>Deletes a group of the caller's own. Its locks are free with that, in whatever tenants: what names a group that is gone names none.</summary>
public sealed class DeleteGroup
{
    private readonly GroupTurns turns;

    internal DeleteGroup(GroupTurns turns) => this.turns = turns;

    public Task<Outcome<Done>> RunAsync(Caller by, WireId groupId, CancellationToken cancel) =>
        turns.RunAsync(by, groupId, (turn, group) => DeleteAsync(turn, group!, cancel), cancel);

    private static async Task<Outcome<Done>> DeleteAsync(CallerTurn turn, OwnGroup group, CancellationToken cancel)
    {
        await turn.Work.DoAsync("delete from lock_group where tenant_id = $1 and group_id = $2", [turn.Tenant.Value, group.Id], cancel);
        turn.Tell(GroupTurns.Told(turn, group.Id, "deleted"));
        return Done.Yes;
    }
}
