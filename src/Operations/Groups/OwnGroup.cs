using Latchwork.Domain;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;

namespace Latchwork.Operations.Groups;

/// <summary>A set of locks that one person named for themselves. It is kept in their home tenant; the locks may be of any.</summary>
internal sealed record OwnGroup(Guid Id)
{
    public const int LongestName = 200;

    public static readonly AccessError Missing = AccessError.NotFound(Noun.LockGroup);

    public static readonly AccessError IsTaken = new(AccessErrorCode.Taken, "You have a group of that name.", Noun.LockGroup);

    public static AccessError? RefuseName(string name) =>
        name.Length is 0 or > LongestName ? AccessError.Invalid($"A group needs a name of at most {LongestName} characters.", Noun.LockGroup) : null;

    /// <summary>Null where it is none of the caller's.</summary>
    public static async Task<OwnGroup?> FindAsync(CallerTurn turn, WireId id, CancellationToken cancel)
    {
        var found = await turn.Work.ListAsync(
            """
            select g.group_id from public_id p join lock_group g on g.tenant_id = p.tenant_id and g.group_id = p.row_id
            where p.kind = $1 and p.wire_id = $2 and g.tenant_id = $3 and g.user_id = $4
            """,
            row => new OwnGroup(row.GetGuid(0)),
            [(short)id.Kind, id.Text, turn.By.Home.Value, turn.By.User?.Value],
            cancel
        );
        return found is [var group] ? group : null;
    }

    public Task PutAsync(CallerTurn turn, LockId smartLock, CancellationToken cancel) => PutAsync(turn, smartLock, this, cancel);

    /// <param name="group">Null takes the lock out of its group.</param>
    public static Task PutAsync(CallerTurn turn, LockId smartLock, OwnGroup? group, CancellationToken cancel) =>
        turn.Work.DoAsync(
            """
            insert into lock_preference (tenant_id, lock_id, user_id, group_id) values ($1, $2, $3, $4)
            on conflict (tenant_id, lock_id, user_id) do update set group_id = excluded.group_id
            """,
            [turn.Tenant.Value, smartLock.Value, turn.By.User?.Value, group?.Id],
            cancel
        );
}
