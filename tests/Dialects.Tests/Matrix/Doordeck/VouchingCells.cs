using static Latchwork.Dialects.Tests.Matrix.MatrixRow;

namespace Latchwork.Dialects.Tests.Matrix.Doordeck;

/// <summary>11.3: keys, issuers and web origins, each added and then removed.</summary>
internal sealed class VouchingCells : OwnedCells
{
    private const string AddKey = $"POST {One}/auth/key";
    private const string RemoveKey = $"DELETE {One}/auth/key";
    private const string AddIssuer = $"POST {One}/auth/issuer";
    private const string RemoveIssuer = $"DELETE {One}/auth/issuer";
    private const string AddOrigin = $"POST {One}/cors";
    private const string RemoveOrigin = $"DELETE {One}/cors";

    public override IReadOnlyList<MatrixRow> Rows { get; } =
    [
        .. ForOwners(AddKey, Done),
        .. ForOwners(RemoveKey, Done),
        .. ForOwners(AddIssuer, Done),
        .. ForOwners(RemoveIssuer, Done),
        .. ForOwners(AddOrigin, Done),
        .. ForOwners(RemoveOrigin, Done),
    ];

    public override async ValueTask<WireRequest?> RequestAsync(DoordeckThings things, MatrixRow row, Who who) =>
        new(
            await things.FillAsync(PathOf(row), row.Side),
            row.Route switch
            {
                AddKey => """{"kty":"OKP","crv":"Ed25519","kid":"spare","use":"sig","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}""",
                RemoveKey => """{"kid":"spare"}""",
                _ => $$"""{"url":"https://{{row.Side.ToString().ToLowerInvariant()}}.example.com"}""",
            }
        );
}

/// <summary>11.3: pictures; whoever brings the token of an upload may upload, and here nobody does.</summary>
internal sealed class LogoCells : OwnedCells
{
    private const string Ask = $"POST {One}/logo";
    private const string Upload = $"PUT {One}/logo/{{logoId}}";
    private const string Show = $"GET {One}/logo/{{logoId}}";

    public override IReadOnlyList<MatrixRow> Rows { get; } =
    [.. ForOwners(Ask, Yes), .. BothSides(Upload, Unknown, WhoGroups.Everybody), .. BothSides(Show, Unknown, WhoGroups.Everybody)];

    public override IReadOnlySet<string> Mutations { get; } = new HashSet<string> { Ask };

    public override async ValueTask<WireRequest?> RequestAsync(DoordeckThings things, MatrixRow row, Who who) =>
        new(await things.FillAsync(PathOf(row), row.Side), row.Route == Show ? null : """{"contentType":"image/png"}""");
}
