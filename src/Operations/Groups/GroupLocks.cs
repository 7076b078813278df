using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Users;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;

namespace Latchwork.Operations.Groups;

/// <summary>Puts locks into a group of the tenant's and takes others out. It gives nobody a right and takes none.</summary>
public sealed class GroupLocks
{
    /// <summary>In one call.</summary>
    public const int MostAtOnce = 500;

    private const int Most = 5000;

    internal static readonly AccessError IsTaken = new(AccessErrorCode.Taken, "There is a group of that name.", Noun.LockGroup);

    internal static readonly TenantRules Rules = new(AuditKind.GroupChanged, Permission.LocksWrite, Noun.LockGroup, IsTaken);

    private static readonly AccessError TooManyAtOnce = AccessError.Invalid($"A call names at most {MostAtOnce} locks.", Noun.LockGroup);
    private static readonly AccessError Both = AccessError.Invalid("A lock is put in or taken out, not both.", Noun.LockGroup);
    private static readonly AccessError TooMany = new(AccessErrorCode.LimitReached, $"A group has at most {Most} locks.", Noun.LockGroup);

    private readonly TenantTurns turns;

    internal GroupLocks(TenantTurns turns) => this.turns = turns;

    /// <summary>All of it or nothing. What is in already, or out already, changes nothing.</summary>
    public Task<Outcome<Done>> RunAsync(
        Caller by,
        WireId group,
        IReadOnlyList<WireId> putIn,
        IReadOnlyList<WireId> takeOut,
        CancellationToken cancel
    ) =>
        turns.RunAsync<Done>(
            by,
            Rules,
            group,
            async (turn, row) =>
                putIn.Count + takeOut.Count > MostAtOnce ? TooManyAtOnce
                : putIn.Intersect(takeOut).Any() ? Both
                : await RowsAsync(turn, putIn, cancel) is not { } wanted || await RowsAsync(turn, takeOut, cancel) is not { } unwanted
                    ? AccessError.NotFound(Noun.Lock)
                : await ChangeAsync(turn, row, wanted, unwanted, cancel),
            cancel
        );

    private static async Task<Outcome<Done>> ChangeAsync(CallerTurn turn, Guid group, Guid[] wanted, Guid[] unwanted, CancellationToken cancel)
    {
        var isThere = await turn.Work.FirstAsync(
            "select true from lock_group where tenant_id = $1 and group_id = $2 and user_id is null for update",
            row => row.GetBoolean(0),
            [turn.Tenant.Value, group],
            cancel
        );
        if (!isThere)
        {
            return OwnGroup.Missing;
        }

        object[] which = [turn.Tenant.Value, group];
        await turn.Work.DoAsync(
            "delete from lock_group_lock where tenant_id = $1 and group_id = $2 and lock_id = any ($3)",
            [.. which, unwanted],
            cancel
        );
        await turn.Work.DoAsync(
            "insert into lock_group_lock (tenant_id, group_id, lock_id) select $1, $2, unnest($3::uuid[]) on conflict do nothing",
            [.. which, wanted],
            cancel
        );
        var number = await turn.Work.FirstAsync(
            "select count(*) from lock_group_lock where tenant_id = $1 and group_id = $2",
            row => row.GetInt64(0),
            which,
            cancel
        );
        turn.Told.Add(TenantTurns.Told(turn, AuditKind.GroupChanged, Noun.LockGroup, group, "locks"));
        return number > Most ? TooMany : Done.Yes;
    }

    /// <summary>The locks of the tenant behind these ids, each once; null where one is not there.</summary>
    private static async Task<Guid[]?> RowsAsync(CallerTurn turn, IReadOnlyList<WireId> ids, CancellationToken cancel)
    {
        var texts = ids.Select(id => id.Text).Distinct(StringComparer.Ordinal).ToArray();
        var rows = await turn.Work.ListAsync(
            """
            select l.lock_id from public_id p
            join smart_lock l on l.tenant_id = p.tenant_id and l.lock_id = p.row_id and l.decommissioned_at is null
            where p.kind = $1 and p.wire_id = any ($2) and p.tenant_id = $3
            """,
            row => row.GetGuid(0),
            [(short)WireIdKind.LockUuid, texts, turn.Tenant.Value],
            cancel
        );
        return rows.Count == texts.Length ? [.. rows] : null;
    }
}
