using System.Text.Json.Nodes;
using static Latchwork.Dialects.Tests.Matrix.Native.NativeRows;
using static Latchwork.Dialects.Tests.Matrix.Who;

namespace Latchwork.Dialects.Tests.Matrix.Native;

/// <summary>One event of a lock of the side.</summary>
internal sealed class EventCells(NativeThings things) : NativeCells
{
    public override IReadOnlyList<MatrixRow> Rows { get; } =
    [
        .. Named("GET /api/v1/events/{id}", Yes, Readers),
        // It tells of grants and codes too.
        .. Named("GET /api/v1/events/{id}/explanation", Yes, StayReaders),
    ];

    public override async Task<string> IdAsync(TwoTenants tenants, MatrixRow row)
    {
        var bearer = tenants.BearerOf(row.Side == Side.House ? NativeKeyWithAll : NativeKeyOfNeighbour);
        var target = $"/api/v1/events?before=end&limit=1&lockIds={await things.LockAsync(tenants, row.Side)}";
        var (_, body) = await tenants.SendAsync(HttpMethod.Get, target, bearer, null);
        return (string)JsonNode.Parse(body)!["items"]![0]!["id"]!;
    }
}
