using System.Globalization;
using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Locks;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Locks;
using Latchwork.Operations.Webhooks;
using Latchwork.Testing.Events;
using Latchwork.Testing.Webhooks;
using Microsoft.Extensions.DependencyInjection;

namespace Latchwork.Conformance.Tests.Cluster;

/// <summary>Doors of a tenant of which this process tells what happens, whatever servers are there.</summary>
internal sealed class TamperedStreet : IAsyncDisposable
{
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(50);

    private readonly StormNode node;
    private readonly EventTeller teller;
    private readonly List<LockId> doors = [];

    private TamperedStreet(StormNode node, TenantId tenant) => (this.node, teller) = (node, new EventTeller(node.Services, tenant));

    public IReadOnlyList<LockId> Doors => doors;

    /// <summary>They are called <c>Door 001</c> and so on.</summary>
    public static async Task<TamperedStreet> BuildAsync(SharedDatabase database, byte[] rootKey, int count)
    {
        var node = new StormNode("street", database.Connection, rootKey, TimeProvider.System, new WebhookOptions());
        var (tenant, site) = (await database.ListAsync("select tenant_id, site_id from site", row => (row.GetGuid(0), row.GetGuid(1))))[0];
        var street = new TamperedStreet(node, new TenantId(tenant));
        var (by, add) = (Caller.Server(new TenantId(tenant)), node.Services.GetRequiredService<AddLock>());
        for (var number = 1; number <= count; number++)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"Door {number:000}");
            var added = await add.RunAsync(by, new TenantId(tenant), new SiteId(site), name, Capabilities.Unlock, CancellationToken.None);
            street.doors.Add(added.Value);
        }

        return street;
    }

    /// <summary>Somebody tampers with each of them, one after the other.</summary>
    public async Task HappensAsync(IReadOnlyList<LockId> at)
    {
        foreach (var door in at)
        {
            await teller.TellAsync(1, AuditKind.Tampered, smartLock: door.Value);
            await Task.Delay(Between, TimeProvider.System);
        }
    }

    public ValueTask DisposeAsync() => node.DisposeAsync();
}
