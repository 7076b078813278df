using static Latchwork.Dialects.Tests.Matrix.Native.NativeRows;
using static Latchwork.Dialects.Tests.Matrix.Who;

namespace Latchwork.Dialects.Tests.Matrix.Native;

/// <summary>Units, plans and stays of each side.</summary>
internal sealed class RoomCells(NativeThings things) : NativeCells
{
    private const string Units = "GET /api/v1/units";
    private const string AddUnit = "POST /api/v1/units";
    private const string Unit = "GET /api/v1/units/{id}";
    private const string ChangeUnit = "PATCH /api/v1/units/{id}";
    private const string ArchiveUnit = "DELETE /api/v1/units/{id}";
    private const string PlaceLocks = "PUT /api/v1/units/{id}/locks";
    private const string Plans = "GET /api/v1/plans";
    private const string AddPlan = "POST /api/v1/plans";
    private const string Plan = "GET /api/v1/plans/{id}";
    private const string ChangePlan = "PATCH /api/v1/plans/{id}";
    private const string ArchivePlan = "DELETE /api/v1/plans/{id}";
    private const string Stays = "GET /api/v1/reservations";
    private const string Book = "POST /api/v1/reservations";
    private const string Stay = "GET /api/v1/reservations/{id}";
    private const string ChangeStay = "PATCH /api/v1/reservations/{id}";
    private const string Cancel = "POST /api/v1/reservations/{id}/cancel";
    private const string CheckIn = "POST /api/v1/reservations/{id}/check-in";
    private const string CheckOut = "POST /api/v1/reservations/{id}/check-out";
    private const string Approve = "POST /api/v1/reservations/{id}/approve";
    private const string Refuse = "POST /api/v1/reservations/{id}/refuse";
    private const string EraseGuest = "DELETE /api/v1/reservations/{id}/guest";
    private const string Send = "POST /api/v1/reservations/{id}/send";
    private const string Messages = "GET /api/v1/reservations/{id}/messages";
    private const string Events = "GET /api/v1/reservations/{id}/events";
    private const string Block = "POST /api/v1/blocks";
    private const string Free = "GET /api/v1/free-units";

    private readonly NativeRooms rooms = new();
    private readonly HashSet<Side> usedStays = [];
    private readonly HashSet<Side> usedSpares = [];

    public override IReadOnlyList<MatrixRow> Rows { get; } =
    [
        .. Own(Units, Shown, Hidden, Readers),
        .. Named(AddUnit, "201", Builders),
        .. Named(Unit, Yes, Readers),
        .. Named(ChangeUnit, Yes, Builders),
        .. Named(ArchiveUnit, Yes, Builders),
        .. Named(PlaceLocks, Yes, Builders),
        .. Own(Plans, Shown, Hidden, Readers),
        .. Named(AddPlan, "201", Builders),
        .. Named(Plan, Yes, Readers),
        .. Named(ChangePlan, Yes, Builders),
        .. Named(ArchivePlan, Yes, Builders),
        .. Own(Stays, Shown, Hidden, StayReaders),
        .. Named(Book, "201", Operators),
        .. Named(Stay, Yes, StayReaders),
        .. Named(ChangeStay, Yes, Operators),
        .. Named(Cancel, Yes, Operators),
        .. Named(CheckIn, Yes, Operators),
        .. Named(CheckOut, Yes, Operators),
        .. Named(Approve, Yes, Operators),
        .. Named(Refuse, Yes, Operators),
        // An erasure is more than the desk may do.
        .. Named(EraseGuest, Yes, [NativeKeyWithAll]),
        .. Named(Send, Yes, Operators),
        .. Named(Messages, Yes, StayReaders),
        .. Named(Events, Yes, Readers),
        .. Named(Block, "201", Operators),
        .. Own(Free, Shown, Hidden, StayReaders),
    ];

    public override bool IsList(string route) => route is Units or Plans or Stays or Free;

    public override async Task<string> IdAsync(TwoTenants tenants, MatrixRow row)
    {
        await rooms.OfAsync(tenants, row.Side);
        if (usedStays.Remove(row.Side))
        {
            await rooms.AddStaysAsync(tenants, row.Side);
        }

        if (usedSpares.Remove(row.Side))
        {
            await rooms.AddSparesAsync(tenants, row.Side);
        }

        return NameOf(row.Route, await rooms.OfAsync(tenants, row.Side));
    }

    private static string NameOf(string route, NativeRooms.Side of) =>
        route switch
        {
            ArchiveUnit => of.SpareUnit,
            Plans or Plan or ChangePlan => of.Plan,
            ArchivePlan => of.SparePlan,
            Stays or Stay or ChangeStay or EraseGuest or Messages or Events => of.Stay,
            Cancel => of.ToCancel,
            CheckIn or Send => of.ToComeIn,
            CheckOut => of.ToLeave,
            Approve => of.ToApprove,
            Refuse => of.ToRefuse,
            _ => of.Unit,
        };

    public override Task<string> FillAsync(TwoTenants tenants, MatrixRow row, string target) =>
        Task.FromResult(row.Route == Free ? $"{target}?from=2031-01-01T00:00:00Z&until=2031-01-02T00:00:00Z" : target);

    public override async Task<string?> BodyAsync(TwoTenants tenants, MatrixRow row) =>
        row.Route switch
        {
            AddUnit or AddPlan => $$"""{"siteId":"{{await things.SiteAsync(tenants, row.Side)}}","name":"One more"}""",
            ChangeUnit => """{"name":"Renamed"}""",
            ChangePlan => """{"price":80}""",
            PlaceLocks => """{"lockIds":[]}""",
            ChangeStay => """{"guests":2}""",
            Send => """{"ways":["mail"]}""",
            Book => $$"""{"units":[{"id":"{{await IdAsync(tenants, row)}}"}],"guest":{"name":"Ada"},{{rooms.FreshDay()}}}""",
            Block => $$"""{"unitIds":["{{await IdAsync(tenants, row)}}"],{{rooms.FreshDay()}}}""",
            _ => null,
        };

    public override void Used(MatrixRow row)
    {
        if (row.Route is ArchiveUnit or ArchivePlan)
        {
            usedSpares.Add(row.Side);
        }
        else if (row.Route is Cancel or CheckIn or CheckOut or Approve or Refuse)
        {
            usedStays.Add(row.Side);
        }
    }
}
