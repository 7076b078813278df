using static Latchwork.Dialects.Tests.Matrix.Native.NativeRows;

namespace Latchwork.Dialects.Tests.Matrix.Native;

/// <summary>The cabinet of each side, its boxes, and who has them.</summary>
internal sealed class LockerCells(NativeThings things) : NativeCells
{
    private const string Box = "00-00";

    private const string Lockers = "GET /api/v1/lockers";
    private const string Locker = "GET /api/v1/lockers/{id}";
    private const string Change = "PATCH /api/v1/lockers/{id}";
    private const string Open = "POST /api/v1/lockers/{id}/boxes/{number}/open";
    private const string Usage = "GET /api/v1/lockers/{id}/usage";
    private const string Leases = "GET /api/v1/lockers/{id}/leases";
    private const string Lease = "POST /api/v1/lockers/{id}/leases";
    private const string End = "DELETE /api/v1/box-leases/{id}";
    private const string ChangeLease = "PATCH /api/v1/box-leases/{id}";
    private const string Reveal = "POST /api/v1/box-leases/{id}/reveal";
    private const string Send = "POST /api/v1/box-leases/{id}/send";
    private const string Free = "GET /api/v1/lockers/{id}/free-boxes";
    private const string Lights = "PUT /api/v1/lockers/{id}/lights";
    private const string Status = "PUT /api/v1/lockers/{id}/boxes/{number}/status";
    private const string Log = "GET /api/v1/lockers/{id}/boxes/{number}/events";

    public override IReadOnlyList<MatrixRow> Rows { get; } =
    [
        .. Own(Lockers, Shown, Hidden, Readers),
        .. Named(Locker, Yes, Readers),
        .. Named(Change, Yes, Builders),
        .. Named(Open, Yes, Operators),
        .. Named(Usage, Yes, Readers),
        .. Named(Leases, Yes, Readers),
        .. Named(Lease, "201", Operators),
        .. Named(End, Yes, Operators),
        .. Named(ChangeLease, Yes, Operators),
        .. Named(Reveal, Yes, Operators),
        // Whoever has it sent somewhere sees it.
        .. Named(Send, Yes, Operators),
        .. Named(Free, Yes, Readers),
        .. Named(Lights, Yes, Operators),
        .. Named(Status, Yes, Operators),
        .. Named(Log, Yes, Readers),
    ];

    public override bool IsList(string route) => route == Lockers;

    public override Task<string> IdAsync(TwoTenants tenants, MatrixRow row) =>
        row.Route is End or ChangeLease or Reveal or Send
            ? things.Lockers.LeaseAsync(tenants, row.Side)
            : things.Lockers.LockerAsync(tenants, row.Side);

    public override Task<string> FillAsync(TwoTenants tenants, MatrixRow row, string target) =>
        Task.FromResult(
            target.Replace("{number}", Box, StringComparison.Ordinal)
                + (row.Route == Free ? "?from=2031-01-01T00:00:00Z&until=2031-01-02T00:00:00Z" : "")
        );

    public override Task<string?> BodyAsync(TwoTenants tenants, MatrixRow row) =>
        Task.FromResult(
            row.Route switch
            {
                Change => $$"""{"boxes":[{"number":"{{Box}}","name":"Left"}]}""",
                Lights => $$"""{"boxes":["{{Box}}"],"light":"green","seconds":60}""",
                Status => """{"status":"free"}""",
                ChangeLease => """{"name":"Ada"}""",
                Send => """{"email":"ada@example.com"}""",
                Lease => things.Lockers.FreshLease(),
                _ => null,
            }
        );

    public override void Used(MatrixRow row)
    {
        if (row.Route == End)
        {
            things.Lockers.ForgetLease(row.Side);
        }
    }
}
