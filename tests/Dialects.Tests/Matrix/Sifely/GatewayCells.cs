using System.Text.Json.Nodes;
using static Latchwork.Dialects.Tests.Matrix.MatrixRow;
using static Latchwork.Dialects.Tests.Matrix.Who;

namespace Latchwork.Dialects.Tests.Matrix.Sifely;

/// <summary>11, 19.6: one lock behind a gateway lets its managers know of it; it takes the owner of all of them to change it.</summary>
internal sealed class GatewayCells : SifelyCells
{
    private const string List = "/v3/gateway/list";
    private const string IsThere = "/v3/gateway/isInitSuccess";
    private const string Rename = "/v3/gateway/rename";
    private const string Delete = "/v3/gateway/delete";
    private const string Transfer = "/v3/gateway/transfer";
    private const string UploadDetail = "/v3/gateway/uploadDetail";
    private const string SetUpgradeMode = "/v3/gateway/setUpgradeMode";
    private const string UnknownGateway = "400 -4037";

    /// <summary>Its link still finds it, it follows its locks, and nothing here hands firmware on.</summary>
    private const string Unsupported = "400 -4043";

    private static readonly string[] OfLock = ["/v3/gateway/listByLock", "/v3/lock/gateways"];

    private static readonly string[] Told = ["/v3/gateway/detail", "/v3/gateway/listLock", "/v3/gateway/listDevice", "/v3/gateway/upgradeCheck"];

    private readonly Dictionary<Side, string> numbers = [];

    public override IReadOnlyList<MatrixRow> Rows { get; } =
    [
        .. BothSides(List, NoCredential, Strangers),
        new(List, Side.House, IsShown, Owners),
        new(List, Side.House, IsHidden, [.. HousePeople.Except(Owners), Neighbour]),
        new(List, Side.Neighbours, IsHidden, HousePeople),
        new(List, Side.Neighbours, IsShown, Neighbour),
        .. BothSides(IsThere, NoCredential, Strangers),
        .. BothSides(IsThere, UnknownGateway, [.. HousePeople, Neighbour]),
        .. OfLock.SelectMany(route => ForManagers(route)),
        .. Told.SelectMany(route => ForManagers(route, UnknownGateway)),
        .. ForOwners(Rename, UnknownGateway),
        .. ForOwners(Delete, UnknownGateway, Unsupported),
        .. ForOwners(Transfer, UnknownGateway, Unsupported),
        .. ForOwners(UploadDetail, UnknownGateway, Unsupported),
        .. ForOwners(SetUpgradeMode, UnknownGateway, Unsupported),
    ];

    public override IReadOnlySet<string> Mutations { get; } = new HashSet<string> { Rename, Delete, Transfer, UploadDetail, SetUpgradeMode };

    public override IReadOnlyList<string> Naming { get; } =
    [
        .. OfLock.Select(route => $"{route}?lockId="),
        .. Told.Select(route => $"{route}?gatewayId="),
        $"{Rename}?gatewayName=x&gatewayId=",
        $"{Delete}?gatewayId=",
        $"{Transfer}?receiverUsername=x&gatewayId=",
        $"{UploadDetail}?gatewayId=",
        $"{SetUpgradeMode}?gatewayId=",
    ];

    public override async Task PrepareAsync(TwoTenants tenants, MatrixRow row)
    {
        if (numbers.ContainsKey(row.Side))
        {
            return;
        }

        var owner = tenants.SecretOf(row.Side == Side.House ? Owner : Neighbour);
        var (_, body) = await tenants.SendAsync(HttpMethod.Post, $"{OfLock[0]}?lockId={DoorOf(tenants, row)}", owner);
        numbers[row.Side] = JsonNode.Parse(body)!["list"]![0]!["gatewayId"]!.ToJsonString();
    }

    public override async ValueTask<string?> TargetAsync(TwoTenants tenants, MatrixRow row, Who who)
    {
        await PrepareAsync(tenants, row);
        return row.Route switch
        {
            List => List,
            IsThere => $"{IsThere}?gatewayNetMac=nobody's",
            _ when OfLock.Contains(row.Route) => $"{row.Route}?lockId={DoorOf(tenants, row)}",
            _ => $"{row.Route}?gatewayId={numbers[row.Side]}&gatewayName={who}&receiverUsername=somebody",
        };
    }

    public override string Shown(TwoTenants tenants, MatrixRow row, JsonNode told) =>
        row.Route != List ? ""
        : told["list"]!.AsArray().Any(item => item!["gatewayId"]!.ToJsonString() == numbers[row.Side]) ? " shown"
        : " hidden";
}
