using Latchwork.Domain.Locks;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Locks;
using Microsoft.Extensions.DependencyInjection;
using static Latchwork.Dialects.Tests.Matrix.Native.NativeRows;

namespace Latchwork.Dialects.Tests.Matrix.Native;

/// <summary>What is done to locks themselves: to a spare one of each side, but for what the lock has to answer.</summary>
internal sealed class LockCells(NativeThings things) : NativeCells
{
    private const string Change = "PATCH /api/v1/locks/{id}";
    private const string Delete = "DELETE /api/v1/locks/{id}";
    private const string Freeze = "POST /api/v1/locks/{id}/freeze";
    private const string Unfreeze = "POST /api/v1/locks/{id}/unfreeze";
    private const string Settings = "PATCH /api/v1/locks/{id}/settings";

    private const string OpenersOf = "GET /api/v1/locks/{id}/openers";

    private readonly Dictionary<Side, string> spares = [];

    public override IReadOnlyList<MatrixRow> Rows { get; } =
    [
        .. Named(Change, Yes, Builders),
        .. Named(Freeze, Yes, Builders),
        .. Named(Unfreeze, Yes, Builders),
        .. Named(Settings, Yes, Builders),
        // It tells of grants, codes and people.
        .. Named(OpenersOf, Yes, StayReaders),
        // Whoever connects devices takes none out of use.
        .. Named(Delete, Yes, KeyKeepers),
    ];

    public override async Task<string> IdAsync(TwoTenants tenants, MatrixRow row)
    {
        if (row.Route == Settings)
        {
            // It is the lock that takes them.
            return await things.LockAsync(tenants, row.Side);
        }

        if (spares.TryGetValue(row.Side, out var there))
        {
            return there;
        }

        var (services, tenant) = (tenants.Server.Services, tenants.TenantOf(row.Side));
        var index = services.GetRequiredService<WireIdIndex>();
        var site = new WireId(WireIdKind.SiteUuid, await things.SiteAsync(tenants, row.Side));
        var added = await services
            .GetRequiredService<AddLock>()
            .RunAsync(
                Caller.Server(tenant),
                tenant,
                new Domain.SiteId((await index.FindAsync(site, CancellationToken.None))!.Value.Id),
                "Spare",
                Capabilities.Unlock,
                CancellationToken.None
            );
        return spares[row.Side] = await index.OfRowAsync(tenant, added.Value.Value, WireIdKind.LockUuid, CancellationToken.None);
    }

    public override Task<string?> BodyAsync(TwoTenants tenants, MatrixRow row) =>
        Task.FromResult(
            row.Route switch
            {
                Change => """{"name":"Cellar"}""",
                Settings => """{"volume":3}""",
                _ => null,
            }
        );

    public override void Used(MatrixRow row)
    {
        if (row.Route == Delete)
        {
            spares.Remove(row.Side);
        }
    }
}
