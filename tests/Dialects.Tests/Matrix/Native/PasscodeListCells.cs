using static Latchwork.Dialects.Tests.Matrix.Native.NativeRows;

namespace Latchwork.Dialects.Tests.Matrix.Native;

/// <summary>The passcodes of each side, in a list over all its doors.</summary>
internal sealed class PasscodeListCells(NativeThings things) : NativeCells
{
    private const string List = "GET /api/v1/passcodes";

    public override IReadOnlyList<MatrixRow> Rows { get; } = [.. Own(List, Shown, Hidden, StayReaders)];

    public override bool IsList(string route) => route == List;

    public override Task<string> IdAsync(TwoTenants tenants, MatrixRow row) => things.PasscodeAsync(tenants, row.Side);
}
