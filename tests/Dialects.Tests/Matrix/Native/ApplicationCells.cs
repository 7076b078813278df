using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Latchwork.Operations.Ids;
using static Latchwork.Dialects.Tests.Matrix.Native.NativeRows;
using static Latchwork.Dialects.Tests.Matrix.Who;

namespace Latchwork.Dialects.Tests.Matrix.Native;

/// <summary>Applications are people's, whatever their role: whoever does not own one is told that there is none.</summary>
internal sealed class ApplicationCells : NativeCells
{
    private const string Applications = "/api/v1/account/applications";
    private const string One = $"{Applications}/{{id}}";

    private const string List = $"GET {Applications}";
    private const string Add = $"POST {Applications}";
    private const string Read = $"GET {One}";
    private const string Change = $"PATCH {One}";
    private const string Remove = $"DELETE {One}";
    private const string AddKey = $"POST {One}/keys";
    private const string RemoveKey = $"DELETE {One}/keys";
    private const string AddIssuer = $"POST {One}/issuers";
    private const string RemoveIssuer = $"DELETE {One}/issuers";
    private const string AddOrigin = $"POST {One}/origins";
    private const string RemoveOrigin = $"DELETE {One}/origins";
    private const string AddOwner = $"POST {One}/owners";
    private const string RemoveOwner = $"DELETE {One}/owners";

    private const string NewApplication = """{"name":"Rooms","companyName":"Hotel","mailingAddress":"1 Street"}""";

    /// <summary>What an application has where a route takes it away.</summary>
    private static readonly IReadOnlyDictionary<string, string> Adds = new Dictionary<string, string>
    {
        [RemoveKey] = AddKey,
        [RemoveIssuer] = AddIssuer,
        [RemoveOrigin] = AddOrigin,
        [RemoveOwner] = AddOwner,
    };

    private readonly Dictionary<(Side, string What), string> there = [];
    private int made;

    public override bool IsPersonal => true;

    public override IReadOnlyList<MatrixRow> Rows { get; } =
    [
        .. OfOwner(List, Shown, Hidden),
        .. OfOwner(Add, "201", "201"),
        .. OfOwner(Read, Yes, Unknown),
        .. OfOwner(Change, Yes, Unknown),
        .. OfOwner(AddKey, Yes, Unknown),
        .. OfOwner(RemoveKey, Yes, Unknown),
        .. OfOwner(AddIssuer, Yes, Unknown),
        .. OfOwner(RemoveIssuer, Yes, Unknown),
        .. OfOwner(AddOrigin, Yes, Unknown),
        .. OfOwner(RemoveOrigin, Yes, Unknown),
        .. OfOwner(AddOwner, Yes, Unknown),
        .. OfOwner(RemoveOwner, Yes, Unknown),
        .. OfOwner(Remove, Yes, Unknown),
    ];

    public override bool IsList(string route) => route == List;

    public override async Task<string> IdAsync(TwoTenants tenants, MatrixRow row)
    {
        var id = await ThereAsync((row.Side, row.Route == Remove ? Remove : Add), () => AddAsync(tenants, row.Side));
        if (Adds.TryGetValue(row.Route, out var add))
        {
            await ThereAsync((row.Side, row.Route), () => PrepareAsync(tenants, row, add, id));
        }

        return id;
    }

    public override async Task<string> FillAsync(TwoTenants tenants, MatrixRow row, string target) =>
        row.Route switch
        {
            RemoveKey => $"{target}?kid={await NamedAsync(tenants, row)}",
            RemoveIssuer => $"{target}?url={Uri.EscapeDataString(await NamedAsync(tenants, row))}",
            RemoveOrigin => $"{target}?origin={Uri.EscapeDataString(await NamedAsync(tenants, row))}",
            RemoveOwner => $"{target}?userId={await NamedAsync(tenants, row)}",
            _ => target,
        };

    public override async Task<string?> BodyAsync(TwoTenants tenants, MatrixRow row) =>
        row.Route switch
        {
            Add => NewApplication,
            Change => """{"supportContact":"help@example.com"}""",
            AddKey => KeyOf($"key-{++made}"),
            AddIssuer => $$"""{"url":"https://issuer.example/{{row.Side}}"}""",
            AddOrigin => """{"origin":"https://rooms.example"}""",
            AddOwner => $$"""{"userId":"{{await ColleagueAsync(tenants, row.Side)}}"}""",
            _ => null,
        };

    public override void Used(MatrixRow row) => there.Remove((row.Side, row.Route == Add ? "" : row.Route));

    private static Who OwnerOf(Side side) => side == Side.House ? ConsoleOwner : ConsoleNeighbour;

    private static IEnumerable<MatrixRow> OfOwner(string route, string yes, string others) =>
        [
            .. SessionCells.Personal(route, ("403 second-factor-missing", [ConsoleWithoutFactor])),
            .. from side in Enum.GetValues<Side>()
            from row in new[]
            {
                new MatrixRow(route, side, yes, OwnerOf(side)),
                new MatrixRow(route, side, others, [.. SessionCells.People.Except([OwnerOf(side), ConsoleWithoutFactor])]),
            }
            select row,
        ];

    private async Task<string> NamedAsync(TwoTenants tenants, MatrixRow row)
    {
        await IdAsync(tenants, row);
        return there[(row.Side, row.Route)];
    }

    private async Task<string> ThereAsync((Side, string) what, Func<Task<string>> make) =>
        there.TryGetValue(what, out var known) ? known : there[what] = await make();

    private static async Task<string> AddAsync(TwoTenants tenants, Side side) =>
        (string)JsonNode.Parse(await DoAsync(tenants, side, Applications, NewApplication))!["id"]!;

    /// <returns>How the route that takes it away names it.</returns>
    private async Task<string> PrepareAsync(TwoTenants tenants, MatrixRow row, string add, string id)
    {
        var (json, named) = row.Route switch
        {
            RemoveKey => (KeyOf($"spare-{++made}"), $"spare-{made}"),
            RemoveIssuer => ($$"""{"url":"https://spare.example/{{row.Side}}"}""", $"https://spare.example/{row.Side}"),
            RemoveOrigin => ("""{"origin":"https://spare.example"}""", "https://spare.example"),
            _ => ($$"""{"userId":"{{await ColleagueAsync(tenants, row.Side)}}"}""", await ColleagueAsync(tenants, row.Side)),
        };
        await DoAsync(tenants, row.Side, add.Replace("{id}", id, StringComparison.Ordinal)["POST ".Length..], json);
        return named;
    }

    private static async Task<string> DoAsync(TwoTenants tenants, Side side, string target, string json)
    {
        var (status, body) = await tenants.SendNativeAsync(OwnerOf(side), HttpMethod.Post, target, json);
        Assert.True(status is 200 or 201, $"{target}: {status} {body}");
        return body;
    }

    /// <summary>Somebody else of the side.</summary>
    private static async Task<string> ColleagueAsync(TwoTenants tenants, Side side) =>
        (
            await tenants.QueryAsync(
                $"""
                select p.wire_id from membership m join public_id p on p.row_id = m.user_id and p.kind = {(int)WireIdKind.UserUuid}
                where m.tenant_id = $1 order by m.created_at, m.user_id limit 1
                """,
                tenants.TenantOf(side).Value
            )
        )[0];

    private static string KeyOf(string kid)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        return JsonSerializer.Serialize(
            new
            {
                kid,
                kty = "EC",
                crv = "P-256",
                x = Convert.ToBase64String(point.X!),
                y = Convert.ToBase64String(point.Y!),
            }
        );
    }
}
