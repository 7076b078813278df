using static Latchwork.Dialects.Tests.Matrix.Native.NativeRows;

namespace Latchwork.Dialects.Tests.Matrix.Native;

/// <summary>The tenant of the key itself: nothing is named.</summary>
internal sealed class TenantCells(NativeThings things) : NativeCells
{
    private const string Change = "PATCH /api/v1/tenant";

    public override IReadOnlyList<MatrixRow> Rows { get; } = [.. Own(Change, Yes, Yes, KeyKeepers)];

    public override Task<string> IdAsync(TwoTenants tenants, MatrixRow row) => things.TenantAsync(tenants, row.Side);

    public override Task<string?> BodyAsync(TwoTenants tenants, MatrixRow row) => Task.FromResult<string?>("""{"timeZone":"Europe/Paris"}""");
}
