using Latchwork.Domain;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Storage;
using Npgsql;

namespace Latchwork.Operations.Installation;

/// <summary>A tenant from outside: how large it is, and nothing of what is in it.</summary>
/// <param name="Id">Its public UUID.</param>
/// <param name="Zone">IANA zone.</param>
/// <param name="IsPersonal">The home of a person who came without one.</param>
/// <param name="Events">In its list, of all time.</param>
public sealed record SizedTenant(
    string Id,
    string Name,
    string Zone,
    DateTimeOffset CreatedAt,
    bool IsPersonal,
    long Locks,
    long Members,
    long Events
);

/// <summary>All tenants of the installation, for its administrators.</summary>
public sealed class InstallationTenants
{
    private readonly InstallationReads reads;

    internal InstallationTenants(InstallationReads reads) => this.reads = reads;

    /// <summary>Oldest first.</summary>
    public async Task<Outcome<PageOf<SizedTenant>>> ListAsync(Caller by, PageRequest page, CancellationToken cancel)
    {
        var found = await reads.ListAsync(by, Sql.For(page), Paged.Row(Read), _ => [page.Size, page.Start], cancel);
        return found.Then(Paged.Page<SizedTenant>);
    }

    private static SizedTenant Read(NpgsqlDataReader row) =>
        new(
            row.GetString(0),
            row.GetString(1),
            row.GetString(2),
            row.GetFieldValue<DateTimeOffset>(3),
            row.GetBoolean(4),
            row.GetInt64(5),
            row.GetInt64(6),
            row.GetInt64(7)
        );

    private static readonly PagedSql Sql = Paged.Sql(
        $"""
        select p.wire_id as id, t.name, t.zone, t.created_at, t.is_personal, t.locks, t.members, t.events from latchwork_all_tenants() t
        join public_id p on p.tenant_id = t.tenant_id and p.row_id = t.tenant_id and p.kind = {(int)WireIdKind.TenantUuid}
        """,
        PageOrder.Rising("created_at timestamptz, id text"),
        size: 1
    );
}
