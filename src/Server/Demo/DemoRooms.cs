using Latchwork.Domain;
using Latchwork.Operations;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Locks;
using Latchwork.Operations.Reservations.Plans;
using Latchwork.Operations.Sites;
using Latchwork.Server.Hosting;

namespace Latchwork.Server.Demo;

/// <summary>Makes a tenant's first door a room that can be booked, once. What is there already is taken, also where somebody has changed it since.</summary>
internal sealed class DemoRooms(
    TenantLocks locks,
    UnitQueries units,
    AddUnit addUnit,
    PlaceLocks placeLocks,
    RoomPlanQueries plans,
    AddRoomPlan addPlan
)
{
    private const string Door = "Front door";
    private const string Room = "Room 101";

    private static readonly PageRequest All = new(1, 100);

    /// <summary>The room and its plan; none where no door was found.</summary>
    public async Task<DemoRoom?> OpenAsync(TenantId tenant, CancellationToken cancel)
    {
        var server = Caller.Server(tenant);
        var connected = Expect(await locks.ListAsync(server, tenant, new LocksFilter(All), cancel))
            .Items.Where(seen => seen.LinkId is not null)
            .ToList();
        if ((connected.Find(seen => seen.Name == Door) ?? connected.FirstOrDefault()) is not { } door)
        {
            return null;
        }

        var room = await RoomAsync(server, tenant, door, cancel);
        return new DemoRoom(room, room.Locks.First(one => one.Id == door.Id), await PlanAsync(server, tenant, room, cancel));
    }

    private async Task<UnitView> RoomAsync(Caller server, TenantId tenant, SeenLock door, CancellationToken cancel)
    {
        var found = Expect(await units.ListAsync(server, tenant, new UnitsFilter(All), cancel)).Items;
        if (found.FirstOrDefault(unit => unit.Locks.Any(one => one.Id == door.Id)) is { } there)
        {
            return there;
        }

        // A start that was cut short may have left it without its door.
        var id =
            found.FirstOrDefault(unit => unit.Name == Room && unit.Locks.Count == 0)?.Id
            ?? Expect(
                await addUnit.RunAsync(server, new WireId(WireIdKind.SiteUuid, door.SiteId), new UnitFields { Name = Room, Number = "101" }, cancel)
            );
        var unit = new WireId(WireIdKind.UnitUuid, id);
        Expect(await placeLocks.RunAsync(server, unit, [new WireId(WireIdKind.LockUuid, door.Id)], cancel));
        return Expect(await units.FindAsync(server, unit, cancel));
    }

    private async Task<RoomPlanView> PlanAsync(Caller server, TenantId tenant, UnitView room, CancellationToken cancel)
    {
        var site = new WireId(WireIdKind.SiteUuid, room.Site.Id);
        var found = Expect(await plans.ListAsync(server, tenant, site, All, cancel)).Items;
        if (found.FirstOrDefault(plan => plan.Units.Any(unit => unit.Id == room.Id)) is { } there)
        {
            return there;
        }

        var fields = new RoomPlanFields
        {
            Name = "A night",
            Price = 90,
            Units = [new WireId(WireIdKind.UnitUuid, room.Id)],
        };
        var id = Expect(await addPlan.RunAsync(server, site, fields, cancel));
        return Expect(await plans.FindAsync(server, new WireId(WireIdKind.RoomPlanUuid, id), withTimes: false, cancel));
    }

    private static T Expect<T>(Outcome<T> outcome) =>
        outcome.IsRefused(out var refusal, out var value)
            ? throw new StartRefusedException($"The demo's room could not be made: {refusal.Detail}")
            : value;
}

/// <summary>A room that can be booked, and the door that leads into it.</summary>
internal sealed record DemoRoom(UnitView Room, UnitLock Door, RoomPlanView Plan);
