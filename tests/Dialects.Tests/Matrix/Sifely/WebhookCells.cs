using static Latchwork.Dialects.Tests.Matrix.MatrixRow;
using static Latchwork.Dialects.Tests.Matrix.Who;

namespace Latchwork.Dialects.Tests.Matrix.Sifely;

/// <summary>12.1: of the caller's own API client, by its key alone. Nothing of a tenant is named. In this order: what is removed is no longer there.</summary>
internal sealed class WebhookCells : SifelyCells
{
    private const string Set = "/client/webhook";
    private const string Read = $"GET {Set}";
    private const string Remove = $"DELETE {Set}";
    private const string Test = $"{Set}/test";
    private const string Replay = $"{Set}/replay";

    /// <summary>Once for each key: what is done a second time is answered otherwise.</summary>
    private static readonly HashSet<string> Once = [Test, Remove];

    public override IReadOnlyList<MatrixRow> Rows { get; } =
    [
        .. new[] { Set, Read, Replay, Test, Remove }.SelectMany(route =>
            BothSides(route, NoCredential, [.. Strangers, OwnerByToken])
                .Concat(BothSides(route, Yes, [.. HousePeople.Except([OwnerByToken]), Neighbour]))
        ),
    ];

    public override IReadOnlySet<string> Mutations { get; } = new HashSet<string> { Set, Remove, Test, Replay };

    public override ValueTask<string?> TargetAsync(TwoTenants tenants, MatrixRow row, Who who)
    {
        var path = row.Route.Split(' ')[^1];
        return ValueTask.FromResult(
            row.Side == Side.Neighbours && row.Answer == Yes && Once.Contains(row.Route) ? null
            : row.Route == Set ? $"{path}?url=http://127.0.0.1:9/"
            : path
        );
    }
}
