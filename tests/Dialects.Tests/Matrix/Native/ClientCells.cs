using static Latchwork.Dialects.Tests.Matrix.Native.NativeRows;
using static Latchwork.Dialects.Tests.Matrix.Who;

namespace Latchwork.Dialects.Tests.Matrix.Native;

/// <summary>Applications, keys that sign, and tokens of services.</summary>
internal sealed class ClientCells(NativeThings things) : NativeCells
{
    private const string Clients = "GET /api/v1/api-clients";
    private const string Add = "POST /api/v1/api-clients";
    private const string Limit = "PUT /api/v1/api-clients/{id}/limits";
    private const string Revoke = "DELETE /api/v1/api-clients/{id}";
    private const string AddKey = "POST /api/v1/hmac-keys";
    private const string RollKey = "POST /api/v1/hmac-keys/{id}/secret";
    private const string RuleKey = "PUT /api/v1/hmac-keys/{id}/rules";
    private const string AddToken = "POST /api/v1/integration-tokens";
    private const string AddNative = "POST /api/v1/native-keys";
    private const string Roll = "POST /api/v1/api-clients/{id}/secret";

    public override IReadOnlyList<MatrixRow> Rows { get; } =
    [
        .. Own(Clients, Shown, Hidden, [.. KeyKeepers, NativeKeyOfAuditor]),
        .. Own(Add, MadeHere, MadeElsewhere, KeyKeepers),
        .. Named(Limit, Yes, KeyKeepers, weakIsToldFirst: true),
        .. Named(Revoke, Yes, KeyKeepers, weakIsToldFirst: true),
        .. Own(AddKey, MadeHere, MadeElsewhere, KeyKeepers),
        .. Named(RollKey, Yes, KeyKeepers, weakIsToldFirst: true),
        .. Named(RuleKey, Yes, KeyKeepers, weakIsToldFirst: true),
        .. Own(AddToken, MadeHere, MadeElsewhere, KeyKeepers),
        .. Own(AddNative, MadeHere, MadeElsewhere, KeyKeepers),
        .. Named(Roll, Yes, KeyKeepers, weakIsToldFirst: true),
    ];

    public override bool IsList(string route) => route == Clients;

    public override async Task<int?> CountAsync(TwoTenants tenants, MatrixRow row) =>
        row.Route is Add or AddKey or AddToken or AddNative ? await things.ClientsAsync(tenants, row.Side) : null;

    public override Task<string> IdAsync(TwoTenants tenants, MatrixRow row) =>
        row.Route is RollKey or RuleKey ? things.HmacKeyAsync(tenants, row.Side) : things.ClientAsync(tenants, row.Side);

    public override Task<string?> BodyAsync(TwoTenants tenants, MatrixRow row) =>
        Task.FromResult(
            row.Route switch
            {
                Add => """{"name":"Rooms"}""",
                Limit => """{"callsPerMinute":100}""",
                AddKey => """{"name":"Desk","anyAddress":true,"scopes":["locks:read"]}""",
                AddToken => """{"name":"Zapier","scopes":["locks:read"]}""",
                AddNative => """{"name":"Report","scopes":["locks:read"]}""",
                RollKey or Roll => """{"overlapHours":1}""",
                RuleKey => """{"addresses":[]}""",
                _ => null,
            }
        );

    public override void Used(MatrixRow row)
    {
        if (row.Route == Revoke)
        {
            things.ForgetClient(row.Side);
        }
    }
}
