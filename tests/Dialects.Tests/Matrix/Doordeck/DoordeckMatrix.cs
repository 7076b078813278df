using Latchwork.Domain.Audit;

namespace Latchwork.Dialects.Tests.Matrix.Doordeck;

/// <summary>
/// What every principal gets from every route of the Doordeck wire, written from the wire's own rules and AZ-3, not from the code, a room at a time: for a
/// lock, 404 without a grant that is not over, 403 with one that does not suffice; what is not for applications' tokens, 403.
/// </summary>
internal sealed class DoordeckMatrix : IWireMatrix
{
    private readonly DoordeckThings things = new();

    private static readonly IReadOnlyList<DoordeckCells> Rooms =
    [
        new TokenCells(),
        new CertificateCells(),
        new AccountCells(),
        new LockCells(),
        new SignedCells(),
        new PersonCells(),
        new SiteCells(),
        new TileCells(),
        new SharingCells(),
        new ApplicationCells(),
        new VouchingCells(),
        new LogoCells(),
        new LeavingCells(),
    ];

    public Surface Surface => Surface.Doordeck;

    public IReadOnlyList<MatrixRow> Rows { get; } = [.. Rooms.SelectMany(room => room.Rows)];

    public IReadOnlyList<string> NamesOf(RouteRow route)
    {
        var name = $"{route.Verbs.Single()} {route.Pattern}";
        string[] named = [.. Rows.Select(row => row.Route).Distinct().Where(row => string.Join(' ', row.Split(' ').Take(2)) == name)];
        return named.Length > 0 ? named : [name];
    }

    public bool IsMutation(string route) => RoomOf(route).Mutations.Contains(route);

    public int TurnOf(string route) => RoomOf(route).Turn;

    public Task PrepareAsync(TwoTenants tenants, MatrixRow row) => RoomOf(row.Route).PrepareAsync(things.Of(tenants), row);

    public async Task<string> AskAsync(TwoTenants tenants, MatrixRow row, Who who)
    {
        var room = RoomOf(row.Route);
        if (await room.RequestAsync(things.Of(tenants), row, who) is not { } request)
        {
            return row.Answer;
        }

        var (status, body) = await tenants.SendAsync(
            new HttpMethod(row.Route.Split(' ')[0]),
            request.Path,
            request.Bearer ?? tenants.BearerOf(who),
            request.Body,
            request.Accept
        );
        return $"{status}{(status < 300 ? await room.ShownAsync(things, row, body) : "")}";
    }

    private static DoordeckCells RoomOf(string route) => Rooms.First(room => room.Routes.Contains(route));
}
