using Latchwork.Domain.Devices;
using Latchwork.Domain.Drivers;
using Latchwork.Domain.Lockers;
using Latchwork.Domain.Locks;
using Latchwork.Operations.Lockers;
using Latchwork.Operations.Storage;
using Npgsql;

namespace Latchwork.Operations.Fleet;

/// <summary>
/// What commands and reports change in the rows of boxes, and what a lease hears of them. The lease's own machine takes it in when the clock looks, which is at
/// once: its row is due.
/// </summary>
internal static class BoxEffects
{
    /// <summary>What a cabinet told of a box.</summary>
    public static void Add(NpgsqlBatch batch, DeviceReport report, Guid tenant, Guid box, DateTimeOffset now)
    {
        switch (report)
        {
            case DeviceReport.BoxMoved moved:
                Do(DoorHasMoved, tenant, box, now, (short)moved.State);
                break;
            case DeviceReport.BoxContentChanged changed:
                Do(ContentHasChanged, tenant, box, now, (short)changed.Inside);
                break;
            case DeviceReport.BoxJammed:
                Do("update locker_box set is_jammed = true, changed_at = $3 where tenant_id = $1 and box_id = $2", tenant, box, now);
                break;
        }

        void Do(string sql, params object?[] values) => batch.BatchCommands.Add(AccessDb.Statement(sql, values));
    }

    /// <summary>How commands to boxes ended.</summary>
    public static void Add(NpgsqlBatch batch, List<(CommandEnding Ending, StoredCommand Of)> written, DateTimeOffset now)
    {
        foreach (var (ending, of) in written)
        {
            if (of.Lease is { } lease && of.EndedAt is null)
            {
                Do(
                    "update box_lease set heard = heard | $3, due_at = $4 where tenant_id = $1 and lease_id = $2 and ended_at is null",
                    lease,
                    (short)NewsOf(ending.State),
                    now
                );
            }

            if (of.Act == ActNumber.SetLed && ending.State == CommandState.Done)
            {
                Do(LightIs, ending.Command.Value, now);
            }

            void Do(string sql, params object?[] values) => batch.BatchCommands.Add(AccessDb.Statement(sql, [ending.Tenant.Value, .. values]));
        }
    }

    /// <summary>What may have opened has opened (DV-7).</summary>
    private static BoxNews NewsOf(CommandState state) => state is CommandState.Done or CommandState.Unknown ? BoxNews.Opened : BoxNews.StayedShut;

    // A box whose door is shut tells its lease what is in it. One that opens is not jammed.
    private static readonly string DoorHasMoved = $"""
        with moved as (
            update locker_box set door = $4, door_at = $3, changed_at = $3, is_jammed = is_jammed and $4 <> {(int)DoorState.Open}
            where tenant_id = $1 and box_id = $2 returning tenant_id, box_id, door, content)
        {TellLease}
        """;

    private static readonly string ContentHasChanged = $"""
        with moved as (
            update locker_box set content = $4, content_at = $3, changed_at = $3 where tenant_id = $1 and box_id = $2
            returning tenant_id, box_id, door, content)
        {TellLease}
        """;

    /// <summary>
    /// Tells of the rows <c>moved</c>, as of the instant $3: whoever has the box now, or is overdue in it. A content that is older than the last one stands no more.
    /// </summary>
    internal static string TellLease =>
        $"""
            update box_lease l set inside = m.content, due_at = $3,
                heard = (l.heard & {(int)(BoxNews.Opened | BoxNews.StayedShut)}) | case m.content
                    when {(int)BoxContent.Empty} then {(int)BoxNews.ClosedEmpty} when {(int)BoxContent.Full} then {(int)BoxNews.ClosedFull} else 0 end
            from moved m
            where l.tenant_id = m.tenant_id and l.box_id = m.box_id and l.ended_at is null and m.door <> {(int)DoorState.Open} and l.starts_at <= $3
            """;

    // The cabinet counts the time of the light itself; this only knows until when.
    private const string LightIs = """
        update locker_box b set colour = c.arguments ->> 'colour', colour_blinks = coalesce((c.arguments ->> 'blinks')::boolean, false),
            colour_until = $3 + make_interval(secs => (c.arguments ->> 'seconds')::float8), changed_at = $3
        from device_command c join locker k on k.tenant_id = c.tenant_id and k.link_id = c.link_id and k.device_address = c.device_address
        where c.tenant_id = $1 and c.command_id = $2 and b.tenant_id = k.tenant_id and b.locker_id = k.locker_id
            and b.position in (select jsonb_array_elements_text(c.arguments -> 'boxes')::smallint)
        """;
}
