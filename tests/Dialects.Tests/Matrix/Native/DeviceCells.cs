using Latchwork.Operations.Ids;
using static Latchwork.Dialects.Tests.Matrix.Native.NativeRows;

namespace Latchwork.Dialects.Tests.Matrix.Native;

/// <summary>A device behind a link of each side.</summary>
internal sealed class DeviceCells : NativeCells
{
    private const string Devices = "GET /api/v1/devices";
    private const string Device = "GET /api/v1/devices/{id}";

    public override IReadOnlyList<MatrixRow> Rows { get; } = [.. Own(Devices, Shown, Hidden, Readers), .. Named(Device, Yes, Readers)];

    public override bool IsList(string route) => route == Devices;

    public override async Task<string> IdAsync(TwoTenants tenants, MatrixRow row) =>
        (
            await tenants.QueryAsync(
                """
                select p.wire_id from public_id p join device d on d.device_id = p.row_id join smart_lock l on l.device_id = d.device_id
                where p.tenant_id = $1 and p.kind = $2 and l.name = $3
                """,
                tenants.TenantOf(row.Side).Value,
                (short)WireIdKind.DeviceUuid,
                row.Side == Side.House ? TwoTenants.HouseDoor : TwoTenants.NeighbourDoor
            )
        )[0];
}
