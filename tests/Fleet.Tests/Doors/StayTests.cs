using System.Globalization;
using Latchwork.Domain;
using Latchwork.Domain.Credentials;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Reservations;
using Latchwork.Operations.Sites;
using Latchwork.Testing;

namespace Latchwork.Fleet.Tests.Doors;

/// <summary>Stays at simulated doors: which codes the locks hold, and when.</summary>
public sealed class StayTests
{
    private static CancellationToken None => CancellationToken.None;

    [Fact]
    public async Task A_guest_who_checked_out_can_no_longer_open_the_room()
    {
        await using var doors = await SimulatedHouse.BuildAsync();
        var room = await RoomAsync(doors.House, "101", SimulatedHouse.FrontDoor);
        var stay = await BookAsync(doors.House, Now(doors), Now(doors).AddHours(20), room);
        var digits = doors.House.Canary(stay.Codes[0].Digits.Reveal()).Reveal();
        await UntilHeldAsync(doors, SimulatedHouse.FrontDoor, digits);
        Assert.Equal(1, (await doors.House.First.Get<CheckIn>().RunAsync(doors.House.Desk, IdOf(stay), null, None)).Value);
        await Poll.UntilAsync(async () => (await LookAsync(doors.House, stay)).Verdict!.Overall.Readiness == Readiness.Ready);

        Assert.Equal(1, (await doors.House.First.Get<CheckOut>().RunAsync(doors.House.Desk, IdOf(stay), null, None)).Value);

        await Poll.UntilAsync(() => !doors.Codes(SimulatedHouse.FrontDoor).Values.Contains(digits));
    }

    /// <summary>Looked at as often as it can be while the room is changed: one of the two always opens.</summary>
    [Fact]
    public async Task Who_moves_to_another_room_always_has_a_code_that_opens_one()
    {
        await using var doors = await SimulatedHouse.BuildAsync();
        var (one, two) = (
            await RoomAsync(doors.House, "101", SimulatedHouse.FrontDoor),
            await RoomAsync(doors.House, "102", SimulatedHouse.BackGate)
        );
        var stay = await BookAsync(doors.House, Now(doors), Now(doors).AddHours(20), one);
        var digits = doors.House.Canary(stay.Codes[0].Digits.Reveal()).Reveal();
        await UntilHeldAsync(doors, SimulatedHouse.FrontDoor, digits);

        Assert.Null((await ChangeAsync(doors.House, stay, new() { Units = [new WantedUnit(two)] })).Error);

        // What was asked of the locks: the new code is desired from before the old one is revoked, in one transaction.
        Assert.Equal(
            "true false",
            await doors.House.AskAsync("select string_agg(desired_present::text, ' ' order by desired_present desc) from enrollment")
        );
        await Poll.UntilAsync(() => doors.Codes(SimulatedHouse.BackGate).Count == 1 && doors.Codes(SimulatedHouse.FrontDoor).Count == 0);
    }

    [Fact]
    public async Task A_longer_stay_never_takes_the_code_off_the_lock()
    {
        await using var doors = await SimulatedHouse.BuildAsync();
        var room = await RoomAsync(doors.House, "101", SimulatedHouse.BackGate);
        var stay = await BookAsync(doors.House, Now(doors), Now(doors).AddHours(20), room);
        var digits = doors.House.Canary(stay.Codes[0].Digits.Reveal()).Reveal();
        await UntilHeldAsync(doors, SimulatedHouse.BackGate, digits);

        using var watching = new CancellationTokenSource();
        var gaps = WatchAsync(doors, SimulatedHouse.BackGate, digits, watching.Token);
        for (var n = 1; n <= 5; n++)
        {
            Assert.Null((await ChangeAsync(doors.House, stay, new() { EndsAt = StayTime.At(Now(doors).AddHours(20 + n)) })).Error);
        }

        await Poll.UntilAsync(async () => (await LookAsync(doors.House, stay)).Verdict!.Overall.Readiness == Readiness.Ready);
        await watching.CancelAsync();
        Assert.Equal(0, await gaps);
    }

