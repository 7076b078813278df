using Latchwork.Domain.Locks;
using Latchwork.Drivers.Simulator;
using Latchwork.Operations.Locks;
using Latchwork.Testing;

namespace Latchwork.Fleet.Tests.Doors;

public sealed class ToldDoorTests
{
    /// <summary>5.6, 14.9.</summary>
    [Fact]
    public async Task Where_a_door_sensor_is_a_device_of_its_own_what_it_told_last_is_the_state_of_the_door()
    {
        await using var doors = await SimulatedHouse.BuildAsync();
        var gate = await doors.House.LockAsync(SimulatedHouse.BackGate);
        doors.Do(new WorldControl.MoveDoor(SimulatedHouse.BackGate, DoorState.Unknown));
        await Poll.UntilAsync(async () => await doors.House.AskAsync("select door from smart_lock where device_address = 'back-gate'") == "0");
        await doors.House.AskAsync("update smart_lock set door = 2 where device_address = 'back-gate'");
        Assert.Equal(DoorState.Unknown, await DoorAsync());

        await doors.House.AskAsync(
            """
            insert into device (tenant_id, device_id, link_id, address, kind, name, mac, via_device_id, is_online, changed_at, created_at)
            select tenant_id, gen_random_uuid(), link_id, 'gate-sensor', 4, 'Sensor', '', device_id, true, now(), now()
            from smart_lock where device_address = 'back-gate'
            """
        );

        Assert.Equal(DoorState.Open, await DoorAsync());

        async Task<DoorState> DoorAsync() =>
            (await doors.House.First.Get<ReadOpenState>().RunAsync(doors.House.Desk, gate, TimeSpan.FromSeconds(9), CancellationToken.None))
                .Value
                .Door;
    }
}
