namespace Latchwork.Dialects.Tests.Matrix.Doordeck;

/// <summary>10.1 to 10.3, 10.6, 10.8, 10.17, 10.18.</summary>
internal sealed class LockCells : DoordeckCells
{
    private const string List = "GET /device";
    private const string Favourites = "GET /device/favourite";
    private const string Shareable = "GET /device/shareable";
    private const string One = "GET /device/{lockId}";
    private const string Prefer = "PUT /device/{lockId} for oneself";
    private const string Change = "PUT /device/{lockId} for all";
    private const string People = "GET /device/{lockId}/users";
    private const string Log = "GET /device/{lockId}/log";

    public override IReadOnlyList<MatrixRow> Rows { get; } =
    [
        .. Lists(List, [.. Managers, .. Holders]),
        .. ForHolders(Prefer),
        // After it: those who could make it one.
        .. Lists(Favourites, [.. Managers, .. Holders]),
        .. Lists(Shareable, Managers),
        .. ForHolders(One),
        .. ForManagers(Change),
        .. ForManagers(People),
        .. ForHolders(Log),
    ];

    public override async ValueTask<WireRequest?> RequestAsync(DoordeckThings things, MatrixRow row, Who who) =>
        new(await things.FillAsync(PathOf(row), row.Side), BodyOf(row.Route));

    public override async ValueTask<string> ShownAsync(DoordeckThings things, MatrixRow row, string body) =>
        row.Route is List or Favourites or Shareable ? Seen(body, await things.LockAsync(row.Side)) : "";

    private static string? BodyOf(string route) =>
        route switch
        {
            Prefer => """{"favourite":true}""",
            Change => """{"settings":{"delay":3}}""",
            _ => null,
        };
}
