using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Grants;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Locks;

namespace Latchwork.Operations.Groups;

/// <summary>Puts a lock that the caller has a grant to into a group of their own, or into none.</summary>
public sealed class SetLockGroup
{
    private readonly LockTurns turns;

    internal SetLockGroup(LockTurns turns) => this.turns = turns;

    /// <param name="groupId">Null for none.</param>
    public Task<Outcome<Done>> RunAsync(Caller by, WireId lockId, WireId? groupId, CancellationToken cancel) =>
        turns.RunAsync(by, lockId, AuditKind.GroupChanged, AccessAct.SetPreference, (turn, named) => SetAsync(turn, named, groupId, cancel), cancel);

    private static async Task<Outcome<Done>> SetAsync(CallerTurn turn, NamedLock named, WireId? groupId, CancellationToken cancel)
    {
        var group = groupId is { } wanted ? await OwnGroup.FindAsync(turn, wanted, cancel) : null;
        if (turn.By.User is null || (groupId is not null && group is null))
        {
            return OwnGroup.Missing;
        }

        await OwnGroup.PutAsync(turn, named.Id, group, cancel);
        turn.Tell(
            turn.Event(AuditKind.GroupChanged, named.Id) with
            {
                On = group is null ? null : new AuditObject(Noun.LockGroup, group.Id),
                Changed = new Dictionary<string, string> { ["change"] = group is null ? "taken out" : "put in" },
            }
        );
        return Done.Yes;
    }
}
