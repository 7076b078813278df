using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Audit;
using Latchwork.Operations.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Latchwork.Testing.Webhooks;

/// <summary>Writes into a server's books as its operations do, for what no operation of the test's own leads to.</summary>
public static class HouseBooks
{
    /// <summary>An event into the tenant's audit; one without an operation gets one of its own.</summary>
    public static async Task TellAsync(IServiceProvider server, TenantId tenant, AuditEvent told, DateTimeOffset now)
    {
        await using var work = await server.GetRequiredService<AccessDb>().BeginAsync(TenantSet.Of(tenant), CancellationToken.None);
        var chain = await work.HoldChainsAsync(CancellationToken.None, tenant);
        chain.Append(tenant, told.Operation == Guid.Empty ? told with { Operation = OperationId.New(now).Value } : told, now);
        await work.CommitAsync(chain, CancellationToken.None);
    }
}
