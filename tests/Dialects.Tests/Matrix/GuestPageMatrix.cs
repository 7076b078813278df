using Latchwork.Domain.Audit;
using Latchwork.Operations.Credentials;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Tiles;
using Microsoft.Extensions.DependencyInjection;
using static Latchwork.Dialects.Tests.Matrix.MatrixRow;

namespace Latchwork.Dialects.Tests.Matrix;

/// <summary>The page of a code: the link is the right, so everybody who has it sees it, and nobody is taken for anybody. Nor at a tile.</summary>
internal sealed class GuestPageMatrix : IWireMatrix
{
    private const string Page = "GET /sl/{link}";
    private const string Tile = "GET /t/{tile}";
    private const string OpenAtTile = "POST /t/{tile}";

    private readonly Dictionary<Side, string> links = [];
    private readonly Dictionary<Side, string> tiles = [];

    public Surface Surface => Surface.GuestPage;

    public IReadOnlyList<MatrixRow> Rows { get; } =
    [
        .. BothSides(Page, "200", WhoGroups.Everybody),
        .. BothSides(Tile, "404", WhoGroups.Everybody),
        .. BothSides(OpenAtTile, "404", WhoGroups.Everybody),
    ];

    public IReadOnlyList<string> NamesOf(RouteRow route) => [$"{string.Join('|', route.Verbs)} {route.Pattern}"];

    public bool IsMutation(string route) => false;

    public Task PrepareAsync(TwoTenants tenants, MatrixRow row) => TileAsync(tenants, row.Side);

    public async Task<string> AskAsync(TwoTenants tenants, MatrixRow row, Who who)
    {
        var path = row.Route == Page ? $"/sl/{await LinkAsync(tenants, row.Side)}" : $"/t/{await TileAsync(tenants, row.Side)}";
        var verb = row.Route == OpenAtTile ? HttpMethod.Post : HttpMethod.Get;
        var (status, _) = await tenants.SendAsync(verb, path, tenants.BearerOf(who), null);
        return $"{status}";
    }

    private async Task<string> LinkAsync(TwoTenants tenants, Side side)
    {
        if (links.TryGetValue(side, out var there))
        {
            return there;
        }

        var tenant = tenants.TenantOf(side);
        var request = new CreatePasscodeRequest { Locks = [await DoorAsync(tenants, side)], HasQr = true };
        var made = await tenants
            .Server.Services.GetRequiredService<CreatePasscode>()
            .RunAsync(Caller.Server(tenant), request, CancellationToken.None);
        return links[side] = made.Value.Token!.LinkText;
    }

    /// <summary>One that leads to a door; nobody brings the link of a code.</summary>
    private async Task<string> TileAsync(TwoTenants tenants, Side side)
    {
        if (tiles.TryGetValue(side, out var there))
        {
            return there;
        }

        var tile = Guid.CreateVersion7().ToString("D", null);
        var put = tenants.Server.Services.GetRequiredService<AssociateTile>();
        var at = await DoorAsync(tenants, side);
        var done = await put.RunAsync(Caller.Server(tenants.TenantOf(side)), at, new WireId(WireIdKind.TileUuid, tile), CancellationToken.None);
        Assert.Null(done.Error);
        return tiles[side] = tile;
    }

    private static async Task<WireId> DoorAsync(TwoTenants tenants, Side side)
    {
        var ids = await tenants.QueryAsync(
            "select p.wire_id from public_id p join smart_lock l on l.lock_id = p.row_id where p.tenant_id = $1 and p.kind = $2 and l.name = $3",
            tenants.TenantOf(side).Value,
            (short)WireIdKind.LockUuid,
            side == Side.House ? TwoTenants.HouseDoor : TwoTenants.NeighbourDoor
        );
        return new WireId(WireIdKind.LockUuid, ids[0]);
    }
}
