using Latchwork.Domain.Audit;
using Latchwork.Operations.Credentials;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Microsoft.Extensions.DependencyInjection;
using static Latchwork.Dialects.Tests.Matrix.MatrixRow;

namespace Latchwork.Dialects.Tests.Matrix;

/// <summary>The page of a code: the link is the right, so everybody who has it sees it, and nobody is taken for anybody.</summary>
internal sealed class GuestPageMatrix : IWireMatrix
{
    private const string Page = "GET /sl/{link}";

    private readonly Dictionary<Side, string> links = [];

    public Surface Surface => Surface.GuestPage;

    public IReadOnlyList<MatrixRow> Rows { get; } = [.. BothSides(Page, "200", WhoGroups.Everybody)];

    public IReadOnlyList<string> NamesOf(RouteRow route) => [$"{string.Join('|', route.Verbs)} {route.Pattern}"];

    public bool IsMutation(string route) => false;

    public async Task<string> AskAsync(TwoTenants tenants, MatrixRow row, Who who)
    {
        var link = await LinkAsync(tenants, row.Side);
        var (status, _) = await tenants.SendAsync(HttpMethod.Get, $"/sl/{link}", tenants.BearerOf(who), null);
        return $"{status}";
    }

    private async Task<string> LinkAsync(TwoTenants tenants, Side side)
    {
        if (links.TryGetValue(side, out var there))
        {
            return there;
        }

        var tenant = tenants.TenantOf(side);
        var door = side == Side.House ? TwoTenants.HouseDoor : TwoTenants.NeighbourDoor;
        var ids = await tenants.QueryAsync(
            "select p.wire_id from public_id p join smart_lock l on l.lock_id = p.row_id where p.tenant_id = $1 and p.kind = $2 and l.name = $3",
            tenant.Value,
            (short)WireIdKind.LockUuid,
            door
        );
        var request = new CreatePasscodeRequest { Locks = [new WireId(WireIdKind.LockUuid, ids[0])], HasQr = true };
        var made = await tenants
            .Server.Services.GetRequiredService<CreatePasscode>()
            .RunAsync(Caller.Server(tenant), request, CancellationToken.None);
        return links[side] = made.Value.Token!.LinkText;
    }
}
