using System.Globalization;
using System.Text.Json.Nodes;
using Latchwork.Domain.Locks;
using static Latchwork.Dialects.Tests.Matrix.Who;

namespace Latchwork.Dialects.Tests.Matrix.Sifely;

/// <summary>7, 8, 19.5: for the owner and authorised ekeys. What is deleted is made for each who may.</summary>
/// <param name="path">Of all of its calls.</param>
/// <param name="thing">As its parameters begin.</param>
/// <param name="adds">The calls that make one.</param>
internal abstract class EnrolledCells(string path, string thing, params string[] adds) : SifelyCells
{
    private const string Always = "startDate=0&endDate=0";

    private readonly Dictionary<Side, int> kept = [];
    private int made;

    private string List => $"{path}/list";
    private string Delete => $"{path}/delete";
    private string Clear => $"{path}/clear";
    private string ChangePeriod => $"{path}/changePeriod";
    private string Rename => $"{path}/rename";
    private IEnumerable<string> Adds => adds.Select(add => $"{path}/{add}");

    public override IReadOnlyList<MatrixRow> Rows =>
        [
            .. Adds.SelectMany(add => ForManagers(add)),
            .. ForManagers(List),
            .. ForManagers(ChangePeriod),
            .. ForManagers(Rename),
            .. ForManagers(Delete),
            .. ForManagers(Clear),
        ];

    public override IReadOnlySet<string> Mutations => new HashSet<string>([.. Adds, ChangePeriod, Rename, Delete, Clear]);

    public override IReadOnlyList<string> Naming =>
        [
            .. Adds.Select(add => $"{add}?{thing}Number=7&{Always}&lockId="),
            $"{List}?lockId=",
            $"{ChangePeriod}?{Always}&{thing}Id=",
            $"{ChangePeriod}?{Always}&{thing}Id=1&lockId=",
            $"{Rename}?{thing}Name=x&{thing}Id=",
            $"{Rename}?{thing}Name=x&{thing}Id=1&lockId=",
            $"{Delete}?{thing}Id=1&lockId=",
            $"{Clear}?lockId=",
        ];

    /// <summary>Clearing takes what is kept, so there is one again before each row.</summary>
    public override async Task PrepareAsync(TwoTenants tenants, MatrixRow row)
    {
        await EquipAsync(tenants);
        if (!kept.TryGetValue(row.Side, out var number) || !await IsThereAsync(tenants, number))
        {
            kept[row.Side] = await MakeAsync(tenants, row);
        }
    }

    public override async ValueTask<string?> TargetAsync(TwoTenants tenants, MatrixRow row, Who who)
    {
        var target = $"{row.Route}?lockId={DoorOf(tenants, row)}";
        if (row.Answer == Yes)
        {
            await PrepareAsync(tenants, row);
        }

        var one = row.Answer == Yes && row.Route == Delete ? await MakeAsync(tenants, row) : kept.GetValueOrDefault(row.Side);
        return row.Route switch
        {
            _ when Adds.Contains(row.Route) => $"{target}&{thing}Number={NextNumber()}&{Always}",
            _ when row.Route == ChangePeriod => $"{target}&{thing}Id={one}&{Always}",
            _ when row.Route == Rename => $"{target}&{thing}Id={one}&{thing}Name={who}",
            _ when row.Route == Delete => $"{target}&{thing}Id={one}",
            _ => target,
        };
    }

    /// <summary>What the doors need before they take one.</summary>
    protected virtual Task EquipAsync(TwoTenants tenants) => Task.CompletedTask;

    private static async Task<bool> IsThereAsync(TwoTenants tenants, int number) =>
        (
            await tenants.QueryAsync(
                "select 'there' from public_id p join enrollment e on e.enrollment_id = p.row_id where p.kind = 3 and p.wire_id = $1 and e.desired_present",
                number.ToString(CultureInfo.InvariantCulture)
            )
        ).Count > 0;

    private async Task<int> MakeAsync(TwoTenants tenants, MatrixRow row)
    {
        var target = $"{Adds.First()}?lockId={DoorOf(tenants, row)}&{thing}Number={NextNumber()}&{Always}";
        var (_, body) = await tenants.SendAsync(HttpMethod.Post, target, tenants.SecretOf(row.Side == Side.House ? Owner : Neighbour));
        return (int)JsonNode.Parse(body)![$"{thing}Id"]!;
    }

    private string NextNumber() => (480_000 + (7 * made++)).ToString(CultureInfo.InvariantCulture);
}

internal sealed class CardCells() : EnrolledCells("/v3/identityCard", "card", "add", "addForReversedCardNumber");

/// <summary>No simulated door reads fingers: these are told to.</summary>
internal sealed class FingerprintCells() : EnrolledCells("/v3/fingerprint", "fingerprint", "add")
{
    protected override Task EquipAsync(TwoTenants tenants) =>
        tenants.QueryAsync("update smart_lock set capabilities = capabilities | $1 returning 'told'", (int)Capabilities.Fingerprints);
}
