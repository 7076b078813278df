using Latchwork.Domain;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;

namespace Latchwork.Operations.Groups;

/// <summary>Renames a group of the caller's own.</summary>
public sealed class RenameGroup
{
    private readonly GroupTurns turns;

    internal RenameGroup(GroupTurns turns) => this.turns = turns;

    public async Task<Outcome<Done>> RunAsync(Caller by, WireId groupId, string name, CancellationToken cancel) =>
        OwnGroup.RefuseName(name.Trim()) is { } invalid
            ? invalid
            : await turns.RunAsync(by, groupId, (turn, group) => RenameAsync(turn, group!, name.Trim(), cancel), cancel);

    private static async Task<Outcome<Done>> RenameAsync(CallerTurn turn, OwnGroup group, string name, CancellationToken cancel)
    {
        await turn.Work.DoAsync(
            "update lock_group set name = $3 where tenant_id = $1 and group_id = $2",
            [turn.Tenant.Value, group.Id, name],
            cancel
        );
        turn.Tell(GroupTurns.Told(turn, group.Id, "renamed"));
        return Done.Yes;
    }
}
