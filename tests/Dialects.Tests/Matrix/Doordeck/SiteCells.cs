using static Latchwork.Dialects.Tests.Matrix.Who;

namespace Latchwork.Dialects.Tests.Matrix.Doordeck;

/// <summary>11.1: a site is there for who may use a lock there.</summary>
internal sealed class SiteCells : DoordeckCells
{
    private const string List = "GET /site";
    private const string Locks = "GET /site/{siteId}/device";
    private const string People = "GET /site/{siteId}/user";

    public override IReadOnlyList<MatrixRow> Rows { get; } = [.. Lists(List, [.. Managers, .. Holders]), .. ForHolders(Locks), .. ForHolders(People)];

    public override async ValueTask<WireRequest?> RequestAsync(DoordeckThings things, MatrixRow row, Who who) =>
        new(await things.FillAsync(PathOf(row), row.Side));

    public override async ValueTask<string> ShownAsync(DoordeckThings things, MatrixRow row, string body) =>
        row.Route == List ? Seen(body, await things.SiteAsync(row.Side)) : "";
}

/// <summary>11.2.</summary>
internal sealed class TileCells : DoordeckCells
{
    private const string Follow = "GET /tile/{tileId}";
    private const string Set = "PUT /tile/{tileId}";
    private const string Put = "PUT /device/{lockId}/tile/{tileId}";
    private const string TakeOff = "DELETE /device/{lockId}/tile/{tileId}";

    public override IReadOnlyList<MatrixRow> Rows { get; } =
    [
        .. ForHolders(Follow),
        // A set is for who runs every lock of the site.
        .. ForSome([DoordeckOwner], Set),
        .. ForManagers(Put, Accepted),
        .. ForManagers(TakeOff, Accepted),
    ];

    public override Task PrepareAsync(DoordeckThings things, MatrixRow row) => things.PutTileAsync(row.Side);

    public override async ValueTask<WireRequest?> RequestAsync(DoordeckThings things, MatrixRow row, Who who)
    {
        if (row.Answer[0] == '2')
        {
            await things.PutTileAsync(row.Side);
        }

        var set = $$"""{"siteId":"{{await things.SiteAsync(row.Side)}}","devices":["{{await things.LockAsync(row.Side)}}"]}""";
        return new(await things.FillAsync(PathOf(row), row.Side), row.Route == Set ? set : null) { Accept = V3 };
    }
}
