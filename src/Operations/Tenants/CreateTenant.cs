using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Audit;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Storage;

namespace Latchwork.Operations.Tenants;

/// <summary>Makes a further tenant with its owner. For the installation's administrators and the server itself.</summary>
public sealed class CreateTenant
{
    private readonly AccessDb db;
    private readonly TenantFounding founding;
    private readonly TimeProvider clock;

    internal CreateTenant(AccessDb db, TenantFounding founding, TimeProvider clock) => (this.db, this.founding, this.clock) = (db, founding, clock);

    public async Task<Outcome<FoundedTenant>> RunAsync(Caller by, TenantRequest request, CancellationToken cancel)
    {
        if (by.Principal.Kind != PrincipalKind.Server)
        {
            return new AccessError(AccessErrorCode.NotAllowed, "Tenants are made by the installation's administrators.", Noun.Tenant);
        }

        if (TenantFounding.Refuse(request) is { } invalid)
        {
            return invalid;
        }

        if ((await founding.PrepareAsync(request, cancel)).IsRefused(out var busy, out var prepared))
        {
            return busy;
        }

        var now = clock.Now();
        await using var work = await db.BeginAsync(TenantSet.Of(prepared.Tenant), cancel);
        if ((await founding.WriteAsync(work, prepared, now, cancel)).IsRefused(out var refusal, out var founded))
        {
            return refusal;
        }

        var created = new AuditEvent
        {
            Kind = AuditKind.TenantCreated,
            Outcome = AuditOutcome.Done,
            Operation = OperationId.New(now).Value,
            By = by.Audited,
        };
        await work.CommitAsync(prepared.Tenant, now, cancel, new AuditEntry(created, by.AuditedDetail));
        return founded;
    }
}
