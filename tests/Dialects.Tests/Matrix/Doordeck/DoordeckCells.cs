using static Latchwork.Dialects.Tests.Matrix.MatrixRow;
using static Latchwork.Dialects.Tests.Matrix.Who;

namespace Latchwork.Dialects.Tests.Matrix.Doordeck;

/// <param name="Body">JSON, or what was signed.</param>
internal sealed record WireRequest(string Path, string? Body = null)
{
    public string? Accept { get; init; }

    /// <summary>Null: the principal's own.</summary>
    public string? Bearer { get; init; }
}

/// <summary>
/// One room of the wire. A cell is the HTTP status; for lists it says whether what the side has is in them. A row is called by verb and path and, where a
/// route does several things, by which of them.
/// </summary>
internal abstract class DoordeckCells
{
    protected const string NoToken = "401";

    /// <summary>As for what does not exist.</summary>
    protected const string Unknown = "404";

    protected const string TooWeak = "403";
    protected const string Yes = "200";
    protected const string Done = "204";
    protected const string Accepted = "202";
    protected const string IsShown = "200 shown";
    protected const string IsHidden = "200 hidden";
    protected const string V2 = "application/vnd.doordeck.api-v2+json";
    protected const string V3 = "application/vnd.doordeck.api-v3+json";

    /// <summary>By a token of this server that holds.</summary>
    protected static readonly Who[] Own =
    [
        DoordeckOwner,
        DoordeckManager,
        DoordeckDeputy,
        DoordeckHolder,
        DoordeckHolderAtTheDoor,
        DoordeckNotYet,
        DoordeckEnded,
        DoordeckRevoked,
        DoordeckFrozen,
        DoordeckWaiting,
        DoordeckMember,
        DoordeckNeighbour,
    ];

    /// <summary>All who have a token of this wire that holds.</summary>
    protected static readonly Who[] Known = [.. Own, ApplicationManager];

    /// <summary>Whose header is no credential of this wire, or none any more; a refresh token is none for any call but one.</summary>
    protected static readonly Who[] Strangers = [.. WhoGroups.Everybody.Except(Known)];

    /// <summary>With nothing to do with the neighbours.</summary>
    protected static readonly Who[] HousePeople = [.. Known.Except([DoordeckNeighbour])];

    /// <summary>ADMIN of the house's door.</summary>
    protected static readonly Who[] Managers = [DoordeckOwner, DoordeckManager, DoordeckDeputy, ApplicationManager];

    /// <summary>USER of it, by a grant that is not over, whatever else it lacks.</summary>
    protected static readonly Who[] Holders = [DoordeckHolder, DoordeckHolderAtTheDoor, DoordeckNotYet, DoordeckFrozen, DoordeckWaiting];

    /// <summary>Without a grant that is not over: membership alone gives none here.</summary>
    protected static readonly Who[] Outsiders = [DoordeckEnded, DoordeckRevoked, DoordeckMember, DoordeckNeighbour];

    public abstract IReadOnlyList<MatrixRow> Rows { get; }

    public IReadOnlySet<string> Routes => Rows.Select(row => row.Route).ToHashSet(StringComparer.Ordinal);

    /// <summary>What only looks is the rest.</summary>
    public virtual IReadOnlySet<string> Mutations => Routes.Where(route => !route.StartsWith("GET", StringComparison.Ordinal)).ToHashSet();

    /// <inheritdoc cref="IWireMatrix.TurnOf"/>
    public virtual int Turn => 0;

    /// <summary>Makes what the rows need and the other rows use up.</summary>
    public virtual Task PrepareAsync(DoordeckThings things, MatrixRow row) => Task.CompletedTask;

    /// <summary>Null where the answer to the other side counts.</summary>
    public abstract ValueTask<WireRequest?> RequestAsync(DoordeckThings things, MatrixRow row, Who who);

    /// <summary>What a list is told by besides its status; empty for what is none.</summary>
    public virtual ValueTask<string> ShownAsync(DoordeckThings things, MatrixRow row, string body) => ValueTask.FromResult("");

    protected static string Seen(string body, string id) => body.Contains(id, StringComparison.Ordinal) ? " shown" : " hidden";

    protected static string PathOf(MatrixRow row) => row.Route.Split(' ')[1];

    /// <summary>About nothing that is named, for any of these.</summary>
    protected static IEnumerable<MatrixRow> For(Who[] strong, string route, string yes) =>
        [.. BothSides(route, NoToken, Strangers), .. BothSides(route, TooWeak, [.. Known.Except(strong)]), .. BothSides(route, yes, strong)];

    /// <summary>A list in which the side's own is for these of the house.</summary>
    protected static IEnumerable<MatrixRow> Lists(string route, params Who[] seeing) =>
        [
            .. BothSides(route, NoToken, Strangers),
            new(route, Side.House, IsShown, seeing),
            new(route, Side.House, IsHidden, [.. Known.Except(seeing)]),
            new(route, Side.Neighbours, IsHidden, HousePeople),
            new(route, Side.Neighbours, IsShown, DoordeckNeighbour),
        ];

    /// <summary>About the side's door, for any grant that is not over.</summary>
    protected static IEnumerable<MatrixRow> ForHolders(string route, string yes = Yes) => ForSome([.. Managers, .. Holders], route, yes);

    /// <summary>About the side's door, for its administrators.</summary>
    protected static IEnumerable<MatrixRow> ForManagers(string route, string yes = Yes) => ForSome(Managers, route, yes);

    /// <summary>About something of the side's, for some of those who hold a grant.</summary>
    protected static IEnumerable<MatrixRow> ForSome(Who[] strong, string route, string yes = Yes) =>
        [
            .. BothSides(route, NoToken, Strangers),
            new(route, Side.House, TooWeak, [.. Known.Except([.. strong, .. Outsiders])]),
            new(route, Side.House, Unknown, Outsiders),
            new(route, Side.Neighbours, Unknown, HousePeople),
            new(route, Side.House, yes, strong),
            new(route, Side.Neighbours, yes, DoordeckNeighbour),
        ];
}
