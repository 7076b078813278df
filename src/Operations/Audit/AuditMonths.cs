using Latchwork.Operations.Storage;
using Npgsql;

namespace Latchwork.Operations.Audit;

/// <summary>
/// The audit's partitions, one a month by the time of receipt (AU-4). They are made ahead of time; whoever finds one missing at an insert makes
/// it and writes again.
/// </summary>
internal static class AuditMonths
{
    /// <summary>Takes an array of days: the months they are in. Idempotent.</summary>
    public const string Make = "select latchwork_audit_month(day) from unnest($1::date[]) as day order by day";

    public static bool IsMissing(PostgresException error) => error is { SqlState: PostgresErrorCodes.CheckViolation, Routine: "ExecFindPartition" };

    /// <summary>Makes the month of an instant and the one after it.</summary>
    public static Task MakeAsync(AccessDb db, DateTimeOffset now, CancellationToken cancel)
    {
        var today = DayOf(now);
        var first = new DateOnly(today.Year, today.Month, 1);
        return db.ListAsync(TenantSet.None, Make, _ => true, [new[] { first, first.AddMonths(1) }], cancel);
    }

    public static DateOnly DayOf(DateTimeOffset instant) => DateOnly.FromDateTime(instant.UtcDateTime);
}
