using Latchwork.Domain.Audit;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Locks;
using Latchwork.Operations.Locks;
using Latchwork.Operations.Storage;
using Npgsql;

namespace Latchwork.Operations.Fleet;

/// <summary>What a lock was told to do by itself, as it stands in its row, and the row of a door that is to lock again.</summary>
internal static class RelockRow
{
    /// <summary>Of a lock called <c>l</c>.</summary>
    public const string RuleColumns = "l.relock_after, l.open_hours, l.opens_by_itself";

    public const int RuleWidth = 3;

    /// <summary>Of a command called <c>c</c>: the server's own, that nobody asked for.</summary>
    public const string IsOfServer = "c.asked_by_kind = 4 and c.surface = 0";

    public static bool IsServer(AuditPrincipal by) => by is { Kind: PrincipalKind.Server, Surface: Surface.None };

    public static RelockRules ReadRules(NpgsqlDataReader row, int column, Capabilities capabilities) =>
        new(row.GetOptional<TimeSpan>(column), HoursOf(row, column + 1), capabilities.HasFlag(Capabilities.AutoLock));

    private static OpenSchedule? HoursOf(NpgsqlDataReader row, int column) =>
        row.GetText(column) is { } hours ? new OpenSchedule(LockRow.HoursOf(hours), row.GetBoolean(column + 1)) : null;

    /// <summary>
    /// Appended to a statement whose <c>told</c> has tenant_id, lock_id, relock_after, opens_for and opened_at of locks that were opened: their time begins
    /// anew, and what was tried before is over (RelockState.Opened). Without any time the door stays open, whatever was asked for with the opening before.
    /// </summary>
    public const string OnOpened = """
        insert into relock (tenant_id, lock_id, opened_at, opened_for, settled_at, due_at)
        select tenant_id, lock_id, opened_at, opens_for, opened_at, opened_at + coalesce(opens_for, relock_after, '0') from told t
        where opened_at is not null and (coalesce(opens_for, relock_after) is not null or exists (
            select from relock r where r.tenant_id = t.tenant_id and r.lock_id = t.lock_id and r.opened_for is not null))
        on conflict (tenant_id, lock_id) do update set opened_at = excluded.opened_at, opened_for = excluded.opened_for,
            due_at = least(relock.due_at, excluded.due_at), lock_at = null,
            aim = 0, attempts = 0, command_id = null, is_in_doubt = false, is_told = false
        """;

    /// <summary>The same for locks that were found open: where it is known since when, that stands.</summary>
    public const string OnFoundOpen = """
        insert into relock (tenant_id, lock_id, opened_at, settled_at, due_at)
        select tenant_id, lock_id, opened_at, opened_at, opened_at + relock_after from told where relock_after is not null and opened_at is not null
        on conflict (tenant_id, lock_id) do update set opened_at = excluded.opened_at, due_at = least(relock.due_at, excluded.due_at)
        where relock.opened_at is null and relock.aim = 0
        """;
}
