using Latchwork.Domain;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;

namespace Latchwork.Operations.Groups;

/// <summary>Makes a group of the caller's own. Its name is theirs once.</summary>
public sealed class AddGroup
{
    private const int MostGroups = 1000;

    private static readonly AccessError TooMany = new(AccessErrorCode.LimitReached, $"You have {MostGroups} groups.", Noun.LockGroup);

    private readonly GroupTurns turns;
    private readonly WireIds ids;

    internal AddGroup(GroupTurns turns, WireIds ids) => (this.turns, this.ids) = (turns, ids);

    /// <returns>Sifely's <c>groupId</c>.</returns>
    public async Task<Outcome<int>> RunAsync(Caller by, string name, CancellationToken cancel) =>
        OwnGroup.RefuseName(name.Trim()) is { } invalid
            ? invalid
            : await turns.RunAsync(by, groupId: null, (turn, _) => AddAsync(turn, name.Trim(), cancel), cancel);

    private async Task<Outcome<int>> AddAsync(CallerTurn turn, string name, CancellationToken cancel)
    {
        var id = Guid.CreateVersion7(turn.Now);
        var added = await turn.Work.DoAsync(
            """
            insert into lock_group (tenant_id, group_id, user_id, name, created_at)
            select $1, $2, $3, $4, $5 where (select count(*) from lock_group where tenant_id = $1 and user_id = $3) < $6
            """,
            [turn.Tenant.Value, id, turn.By.User?.Value, name, turn.Now, MostGroups],
            cancel
        );
        if (added == 0)
        {
            return TooMany;
        }

        await ids.IssueAsync(turn.Work, turn.Tenant, id, cancel, WireIdKind.GroupNumber);
        turn.Tell(GroupTurns.Told(turn, id, "added"));
        return await WireIds.NumberAsync(turn.Work, turn.Tenant, id, WireIdKind.GroupNumber, cancel);
    }
}
