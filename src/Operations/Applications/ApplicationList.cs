using Latchwork.Operations.Ids;
using Latchwork.Operations.Storage;
using Npgsql;

namespace Latchwork.Operations.Applications;

/// <summary>An application as the server's operator sees it.</summary>
/// <param name="Id">Public UUID.</param>
/// <param name="AsksStepUp">Whether its people prove each further key by a code (doordeck.md 7).</param>
public sealed record ListedApplication(string Id, string Name, long People, bool AsksStepUp);

/// <summary>The applications of all tenants, by name.</summary>
/// <param name="owner">Connections as the owner of the tables, who sees all tenants.</param>
public sealed class ApplicationList(NpgsqlDataSource owner)
{
    public async Task<IReadOnlyList<ListedApplication>> RunAsync(CancellationToken cancel) =>
        await new AccessDb(owner).ListAsync(
            TenantSet.None,
            """
            select p.wire_id, a.name, a.step_up, (select count(*) from application_person m where m.tenant_id = a.tenant_id and m.application_id = a.application_id)
            from application a join public_id p on p.tenant_id = a.tenant_id and p.row_id = a.application_id and p.kind = $1
            where a.removed_at is null order by a.name, p.wire_id
            """,
            row => new ListedApplication(row.GetString(0), row.GetString(1), row.GetInt64(3), row.GetBoolean(2)),
            [(short)WireIdKind.ApplicationUuid],
            cancel
        );
}
