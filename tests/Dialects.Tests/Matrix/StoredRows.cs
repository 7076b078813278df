using System.Globalization;
using Latchwork.Domain.Audit;

namespace Latchwork.Dialects.Tests.Matrix;

/// <summary>What stands in the tables, as the owner of the database sees it.</summary>
internal sealed class StoredRows(TwoTenants tenants)
{
    /// <summary>Rows that devices and nodes write by themselves: of these, what cannot change by itself is compared.</summary>
    private static readonly Dictionary<string, string> Moving = new(StringComparer.Ordinal)
    {
        ["device"] = "device_id, name",
        ["enrollment"] = "enrollment_id, credential_id, lock_id, desired_present, revision, valid",
        ["link"] = "link_id, name, address, removed_at",
        ["link_lease"] = "tenant_id, link_id",
        ["lock_watch"] = "lock_id",
        ["locker_box"] = "box_id, locker_id, number, name, size, is_broken, colour",
        ["smart_lock"] = "lock_id, name, site_id, frozen_at, usage_hours",
    };

    /// <summary>What refusals write, copies of rows that are compared themselves, and the pulse of the nodes, which end the lease of a removed link by themselves.</summary>
    private static readonly string[] Apart =
    [
        "audit_event",
        "audit_private",
        "audit_chain",
        "audit_head",
        "audit_tally",
        "throttle",
        "request_once",
        "recovery_entry",
        "recovery_mark",
        "recovery_place",
        "node",
        "journal_mark",
        "link_lease",
    ];

    /// <summary>A digest of each table, but for the audit.</summary>
    public async Task<List<string>> RowsAsync() => await DigestsAsync((await TablesAsync("")).Except(Apart, StringComparer.Ordinal), "true");

    /// <summary>A digest of each table's rows of a tenant, the audit too.</summary>
    public async Task<List<string>> RowsOfAsync(Guid tenant) =>
        await DigestsAsync(await TablesAsync("join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id'"), $"tenant_id = '{tenant}'");

    /// <summary>How many acts of known principals were refused.</summary>
    public async Task<int> RefusalsAsync() =>
        int.Parse(
            (
                await tenants.QueryAsync(
                    "select count(*)::text from audit_event where principal_id is not null and outcome = $1",
                    (short)AuditOutcome.Refused
                )
            ).Single(),
            CultureInfo.InvariantCulture
        );

    private Task<List<string>> TablesAsync(string join) =>
        tenants.QueryAsync(
            $"""
            select c.relname from pg_class c {join}
            where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition order by 1
            """
        );

    private Task<List<string>> DigestsAsync(IEnumerable<string> tables, string where) =>
        tenants.QueryAsync(
            string.Join(
                " union all ",
                tables.Select(table =>
                    $"""
                        select '{table} ' || count(*) || ' ' || coalesce(sum(hashtextextended(r::text, 0)::numeric), 0)
                        from (select row({Moving.GetValueOrDefault(table, "t.*")}) as r from {table} t where {where}) as {table}
                        """
                )
            )
        );
}
