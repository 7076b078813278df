using System.Globalization;
using System.Text.Json.Nodes;
using static Latchwork.Dialects.Tests.Matrix.Who;

namespace Latchwork.Dialects.Tests.Matrix.Sifely;

/// <summary>4, 5.5: for the owner and authorised ekeys. What is deleted is made for each who may.</summary>
internal sealed class PasscodeCells : SifelyCells
{
    private const string Add = "/v3/keyboardPwd/add";
    private const string Change = "/v3/keyboardPwd/change";
    private const string Delete = "/v3/keyboardPwd/delete";
    private const string DeleteByCode = "/v3/keyboardPwd/deleteByCode";
    private const string Detail = "/v3/keyboardPwd/detail";
    private const string Get = "/v3/keyboardPwd/get";
    private const string List = "/v3/lock/listKeyboardPwd";

    private readonly Dictionary<Side, Pin> kept = [];
    private int made;

    public override IReadOnlyList<MatrixRow> Rows { get; } =
    [
        .. ForManagers(Add),
        .. ForManagers(Change),
        .. ForManagers(Delete),
        .. ForManagers(DeleteByCode),
        .. ForManagers(Detail),
        .. ForManagers(Get),
        .. ForManagers(List),
    ];

    public override IReadOnlySet<string> Mutations { get; } = new HashSet<string> { Add, Change, Delete, DeleteByCode, Get };

    public override IReadOnlyList<string> Naming { get; } =
    [
        $"{Add}?keyboardPwd=4829&endDate=0&lockId=",
        $"{Change}?keyboardPwdName=x&keyboardPwdId=",
        $"{Change}?keyboardPwdName=x&keyboardPwdId=1&lockId=",
        $"{Delete}?deleteType=1&keyboardPwdId=1&lockId=",
        $"{DeleteByCode}?deleteType=1&keyboardPwd=4829&lockId=",
        $"{Detail}?keyboardPwdId=1&lockId=",
        $"{Get}?keyboardPwdType=1&startDate=0&lockId=",
        $"{Get}?keyboardPwdId=1&lockId=",
        $"{List}?lockId=",
    ];

    public override async Task PrepareAsync(TwoTenants tenants, MatrixRow row)
    {
        if (!kept.ContainsKey(row.Side))
        {
            kept[row.Side] = await MakeAsync(tenants, row);
        }
    }

    public override async ValueTask<string?> TargetAsync(TwoTenants tenants, MatrixRow row, Who who)
    {
        var target = $"{row.Route}?lockId={DoorOf(tenants, row)}";
        var isUsedUp = row.Answer == Yes && row.Route is Delete or DeleteByCode;
        if (row.Answer == Yes)
        {
            await PrepareAsync(tenants, row);
        }

        var pin = isUsedUp ? await MakeAsync(tenants, row) : kept.GetValueOrDefault(row.Side);
        return row.Route switch
        {
            Add => $"{target}&keyboardPwd={NextDigits()}&keyboardPwdType=2",
            Change => $"{target}&keyboardPwdId={pin?.Number}&keyboardPwdName={who}",
            Delete => $"{target}&keyboardPwdId={pin?.Number}&deleteType=1",
            DeleteByCode => $"{target}&keyboardPwd={pin?.Digits}&deleteType=1",
            Get => $"{target}&keyboardPwdType=2&startDate=0",
            Detail => $"{target}&keyboardPwdId={pin?.Number}",
            _ => target,
        };
    }

    private sealed record Pin(int Number, string Digits);

    private async Task<Pin> MakeAsync(TwoTenants tenants, MatrixRow row)
    {
        var digits = NextDigits();
        var target = $"{Add}?lockId={DoorOf(tenants, row)}&keyboardPwd={digits}&keyboardPwdType=2";
        var (_, body) = await tenants.SendAsync(HttpMethod.Post, target, tenants.SecretOf(row.Side == Side.House ? Owner : Neighbour));
        return new Pin((int)JsonNode.Parse(body)!["keyboardPwdId"]!, digits);
    }

    private string NextDigits() => (480_000 + (7 * made++)).ToString(CultureInfo.InvariantCulture);
}
