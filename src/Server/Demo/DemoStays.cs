using Latchwork.Domain;
using Latchwork.Domain.Lockers;
using Latchwork.Operations;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Lockers;
using Latchwork.Operations.Locks;
using Latchwork.Operations.Reservations;
using Latchwork.Operations.Sites;
using Latchwork.Server.Hosting;

namespace Latchwork.Server.Demo;

/// <summary>Some rooms more, guests of these days in them, and boxes that people have, so that a new demo shows how a house looks that is lived in. Made once.</summary>
internal sealed class DemoStays(
    TenantLocks locks,
    UnitQueries units,
    AddUnit addUnit,
    PlaceLocks placeLocks,
    BookReservation book,
    BlockUnit block,
    CheckIn checkIn,
    LockerQueries lockers,
    LeaseBox lease,
    SetBoxStatus setStatus,
    TimeProvider clock
)
{
    private static readonly PageRequest All = new(1, 100);

    /// <summary>Rooms beside the first, with the doors that lead into them.</summary>
    private static readonly (string Name, string Number, string? Door)[] Rooms =
    [
        ("Room 102", "102", "Office"),
        ("Room 103", "103", "Back gate"),
        ("Meeting room", "M1", null),
    ];

    /// <summary>Days and hours are from the beginning of today.</summary>
    private static readonly (string Room, string Guest, int From, int Hour, int To, int Until)[] Stays =
    [
        ("102", "Grace Hopper", 0, 1, 2, 11),
        ("102", "Alan Turing", 2, 15, 5, 11),
        ("103", "Ada Lovelace", 1, 15, 4, 11),
        ("103", "Katherine Johnson", 6, 15, 9, 11),
        ("M1", "Dorothy Vaughan", 3, 9, 3, 17),
    ];

    public async Task FillAsync(TenantId tenant, CancellationToken cancel)
    {
        var server = Caller.Server(tenant);
        var there = Expect(await units.ListAsync(server, tenant, new UnitsFilter(All), cancel)).Items;
        // With other doors than the usual there is nothing to lead into them; and what was made once is the house's own.
        if (there is [{ Number: "101" } first])
        {
            var rooms = await RoomsAsync(server, tenant, first, cancel);
            await BookAsync(server, rooms, cancel);
            await LeaseAsync(server, tenant, cancel);
        }
    }

    private async Task<Dictionary<string, WireId>> RoomsAsync(Caller server, TenantId tenant, UnitView first, CancellationToken cancel)
    {
        var doors = Expect(await locks.ListAsync(server, tenant, new LocksFilter(All), cancel)).Items;
        Dictionary<string, WireId> rooms = [];
        foreach (var (name, number, door) in Rooms)
        {
            var fields = new UnitFields { Name = name, Number = number };
            var id = Expect(await addUnit.RunAsync(server, new WireId(WireIdKind.SiteUuid, first.Site.Id), fields, cancel));
            rooms[number] = new WireId(WireIdKind.UnitUuid, id);
            if (doors.FirstOrDefault(one => one.Name == door && one.SiteId == first.Site.Id) is { } found)
            {
                Expect(await placeLocks.RunAsync(server, rooms[number], [new WireId(WireIdKind.LockUuid, found.Id)], cancel));
            }
        }

        return rooms;
    }

    private async Task BookAsync(Caller server, Dictionary<string, WireId> rooms, CancellationToken cancel)
    {
        var today = clock.GetUtcNow().Date;
        foreach (var (room, guest, from, hour, to, until) in Stays)
        {
            var request = new BookingRequest
            {
                Units = [new WantedUnit(rooms[room])],
                StartsAt = StayTime.Local(today.AddDays(from).AddHours(hour)),
                EndsAt = StayTime.Local(today.AddDays(to).AddHours(until)),
                Contact = new GuestFields { Name = guest, Email = $"{guest.Split(' ')[0].ToLowerInvariant()}@guests.example" },
                Details = new BookingDetails { Guests = 2 },
                IsRequest = guest.StartsWith("Katherine", StringComparison.Ordinal),
            };
            var booked = Expect(await book.RunAsync(server, request, cancel));
            if (from == 0)
            {
                Expect(await checkIn.RunAsync(server, new WireId(WireIdKind.ReservationUuid, booked.Id), unit: null, cancel));
            }
        }

        var (starts, ends) = (StayTime.Local(today.AddDays(7)), StayTime.Local(today.AddDays(9)));
        Expect(await block.RunAsync(server, [rooms["M1"]], starts, ends, "Painting", cancel));
    }

    private async Task LeaseAsync(Caller server, TenantId tenant, CancellationToken cancel)
    {
        if (Expect(await lockers.ListAsync(server, tenant, All, cancel)).Items is not [var cabinet, ..])
        {
            return;
        }

        var locker = new WireId(WireIdKind.LockerUuid, cabinet.Id);
        var now = clock.GetUtcNow();
        foreach (var (name, hours) in new[] { ("Parcel for Grace Hopper", 20), ("Luggage of Alan Turing", 6) })
        {
            Expect(
                await lease.RunAsync(
                    server,
                    new LeaseBoxRequest
                    {
                        Locker = locker,
                        Kind = BoxLeaseKind.Rental,
                        StartsAt = now.AddHours(-1),
                        EndsAt = now.AddHours(hours),
                        IsInUseNow = true,
                        Name = name,
                    },
                    cancel
                )
            );
        }

        if (Expect(await lockers.FindAsync(server, locker, cancel)).Boxes is [.., var last])
        {
            Expect(await setStatus.RunAsync(server, new BoxName(locker, last.Number), BoxStatus.Broken, cancel));
        }
    }

    private static T Expect<T>(Outcome<T> outcome) =>
        outcome.IsRefused(out var refusal, out var value)
            ? throw new StartRefusedException($"The demo's guests could not be booked: {refusal.Detail}")
            : value;
}
