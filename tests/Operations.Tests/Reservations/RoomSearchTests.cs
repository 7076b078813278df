using Latchwork.Domain;
using Latchwork.Domain.Reservations;
using Latchwork.Domain.Sites;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Reservations;
using Latchwork.Operations.Reservations.Plans;
using Latchwork.Operations.Sites;
using Latchwork.Operations.Tests.Secrets;
using Xunit;

namespace Latchwork.Operations.Tests.Reservations;

public sealed class RoomSearchTests
{
    private readonly SettableClock clock = new();

    private DateTimeOffset Now => clock.GetUtcNow();

    private Period Window => new(Now.AddHours(1), Now.AddHours(11));

    [Fact]
    public async Task A_room_is_free_for_all_of_the_time_or_for_the_pieces_between_stays()
    {
        await using var house = await House.OpenAsync(clock);
        var (one, two) = (await house.RoomAsync("101", locks: 0), await house.RoomAsync("102", locks: 0));
        await house.BookAsync(Now.AddHours(3), Now.AddHours(4), one);
        await house.BookAsync(Now.AddHours(11), Now.AddHours(12), two);

        var all = await SearchAsync(house, new(Window, new PageRequest(1, 10)));
        var whole = await SearchAsync(house, new(Window, new PageRequest(1, 10)) { WholeOnly = true });

        Assert.Equal([false, true], all.Items.Select(unit => unit.IsFree));
        Assert.Equal([new Period(Now.AddHours(1), Now.AddHours(3)), new Period(Now.AddHours(4), Now.AddHours(11))], all.Items[0].Free);
        Assert.Equal((1, two.Text), (whole.Total, whole.Items[0].Unit.Id));
    }

    [Fact]
    public async Task A_plan_offers_its_units_to_as_many_guests_as_it_says()
    {
        await using var house = await House.OpenAsync(clock);
        var (one, two) = (await house.RoomAsync("101", locks: 0), await house.RoomAsync("102", locks: 0));
        var plan = await PlanAsync(
            house,
            new()
            {
                Name = "For two",
                MaxGuests = 2,
                MinMinutes = 60,
                StepMinutes = 30,
                Units = [one],
            }
        );

        Assert.Equal([one.Text], (await SearchAsync(house, new(Window, new PageRequest(1, 10)) { Plan = plan })).Items.Select(unit => unit.Unit.Id));
        Assert.Equal([two.Text], (await SearchAsync(house, new(Window, new PageRequest(1, 10)) { Guests = 3 })).Items.Select(unit => unit.Unit.Id));
        var request = Rooms.Request(Now.AddHours(1), Now.AddHours(2)) with { Plan = plan };
        Assert.Equal(AccessErrorCode.Invalid, (await house.TryBookAsync(request with { Details = new() { Guests = 3 } })).Error?.Code);
        Assert.Equal(AccessErrorCode.Invalid, (await house.TryBookAsync(request with { EndsAt = StayTime.At(Now.AddMinutes(110)) })).Error?.Code);
        Assert.Equal(AccessErrorCode.Invalid, (await house.TryBookAsync(request with { EndsAt = StayTime.At(Now.AddMinutes(130)) })).Error?.Code);
        Assert.Equal(AccessErrorCode.NotFound, (await house.TryBookAsync(request with { Units = [new WantedUnit(two)] })).Error?.Code);
        Assert.Equal(one.Text, (await house.LookAsync(Rooms.IdOf((await house.TryBookAsync(request)).Value))).Units[0].Id);
        var seen = (await house.Get<RoomPlanQueries>().FindAsync(house.FrontDesk(), plan, withTimes: true, CancellationToken.None)).Value;
        Assert.Equal(new Period(Now.AddHours(1), Now.AddHours(2)), Assert.Single(seen.Unavailable).During);
    }

