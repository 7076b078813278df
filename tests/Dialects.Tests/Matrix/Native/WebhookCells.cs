using static Latchwork.Dialects.Tests.Matrix.Native.NativeRows;
using static Latchwork.Dialects.Tests.Matrix.Who;

namespace Latchwork.Dialects.Tests.Matrix.Native;

/// <summary>Endpoints of each side to which nothing is sent, and what was to be sent to one of them.</summary>
internal sealed class WebhookCells(NativeThings things) : NativeCells
{
    private const string Webhooks = "GET /api/v1/webhooks";
    private const string Add = "POST /api/v1/webhooks";
    private const string Change = "PUT /api/v1/webhooks/{id}";
    private const string Remove = "DELETE /api/v1/webhooks/{id}";
    private const string Test = "POST /api/v1/webhooks/{id}/test";
    private const string Replay = "POST /api/v1/webhooks/{id}/replay";
    private const string Roll = "POST /api/v1/webhooks/{id}/secret";
    private const string Attempts = "GET /api/v1/webhooks/{id}/attempts";
    private const string Deliveries = "GET /api/v1/webhooks/{id}/deliveries";
    private const string Delivery = "GET /api/v1/webhooks/{id}/deliveries/{delivery}";
    private const string ReplayOne = "POST /api/v1/webhooks/{id}/deliveries/{delivery}/replay";

    private static readonly Who[] Keepers = [.. Builders, NativeKeyOfAuditor];

    public override IReadOnlyList<MatrixRow> Rows { get; } =
    [
        .. Own(Webhooks, Shown, Hidden, Keepers),
        .. Own(Add, MadeHere, MadeElsewhere, Builders),
        .. Named(Change, Yes, Builders, weakIsToldFirst: true),
        .. Named(Remove, Yes, Builders, weakIsToldFirst: true),
        .. Named(Test, Yes, Builders, weakIsToldFirst: true),
        .. Named(Replay, Yes, Builders, weakIsToldFirst: true),
        .. Named(Roll, Yes, Builders, weakIsToldFirst: true),
        .. Named(Attempts, Yes, Keepers, weakIsToldFirst: true),
        .. Named(Deliveries, Yes, Keepers, weakIsToldFirst: true),
        .. Named(Delivery, Yes, Keepers, weakIsToldFirst: true),
        .. Named(ReplayOne, Yes, Builders, weakIsToldFirst: true),
    ];

    public override bool IsList(string route) => route == Webhooks;

    public override async Task<int?> CountAsync(TwoTenants tenants, MatrixRow row) =>
        row.Route == Add ? await things.WebhooksAsync(tenants, row.Side) : null;

    public override Task<string> IdAsync(TwoTenants tenants, MatrixRow row) =>
        row.Route is Deliveries or Delivery or ReplayOne ? things.Deliveries.WebhookAsync(tenants, row.Side) : things.WebhookAsync(tenants, row.Side);

    public override async Task<string> FillAsync(TwoTenants tenants, MatrixRow row, string target) =>
        row.Route is Delivery or ReplayOne
            ? target.Replace("{delivery}", await things.Deliveries.DeliveryAsync(tenants, row.Side), StringComparison.Ordinal)
            : target;

    public override Task<string?> BodyAsync(TwoTenants tenants, MatrixRow row) =>
        Task.FromResult(row.Route is Add or Change ? NativeThings.WebhookBody : null);

    public override void Used(MatrixRow row)
    {
        // A test is sent once in a while to each.
        if (row.Route is Remove or Test)
        {
            things.ForgetWebhook(row.Side);
        }
    }
}
