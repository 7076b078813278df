using System.Text.Json.Nodes;
using Latchwork.Domain.Audit;
using static Latchwork.Dialects.Tests.Matrix.MatrixRow;

namespace Latchwork.Dialects.Tests.Matrix.Keyvox;

/// <summary>
/// What every principal gets from every function of the KEYVOX wire, written from the wire's own rules and AZ-3, not from the code: who does not sign with a live key of this
/// wire is 401; what is another organisation's is as if it were not there; a key without the scope is told so.
/// </summary>
internal sealed class KeyvoxMatrix : IWireMatrix
{
    /// <summary>A dash marks a refusal inside a 200.</summary>
    public const string Missing = "200 -E0043";
    public const string TooWeak = "200 -E2003";
    private const string NoSignature = "401";

    private static readonly IReadOnlyList<KeyvoxCell> Cells =
    [
        .. DoorCells.All,
        .. CardCells.All,
        .. StayCells.All,
        .. LockerCells.All,
        .. HookCells.All,
    ];

    private static readonly Who[] Strangers = [.. WhoGroups.Everybody.Except([Who.KeyvoxDesk, Who.KeyvoxKeyWithNothing, Who.KeyvoxNeighbour])];

    private readonly KeyvoxThings things = new();

    public Surface Surface => Surface.Keyvox;

    public IReadOnlyList<MatrixRow> Rows { get; } = [.. Cells.SelectMany(RowsOf)];

    public IReadOnlyList<string> NamesOf(RouteRow route) => [route.Pattern];

    public bool IsMutation(string route) => CellOf(route).IsMutation;

    public int TurnOf(string route) => CellOf(route).Turn;

    public async Task<string> AskAsync(TwoTenants tenants, MatrixRow row, Who who)
    {
        var body = await things.FillAsync(tenants, row.Side, CellOf(row.Route).Body);
        var (status, text) = await things.SendAsync(tenants, who, row.Route, body);
        return status != 200 ? $"{status}"
            : (string?)JsonNode.Parse(text)!["code"] is "0" ? "200 0"
            : $"200 -{(string?)JsonNode.Parse(text)!["code"]}";
    }

    /// <summary>A refusal is compared with the tables before it: what the questions name is there by then.</summary>
    public Task PrepareAsync(TwoTenants tenants, MatrixRow row) => things.PrepareAsync(tenants);

    /// <summary>Who may comes last, as some acts use up what they name.</summary>
    private static IEnumerable<MatrixRow> RowsOf(KeyvoxCell cell) =>
        [
            .. BothSides(cell.Path, NoSignature, Strangers),
            new(cell.Path, Side.House, cell.Weak, Who.KeyvoxKeyWithNothing),
            new(cell.Path, Side.House, cell.Foreign, Who.KeyvoxNeighbour),
            new(cell.Path, Side.Neighbours, cell.Foreign, Who.KeyvoxDesk),
            new(cell.Path, Side.Neighbours, cell.WeakForeign, Who.KeyvoxKeyWithNothing),
            new(cell.Path, Side.House, cell.Own, Who.KeyvoxDesk),
            new(cell.Path, Side.Neighbours, cell.Own, Who.KeyvoxNeighbour),
        ];

    private static KeyvoxCell CellOf(string route) => Cells.First(cell => cell.Path == route);
}
