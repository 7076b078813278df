using System.Text.Json.Nodes;
using static Latchwork.Dialects.Tests.Matrix.MatrixRow;
using static Latchwork.Dialects.Tests.Matrix.Who;

namespace Latchwork.Dialects.Tests.Matrix.Sifely;

/// <summary>5.</summary>
internal sealed class LockCells : SifelyCells
{
    private const string List = "/v3/lock/list";

    public override IReadOnlyList<MatrixRow> Rows { get; } =
    [
        // 5.7: the locks of which one is the admin.
        .. BothSides(List, NoCredential, Strangers),
        new(List, Side.House, IsShown, Owners),
        new(List, Side.House, IsHidden, [.. HousePeople.Except(Owners), Neighbour]),
        new(List, Side.Neighbours, IsHidden, HousePeople),
        new(List, Side.Neighbours, IsShown, Neighbour),
        // 5.3: admin and authorised ekeys.
        .. ForManagers("/v3/lock/detail", UnknownOnDeviceRead),
        // 5.1, 5.2: an ekey that is valid now and opens from afar.
        .. Motion("/v3/lock/unlock"),
        .. Motion("/v3/lock/lock"),
        // 5.6: an ekey that is valid now.
        .. BothSides("/v3/lock/queryOpenState", NoCredential, Strangers),
        new("/v3/lock/queryOpenState", Side.House, Yes, [.. Managers, Holder, HolderAtTheDoor]),
        new("/v3/lock/queryOpenState", Side.House, TooWeak, NotYet, Waiting),
        new("/v3/lock/queryOpenState", Side.House, FrozenOnDeviceRead, Frozen),
        new("/v3/lock/queryOpenState", Side.House, UnknownOnDeviceRead, Outsiders),
        new("/v3/lock/queryOpenState", Side.Neighbours, UnknownOnDeviceRead, HousePeople),
        new("/v3/lock/queryOpenState", Side.Neighbours, Yes, Neighbour),
    ];

    public override IReadOnlySet<string> Mutations { get; } = new HashSet<string> { "/v3/lock/unlock", "/v3/lock/lock" };

    public override IReadOnlyList<string> Naming { get; } =
    ["/v3/lock/detail?lockId=", "/v3/lock/unlock?lockId=", "/v3/lock/lock?lockId=", "/v3/lock/queryOpenState?lockId=", "/v3/lock/list?groupId="];

    public override ValueTask<string?> TargetAsync(TwoTenants tenants, MatrixRow row, Who who) =>
        row.Route == List ? ValueTask.FromResult<string?>($"{List}?pageSize=1000") : base.TargetAsync(tenants, row, who);

    public override string Shown(TwoTenants tenants, MatrixRow row, JsonNode told) => row.Route == List ? ShownDoor(tenants, row, told) : "";

    private static IEnumerable<MatrixRow> Motion(string route) =>
        [
            .. BothSides(route, NoCredential, Strangers),
            new(route, Side.House, Yes, [.. Managers, Holder]),
            new(route, Side.House, NotFromAfar, HolderAtTheDoor),
            new(route, Side.House, TooWeak, NotYet, Waiting),
            new(route, Side.House, FrozenOnWrite, Frozen),
            new(route, Side.House, Unknown, Outsiders),
            new(route, Side.Neighbours, Unknown, HousePeople),
            new(route, Side.Neighbours, Yes, Neighbour),
        ];
}
