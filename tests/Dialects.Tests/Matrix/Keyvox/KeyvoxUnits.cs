using Latchwork.Domain;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Sites;
using Microsoft.Extensions.DependencyInjection;

namespace Latchwork.Dialects.Tests.Matrix.Keyvox;

/// <summary>Units with a lock, as an operator makes them.</summary>
internal static class KeyvoxUnits
{
    /// <returns>The unit's id on the wire.</returns>
    public static async Task<string> AddAsync(IServiceProvider services, TenantId tenant, string name, params IReadOnlyList<string> locks)
    {
        var by = Caller.Server(tenant);
        var (sites, index) = (services.GetRequiredService<SiteQueries>(), services.GetRequiredService<WireIdIndex>());
        var site = (await sites.ListAsync(by, tenant, new(1, 1), CancellationToken.None)).Value.Items[0];
        var add = services.GetRequiredService<AddUnit>();
        var made = await add.RunAsync(by, new WireId(WireIdKind.SiteUuid, site.Id), new UnitFields { Name = name }, CancellationToken.None);
        var unit = new WireId(WireIdKind.UnitUuid, made.Value);
        var place = services.GetRequiredService<PlaceLocks>();
        Assert.Null((await place.RunAsync(by, unit, [.. locks.Select(id => new WireId(WireIdKind.KeyvoxLock, id))], CancellationToken.None)).Error);
        var row = await index.FindAsync(unit, CancellationToken.None);
        return await index.OfRowAsync(tenant, row!.Value.Id, WireIdKind.KeyvoxUnit, CancellationToken.None);
    }
}
