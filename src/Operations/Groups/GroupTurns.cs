using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;

namespace Latchwork.Operations.Groups;

/// <summary>The way of every act on a person's own groups, in their home tenant. Who is no person has none.</summary>
internal sealed class GroupTurns(CallerTurns turns)
{
    /// <param name="groupId">Null where none is named.</param>
    public Task<Outcome<T>> RunAsync<T>(Caller by, WireId? groupId, Func<CallerTurn, OwnGroup?, Task<Outcome<T>>> act, CancellationToken cancel) =>
        turns.RunAsync(
            by,
            new TurnRules(AuditKind.GroupChanged, OwnGroup.Missing, OwnGroup.IsTaken),
            caller => ValueTask.FromResult<Located<WireId?>?>(caller.User is null ? null : new Located<WireId?>(caller.Home, groupId)),
            async (turn, wanted) =>
            {
                var group = wanted is { } id ? await OwnGroup.FindAsync(turn, id, cancel) : null;
                return wanted is not null && group is null ? OwnGroup.Missing : await act(turn, group);
            },
            cancel
        );

    public static AuditEvent Told(CallerTurn turn, Guid group, string what) =>
        turn.Event(AuditKind.GroupChanged, null) with
        {
            On = new AuditObject(Noun.LockGroup, group),
            Changed = new Dictionary<string, string> { ["change"] = what },
        };
}