    [Fact]
    public async Task A_plan_is_changed_and_taken_out_of_the_offer()
    {
        await using var house = await House.OpenAsync(clock);
        var one = await house.RoomAsync("101", locks: 0);
        var plan = await PlanAsync(house, new() { Name = "Night", Price = 90.50m });
        var change = house.Get<ChangeRoomPlan>();
        var queries = house.Get<RoomPlanQueries>();

        Assert.Null((await change.RunAsync(house.FrontDesk(), plan, new() { Units = [one], PriceTax = 99.55m }, CancellationToken.None)).Error);
        var listed = (
            await queries.ListAsync(house.FrontDesk(), house.Tenant, await house.SiteAsync(), new PageRequest(1, 10), CancellationToken.None)
        ).Value;
        Assert.Equal(
            ("Night", 90.50m, 99.55m, 1),
            (listed.Items[0].Name, listed.Items[0].Price, listed.Items[0].PriceTax, listed.Items[0].Units.Count)
        );

        Assert.Null((await change.ArchiveAsync(house.FrontDesk(), plan, CancellationToken.None)).Error);
        Assert.Equal(AccessErrorCode.NotFound, (await queries.FindAsync(house.FrontDesk(), plan, false, CancellationToken.None)).Error?.Code);
        Assert.Equal(AccessErrorCode.NotFound, (await change.ArchiveAsync(house.FrontDesk(), plan, CancellationToken.None)).Error?.Code);
    }

    [Fact]
    public async Task A_site_keeps_its_address_and_telephone_sealed_and_counts_what_is_in_it()
    {
        await using var house = await House.OpenAsync(clock);
        await house.RoomAsync("101");
        var site = await house.SiteAsync();
        var changes = new SiteChanges
        {
            Kind = SiteKind.Hotel,
            Address = "1 Chiyoda, Tokyo",
            Telephone = "+81 3 1234 5678",
            Latitude = 35.68,
            EarlyEntry = TimeSpan.FromMinutes(30),
        };

        Assert.Null((await house.Get<ChangeSite>().RunAsync(house.FrontDesk(), site, changes, CancellationToken.None)).Error);

        var seen = (await house.Get<SiteQueries>().FindAsync(house.FrontDesk(), site, CancellationToken.None)).Value;
        Assert.Equal(
            ("1 Chiyoda, Tokyo", "+81 3 1234 5678", SiteKind.Hotel, 1, 1),
            (seen.Address, seen.Telephone, seen.Kind, seen.Units, seen.Locks)
        );
        Assert.DoesNotContain("Chiyoda", await house.AskAsync<string>("select s::text from site s"), StringComparison.Ordinal);
        var found = await house
            .Get<SiteQueries>()
            .ViewsAsync(house.FrontDesk(), house.Tenant, new(new PageRequest(1, 5)) { Kind = SiteKind.Hotel }, CancellationToken.None);
        Assert.Equal(seen, Assert.Single(found.Value.Items));
        var units = await house
            .Get<UnitQueries>()
            .ListAsync(house.FrontDesk(), house.Tenant, new(new PageRequest(1, 5)) { Site = site, Search = "10" }, CancellationToken.None);
        Assert.Equal(("1 Chiyoda, Tokyo", 1), (units.Value.Items[0].Site.Address, units.Value.Items[0].Locks.Count));
    }

    [Fact]
    public async Task A_lock_leads_into_one_unit()
    {
        await using var house = await House.OpenAsync(clock);
        var (one, two) = (await house.RoomAsync("101"), await house.RoomAsync("102", locks: 0));
        var door = new WireId(
            WireIdKind.LockUuid,
            (await house.Get<UnitQueries>().FindAsync(house.FrontDesk(), one, CancellationToken.None)).Value.Locks[0].Id
        );
        var place = house.Get<PlaceLocks>();

        Assert.Equal(AccessErrorCode.Taken, (await place.RunAsync(house.FrontDesk(), two, [door], CancellationToken.None)).Error?.Code);
        Assert.Null((await place.RunAsync(house.FrontDesk(), one, [], CancellationToken.None)).Error);
        Assert.Null((await place.RunAsync(house.FrontDesk(), two, [door], CancellationToken.None)).Error);
        Assert.Equal(
            AccessErrorCode.NotFound,
            (await place.RunAsync(house.FrontDesk(), two, [new WireId(WireIdKind.LockUuid, Guid.Empty.ToString("D"))], CancellationToken.None))
                .Error
                ?.Code
        );
    }

    private static async Task<PageOf<FreeUnit>> SearchAsync(House house, RoomsWanted wanted) =>
        (await house.Get<RoomSearch>().RunAsync(house.FrontDesk(), house.Tenant, wanted, CancellationToken.None)).Value;

    private static async Task<WireId> PlanAsync(House house, RoomPlanFields fields) =>
        new(
            WireIdKind.RoomPlanUuid,
            (await house.Get<AddRoomPlan>().RunAsync(house.FrontDesk(), await house.SiteAsync(), fields, CancellationToken.None)).Value
        );
}
