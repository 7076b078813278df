using Latchwork.Domain;
using Latchwork.Domain.Users;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Reservations;
using Latchwork.Operations.Sites;
using Latchwork.Operations.Tests.Credentials;
using Xunit;

namespace Latchwork.Operations.Tests.Reservations;

/// <summary>Rooms of the house's first site, and stays in them.</summary>
internal static class Rooms
{
    public static Caller FrontDesk(this House house) => Caller.Server(house.Tenant);

    /// <summary>Somebody of the house who may do just this.</summary>
    public static Caller With(this House house, params Permission[] permissions) =>
        house.FrontDesk() with
        {
            Standings = new Dictionary<TenantId, PermissionSet> { [house.Tenant] = PermissionSet.Of(permissions) },
        };

    public static async Task<WireId> RoomAsync(this House house, string name, int locks = 1)
    {
        var site = await house.SiteAsync();
        var added = await house
            .Get<AddUnit>()
            .RunAsync(house.FrontDesk(), site, new UnitFields { Name = name, Number = name }, CancellationToken.None);
        var unit = new WireId(WireIdKind.UnitUuid, added.Value);
        var doors = new List<WireId>();
        for (var n = 0; n < locks; n++)
        {
            doors.Add(await house.AddKeypadAsync());
        }

        Assert.Null((await house.Get<PlaceLocks>().RunAsync(house.FrontDesk(), unit, doors, CancellationToken.None)).Error);
        return unit;
    }

    public static Task<Outcome<BookedStay>> TryBookAsync(this House house, DateTimeOffset from, DateTimeOffset to, params WireId[] units) =>
        house.TryBookAsync(Request(from, to, units));

    public static Task<Outcome<BookedStay>> TryBookAsync(this House house, BookingRequest request) =>
        house.Get<BookReservation>().RunAsync(house.FrontDesk(), request, CancellationToken.None);

    public static async Task<WireId> BookAsync(this House house, DateTimeOffset from, DateTimeOffset to, params WireId[] units) =>
        IdOf((await house.TryBookAsync(from, to, units)).Value);

    public static BookingRequest Request(DateTimeOffset from, DateTimeOffset to, params WireId[] units) =>
        new()
        {
            Units = [.. units.Select(unit => new WantedUnit(unit))],
            StartsAt = StayTime.At(from),
            EndsAt = StayTime.At(to),
            Contact = new GuestFields { Name = "Ada Guest" },
        };

    public static WireId IdOf(BookedStay booked) => new(WireIdKind.ReservationUuid, booked.Id);

    public static async Task<ReservationView> LookAsync(this House house, WireId stay, bool withDigits = true) =>
        (await house.Get<ReservationQueries>().FindAsync(house.FrontDesk(), stay, withDigits, CancellationToken.None)).Value;

    public static Task<Outcome<Done>> ChangeAsync(this House house, WireId stay, ReservationChanges changes) =>
        house.Get<ChangeReservation>().RunAsync(house.FrontDesk(), stay, changes, CancellationToken.None);

    public static Task<Outcome<int>> CheckInAsync(this House house, WireId stay, WireId? unit = null) =>
        house.Get<CheckIn>().RunAsync(house.FrontDesk(), stay, unit, CancellationToken.None);

    public static Task<Outcome<int>> CheckOutAsync(this House house, WireId stay, WireId? unit = null) =>
        house.Get<CheckOut>().RunAsync(house.FrontDesk(), stay, unit, CancellationToken.None);

    public static Task<Outcome<int>> CancelAsync(this House house, WireId stay) =>
        house.Get<CancelReservation>().RunAsync(house.FrontDesk(), stay, CancellationToken.None);
}
