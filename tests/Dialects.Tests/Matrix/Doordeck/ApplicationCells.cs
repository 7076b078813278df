using static Latchwork.Dialects.Tests.Matrix.MatrixRow;
using static Latchwork.Dialects.Tests.Matrix.Who;

namespace Latchwork.Dialects.Tests.Matrix.Doordeck;

/// <summary>11.3: an application is there for its owners alone, who use a token of this server.</summary>
internal abstract class OwnedCells : DoordeckCells
{
    protected const string Applications = "/platform/application";
    protected const string One = $"{Applications}/{{applicationId}}";

    /// <summary>About the side's application.</summary>
    protected static IEnumerable<MatrixRow> ForOwners(string route, string yes) =>
        [
            .. BothSides(route, NoToken, Strangers),
            .. BothSides(route, TooWeak, ApplicationManager),
            new(route, Side.House, Unknown, [.. Own.Except([DoordeckOwner])]),
            new(route, Side.Neighbours, Unknown, [.. Own.Except([DoordeckNeighbour])]),
            new(route, Side.House, yes, DoordeckOwner),
            new(route, Side.Neighbours, yes, DoordeckNeighbour),
        ];
}

internal sealed class ApplicationCells : OwnedCells
{
    private const string Add = $"POST {Applications}";
    private const string List = $"GET {Applications}";
    private const string Read = $"GET {One}";
    private const string Change = $"POST {One}";
    private const string Remove = $"DELETE {One}";
    private const string Owners = $"GET {One}/owner";
    private const string AddOwner = $"POST {One}/owner";
    private const string RemoveOwner = $"DELETE {One}/owner";
    private const string People = $"GET {One}/user";

    public override IReadOnlyList<MatrixRow> Rows { get; } =
    [
        .. For(Own, Add, Done),
        .. BothSides(List, NoToken, Strangers),
        .. BothSides(List, TooWeak, ApplicationManager),
        new(List, Side.House, IsShown, DoordeckOwner),
        new(List, Side.House, IsHidden, [.. Own.Except([DoordeckOwner])]),
        new(List, Side.Neighbours, IsShown, DoordeckNeighbour),
        new(List, Side.Neighbours, IsHidden, [.. Own.Except([DoordeckNeighbour])]),
        .. ForOwners(Read, Yes),
        .. ForOwners(Change, Done),
        .. ForOwners(Owners, Yes),
        .. ForOwners(AddOwner, Done),
        .. ForOwners(RemoveOwner, Done),
        .. ForOwners(People, Yes),
        .. ForOwners(Remove, Done),
    ];

    public override Task PrepareAsync(DoordeckThings things, MatrixRow row) => things.ApplicationAsync(row.Side);

    public override async ValueTask<WireRequest?> RequestAsync(DoordeckThings things, MatrixRow row, Who who) =>
        new(
            row.Answer == Done && row.Route == Remove
                ? $"{Applications}/{await things.NewApplicationAsync(row.Side)}"
                : await things.FillAsync(PathOf(row), row.Side),
            row.Route switch
            {
                Add => DoordeckThings.NewApplication.ToJsonString(),
                Change => """{"companyName":"Other"}""",
                AddOwner or RemoveOwner => $$"""{"userId":"{{await things.GuestAsync(row.Side)}}"}""",
                _ => null,
            }
        );

    public override async ValueTask<string> ShownAsync(DoordeckThings things, MatrixRow row, string body) =>
        row.Route == List ? Seen(body, await things.ApplicationAsync(row.Side)) : "";
}