    /// <summary>The gate holds ten codes and keeps no windows: what is booked for later waits for its place and gets it.</summary>
    [Fact]
    public async Task A_lock_with_few_places_serves_a_stay_every_day()
    {
        await using var doors = await SimulatedHouse.BuildAsync();
        var room = await RoomAsync(doors.House, "101", SimulatedHouse.BackGate);
        var start = Now(doors).AddMinutes(-1);
        var stays = new List<BookedStay>();
        for (var day = 0; day < 15; day++)
        {
            stays.Add(await BookAsync(doors.House, start.AddDays(day), start.AddDays(day + 1), room));
        }

        var digits = stays.ConvertAll(stay => doors.House.Canary(stay.Codes[0].Digits.Reveal()).Reveal());
        await UntilHeldAsync(doors, SimulatedHouse.BackGate, digits[0]);
        Assert.True(int.Parse(await doors.House.AskAsync("select count(slot) from enrollment"), CultureInfo.InvariantCulture) <= 5);

        for (var day = 1; day < 15; day++)
        {
            doors.House.Clock.Forward(TimeSpan.FromDays(1));
            await UntilHeldAsync(doors, SimulatedHouse.BackGate, digits[day]);
            await Poll.UntilAsync(() => !doors.Codes(SimulatedHouse.BackGate).Values.Contains(digits[day - 1]));
        }
    }

    private static async Task<int> WatchAsync(SimulatedHouse doors, string address, string digits, CancellationToken ending)
    {
        var gaps = 0;
        while (!ending.IsCancellationRequested)
        {
            gaps += doors.Codes(address).Values.Contains(digits) ? 0 : 1;
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, CancellationToken.None);
        }

        return gaps;
    }

    private static DateTimeOffset Now(SimulatedHouse doors) => doors.House.Clock.GetUtcNow();

    private static Task UntilHeldAsync(SimulatedHouse doors, string address, string digits) =>
        Poll.UntilAsync(() => doors.Codes(address).Values.Contains(digits));

    private static async Task<WireId> RoomAsync(House house, string name, string address)
    {
        var door = await house.LockAsync(address);
        var site = new WireId(
            WireIdKind.SiteUuid,
            await house.AskAsync($"select wire_id from public_id where kind = {(int)WireIdKind.SiteUuid} limit 1")
        );
        var added = await house.First.Get<AddUnit>().RunAsync(house.Desk, site, new UnitFields { Name = name }, None);
        var unit = new WireId(WireIdKind.UnitUuid, added.Value);
        Assert.Null((await house.First.Get<PlaceLocks>().RunAsync(house.Desk, unit, [door], None)).Error);
        return unit;
    }

    private static async Task<BookedStay> BookAsync(House house, DateTimeOffset from, DateTimeOffset to, WireId unit)
    {
        var request = new BookingRequest
        {
            Units = [new WantedUnit(unit)],
            StartsAt = StayTime.At(from),
            EndsAt = StayTime.At(to),
            Contact = new GuestFields { Name = "Ada Guest" },
        };
        var booked = await house.First.Get<BookReservation>().RunAsync(house.Desk, request, None);
        return booked.IsRefused(out var refusal, out var stay) ? throw new InvalidOperationException(refusal.Detail) : stay;
    }

    private static Task<Outcome<Done>> ChangeAsync(House house, BookedStay stay, ReservationChanges changes) =>
        house.First.Get<ChangeReservation>().RunAsync(house.Desk, IdOf(stay), changes, None);

    private static async Task<ReservationView> LookAsync(House house, BookedStay stay) =>
        (await house.First.Get<ReservationQueries>().FindAsync(house.Desk, IdOf(stay), withDigits: false, None)).Value;

    private static WireId IdOf(BookedStay stay) => new(WireIdKind.ReservationUuid, stay.Id);
}
