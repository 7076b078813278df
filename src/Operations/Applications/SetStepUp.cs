using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Audit;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Storage;
using Npgsql;

namespace Latchwork.Operations.Applications;

/// <summary>
/// The operator's: whether the people of an application prove each further signing key by a code (doordeck.md 7). Without, whoever has a token of the application for
/// somebody can sign in their name.
/// </summary>
/// <param name="owner">Connections as the owner of the tables, who sees all tenants.</param>
public sealed class SetStepUp(NpgsqlDataSource owner, TimeProvider clock)
{
    /// <returns><see cref="AccessErrorCode.NotFound"/>: no application has that id.</returns>
    public async Task<Outcome<Done>> RunAsync(Guid application, bool asks, CancellationToken cancel)
    {
        var db = new AccessDb(owner);
        var found = await db.ListAsync(
            TenantSet.None,
            "select tenant_id, row_id from public_id where kind = $1 and wire_id = $2",
            row => (Tenant: new TenantId(row.GetGuid(0)), Id: row.GetGuid(1)),
            [(short)WireIdKind.ApplicationUuid, application.ToString("D")],
            cancel
        );
        return found is [var (tenant, id)] && await WriteAsync(db, tenant, id, asks, cancel) ? Done.Yes : AccessError.NotFound(Noun.Application);
    }

    private async Task<bool> WriteAsync(AccessDb db, TenantId tenant, Guid id, bool asks, CancellationToken cancel)
    {
        var now = clock.Now();
        await using var work = await db.BeginAsync(TenantSet.Of(tenant), cancel);
        var changed = await work.DoAsync(
            "update application set step_up = $3, updated_at = $4 where tenant_id = $1 and application_id = $2 and removed_at is null",
            [tenant.Value, id, asks, now],
            cancel
        );
        if (changed > 0)
        {
            await work.CommitAsync(tenant, now, cancel, new AuditEntry(Told(id, asks, now)));
        }

        return changed > 0;
    }

    private static AuditEvent Told(Guid id, bool asks, DateTimeOffset now) =>
        new()
        {
            Kind = AuditKind.ApplicationChanged,
            Outcome = AuditOutcome.Done,
            Operation = OperationId.New(now).Value,
            By = Caller.Server().Audited,
            On = new AuditObject(Noun.Application, id),
            Changed = new Dictionary<string, string> { ["stepUp"] = asks ? "on" : "off" },
        };
}
