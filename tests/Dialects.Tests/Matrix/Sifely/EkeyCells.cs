using System.Text.Json.Nodes;
using static Latchwork.Dialects.Tests.Matrix.MatrixRow;
using static Latchwork.Dialects.Tests.Matrix.Who;

namespace Latchwork.Dialects.Tests.Matrix.Sifely;

/// <summary>3.</summary>
internal sealed class EkeyCells : SifelyCells
{
    public override IReadOnlyList<MatrixRow> Rows { get; } =
    [
        // 3.1: all of one's ekeys, waiting and frozen too; those that are over are gone.
        .. BothSides("/v3/key/list", NoCredential, Strangers),
        new("/v3/key/list", Side.House, IsShown, [.. Managers, .. CommonEkeys]),
        new("/v3/key/list", Side.House, IsHidden, Outsiders),
        new("/v3/key/list", Side.Neighbours, IsHidden, HousePeople),
        new("/v3/key/list", Side.Neighbours, IsShown, Neighbour),
    ];

    public override IReadOnlyList<string> Naming { get; } = ["/v3/key/list?groupId="];

    public override ValueTask<string?> TargetAsync(TwoTenants tenants, MatrixRow row, Who who) =>
        ValueTask.FromResult<string?>($"{row.Route}?pageSize=1000");

    public override string Shown(TwoTenants tenants, MatrixRow row, JsonNode told) => ShownDoor(tenants, row, told);
}
