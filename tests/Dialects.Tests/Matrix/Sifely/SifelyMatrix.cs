using System.Text.Json.Nodes;
using Latchwork.Domain.Audit;

namespace Latchwork.Dialects.Tests.Matrix.Sifely;

/// <summary>
/// What every principal gets from every route of the Sifely wire, written from the wire's own rules and AZ-3, not from the code, a room at a time.
/// </summary>
internal sealed class SifelyMatrix : IWireMatrix
{
    public static IReadOnlyList<SifelyCells> Rooms { get; } =
    [
        new LogInCells(),
        new UserCells(),
        new EkeyCells(),
        new GroupCells(),
        new LockCells(),
        new OwnerCells(),
        new PasscodeCells(),
        new CardCells(),
        new FingerprintCells(),
        new RecordCells(),
        new RecordChangeCells(),
        new GatewayCells(),
        new WebhookCells(),
        new SettingCells(),
        new RollCells(),
    ];

    public Surface Surface => Surface.Sifely;

    public IReadOnlyList<MatrixRow> Rows { get; } = [.. Rooms.SelectMany(room => room.Rows)];

    /// <summary>Routes that take POST, with or without GET (1.3), go by their path alone.</summary>
    public IReadOnlyList<string> NamesOf(RouteRow route) => [route.Verbs.Contains("POST") ? route.Pattern : $"{route.Verbs[0]} {route.Pattern}"];

    public bool IsMutation(string route) => RoomOf(route).Mutations.Contains(route);

    public int TurnOf(string route) => RoomOf(route).Turn;

    public Task PrepareAsync(TwoTenants tenants, MatrixRow row) => RoomOf(row.Route).PrepareAsync(tenants, row);

    public async Task<string> AskAsync(TwoTenants tenants, MatrixRow row, Who who)
    {
        var room = RoomOf(row.Route);
        if (await room.TargetAsync(tenants, row, who) is not { } target)
        {
            return row.Answer;
        }

        var verb = row.Route.Split(' ') is [var named, _] ? new HttpMethod(named) : HttpMethod.Post;
        var (status, body) = await tenants.SendAsync(verb, target, tenants.SecretOf(who));
        var told = JsonNode.Parse(body)!;
        var code = (int?)told["code"] ?? (int?)told["errcode"] ?? 0;
        return code is not (0 or 200) ? $"{status} {code}" : $"{status}{room.Shown(tenants, row, told)}";
    }

    private static SifelyCells RoomOf(string route) => Rooms.First(room => room.Routes.Contains(route));
}
