using static Latchwork.Dialects.Tests.Matrix.MatrixRow;
using static Latchwork.Dialects.Tests.Matrix.Who;

namespace Latchwork.Dialects.Tests.Matrix.Doordeck;

/// <summary>
/// 10.5, 10.7, asked about the owner of the side. People of a pool know each other by their ids; more of somebody, and what they did, is for who runs a door
/// of theirs.
/// </summary>
internal sealed class PersonCells : DoordeckCells
{
    private const string One = "GET /user/{userId}";
    private const string Log = "GET /user/{userId}/log";
    private const string IsKnown = "200 known";
    private const string IsAnId = "200 an id";

    public override IReadOnlyList<MatrixRow> Rows { get; } = [.. About(One, IsKnown, IsAnId), .. About(Log, IsShown, IsHidden)];

    public override async ValueTask<WireRequest?> RequestAsync(DoordeckThings things, MatrixRow row, Who who) =>
        new(await things.FillAsync(PathOf(row), row.Side));

    public override async ValueTask<string> ShownAsync(DoordeckThings things, MatrixRow row, string body) =>
        row.Route == Log ? Seen(body, await things.LockAsync(row.Side))
        : body.Contains('@', StringComparison.Ordinal) ? " known"
        : " an id";

    private static IEnumerable<MatrixRow> About(string route, string strong, string weak) =>
        [
            .. BothSides(route, NoToken, Strangers),
            new(route, Side.House, strong, Managers),
            new(route, Side.House, weak, [.. Known.Except(Managers)]),
            new(route, Side.Neighbours, weak, [.. HousePeople.Except([ApplicationManager])]),
            // Of another pool.
            new(route, Side.Neighbours, Unknown, ApplicationManager),
            new(route, Side.Neighbours, strong, DoordeckNeighbour),
        ];
}
