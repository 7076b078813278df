using static Latchwork.Dialects.Tests.Matrix.Native.NativeRows;
using static Latchwork.Dialects.Tests.Matrix.Who;

namespace Latchwork.Dialects.Tests.Matrix.Native;

/// <summary>The records of the tenant itself: nothing is named.</summary>
internal sealed class VerificationCells : NativeCells
{
    private const string Target = "/api/v1/audit/verification";
    private const string Ask = $"POST {Target}";

    public override IReadOnlyList<MatrixRow> Rows { get; } = [.. Own($"GET {Target}", Yes, Yes, Readers), .. Own(Ask, Yes, Yes, Readers)];

    /// <summary>One was asked for in either tenant.</summary>
    public override async Task<string> IdAsync(TwoTenants tenants, MatrixRow row)
    {
        if (row.Route != Ask)
        {
            await tenants.SendAsync(HttpMethod.Post, Target, tenants.BearerOf(NativeKeyWithAll), null);
            await tenants.SendAsync(HttpMethod.Post, Target, tenants.BearerOf(NativeKeyOfNeighbour), null);
        }

        return "";
    }
}
