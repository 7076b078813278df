using static Latchwork.Dialects.Tests.Matrix.Native.NativeRows;

namespace Latchwork.Dialects.Tests.Matrix.Native;

/// <summary>Who of each side is told what happens.</summary>
internal sealed class AlertCells(NativeThings things) : NativeCells
{
    private const string Alerts = "GET /api/v1/alerts";
    private const string Add = "POST /api/v1/alerts";
    public const string Change = "PATCH /api/v1/alerts/{id}";
    public const string Remove = "DELETE /api/v1/alerts/{id}";

    public override IReadOnlyList<MatrixRow> Rows { get; } =
    [
        .. Own(Alerts, Shown, Hidden, Readers),
        // Whoever connects devices may be told, and lets nobody else be told.
        .. Named(Add, "201", Operators, weakIsToldFirst: true),
        .. Named(Change, Yes, Operators, weakIsToldFirst: true),
        .. Named(Remove, Yes, Operators, weakIsToldFirst: true),
    ];

    public override bool IsList(string route) => route == Alerts;

    public override Task<string> IdAsync(TwoTenants tenants, MatrixRow row) =>
        row.Route == Add ? NativeThings.OwnerAsync(tenants, row.Side) : things.AlertAsync(tenants, row.Side);

    public override async Task<string?> BodyAsync(TwoTenants tenants, MatrixRow row) =>
        row.Route switch
        {
            Add => $$"""{"person":"{{await IdAsync(tenants, row)}}","topics":["jammed"]}""",
            Change => """{"topics":["jammed","tampered"]}""",
            _ => null,
        };

    public override void Used(MatrixRow row)
    {
        if (row.Route == Remove)
        {
            things.ForgetAlert(row.Side);
        }
    }
}
