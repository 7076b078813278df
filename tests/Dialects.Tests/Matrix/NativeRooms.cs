using System.Globalization;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Reservations;
using Latchwork.Operations.Reservations.Plans;
using Latchwork.Operations.Sites;
using Microsoft.Extensions.DependencyInjection;

namespace Latchwork.Dialects.Tests.Matrix;

/// <summary>Units, plans and stays of each side that a request of our own API can name.</summary>
internal sealed class NativeRooms
{
    private readonly Dictionary<Matrix.Side, Side> made = [];
    private int days;

    internal sealed record Side
    {
        public required string Unit { get; init; }

        public required string Plan { get; init; }

        /// <summary>That may be archived.</summary>
        public string SpareUnit { get; init; } = "";

        public string SparePlan { get; init; } = "";

        public string Stay { get; init; } = "";

        public string ToCancel { get; init; } = "";

        public string ToComeIn { get; init; } = "";

        /// <summary>The guest is there.</summary>
        public string ToLeave { get; init; } = "";

        public string ToApprove { get; init; } = "";

        public string ToRefuse { get; init; } = "";
    }

    public async Task<Side> OfAsync(TwoTenants tenants, Matrix.Side side)
    {
        if (made.TryGetValue(side, out var there))
        {
            return there;
        }

        var unit = await UnitAsync(tenants, side);
        made[side] = new Side
        {
            Unit = unit,
            Plan = await PlanAsync(tenants, side),
            Stay = await StayAsync(tenants, side, unit),
        };
        await AddStaysAsync(tenants, side);
        await AddSparesAsync(tenants, side);
        return made[side];
    }

    /// <summary>Stays with which each act can be done once.</summary>
    public async Task AddStaysAsync(TwoTenants tenants, Matrix.Side side)
    {
        var unit = made[side].Unit;
        made[side] = made[side] with
        {
            ToCancel = await StayAsync(tenants, side, unit),
            ToComeIn = await StayAsync(tenants, side, unit),
            ToLeave = await StayAsync(tenants, side, unit),
            ToApprove = await StayAsync(tenants, side, unit, isRequest: true),
            ToRefuse = await StayAsync(tenants, side, unit, isRequest: true),
        };
        var leaving = new WireId(WireIdKind.ReservationUuid, made[side].ToLeave);
        Assert.Null((await Get<CheckIn>(tenants).RunAsync(By(tenants, side), leaving, null, CancellationToken.None)).Error);
    }

    public async Task AddSparesAsync(TwoTenants tenants, Matrix.Side side) =>
        made[side] = made[side] with { SpareUnit = await UnitAsync(tenants, side), SparePlan = await PlanAsync(tenants, side) };

    /// <summary>A day on which nobody has booked anything, as members of a body.</summary>
    public string FreshDay()
    {
        var day = NextDay();
        return string.Create(CultureInfo.InvariantCulture, $"\"startsAt\":\"{day:yyyy-MM-dd}T15:00\",\"endsAt\":\"{day:yyyy-MM-dd}T20:00\"");
    }

    private DateOnly NextDay() => new DateOnly(2031, 6, 1).AddDays(days++);

    private static T Get<T>(TwoTenants tenants)
        where T : notnull => tenants.Server.Services.GetRequiredService<T>();

    private static Caller By(TwoTenants tenants, Matrix.Side side) => Caller.Server(tenants.TenantOf(side));

    private static async Task<WireId> SiteAsync(TwoTenants tenants, Matrix.Side side) =>
        new(
            WireIdKind.SiteUuid,
            (
                await tenants.QueryAsync(
                    "select wire_id from public_id where tenant_id = $1 and kind = $2 order by row_id",
                    tenants.TenantOf(side).Value,
                    (short)WireIdKind.SiteUuid
                )
            )[0]
        );

    private static async Task<string> UnitAsync(TwoTenants tenants, Matrix.Side side)
    {
        var fields = new UnitFields { Name = "Room" };
        return (await Get<AddUnit>(tenants).RunAsync(By(tenants, side), await SiteAsync(tenants, side), fields, CancellationToken.None)).Value;
    }

    private static async Task<string> PlanAsync(TwoTenants tenants, Matrix.Side side)
    {
        var fields = new RoomPlanFields { Name = "Night" };
        return (await Get<AddRoomPlan>(tenants).RunAsync(By(tenants, side), await SiteAsync(tenants, side), fields, CancellationToken.None)).Value;
    }

    private async Task<string> StayAsync(TwoTenants tenants, Matrix.Side side, string unit, bool isRequest = false)
    {
        var day = NextDay().ToDateTime(new TimeOnly(15, 0));
        var request = new BookingRequest
        {
            Units = [new WantedUnit(new WireId(WireIdKind.UnitUuid, unit))],
            StartsAt = StayTime.Local(day),
            EndsAt = StayTime.Local(day.AddHours(5)),
            Contact = new GuestFields { Name = "Ada", Email = "ada@example.com" },
            IsRequest = isRequest,
        };
        return (await Get<BookReservation>(tenants).RunAsync(By(tenants, side), request, CancellationToken.None)).Value.Id;
    }
}
