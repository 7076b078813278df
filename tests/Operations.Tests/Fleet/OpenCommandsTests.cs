using Latchwork.Domain;
using Latchwork.Domain.Devices;
using Latchwork.Domain.Drivers;
using Latchwork.Domain.Locks;
using Latchwork.Operations.Fleet;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Locks;
using Latchwork.Testing;
using Xunit;

namespace Latchwork.Operations.Tests.Fleet;

public sealed class OpenCommandsTests
{
    [Fact]
    public async Task Whoever_waits_on_another_node_is_told_what_the_command_read_and_not_where_the_bolt_is_by_then()
    {
        await using var house = await House.OpenAsync();
        var added = await house.AddLockAsync();
        await house.DoAsync("update smart_lock set capabilities = $1", (int)(Capabilities.Unlock | Capabilities.ReadState));
        var number = await house.AskAsync<string>("select wire_id from public_id where row_id = $1 and kind = 1", added.Value);
        var asking = house
            .Get<ReadOpenState>()
            .RunAsync(Caller.Server(house.Tenant), new WireId(WireIdKind.LockNumber, number), TimeSpan.FromMilliseconds(50), default);
        await Poll.UntilAsync(async () => await house.AskAsync<long>("select count(*) from device_command") == 1);
        var command = new CommandId(await house.AskAsync<Guid>("select command_id from device_command"));

        var read = new DeviceReading.Bolt(BoltState.Unlocked, DoorState.Open);
        Assert.True(await house.Get<EndCommand>().RunAsync(new CommandEnding(house.Tenant, command, CommandState.Done, Reading: read)));
        await house.DoAsync("update smart_lock set bolt = 1, door = 0");

        var ended = Assert.Single(await house.Get<OpenCommands>().EndedAsync([house.Tenant], [command], default));
        Assert.Equal((CommandState.Done, read), (ended.Result.State, ended.Result.Reading));
        await asking;
    }
}
