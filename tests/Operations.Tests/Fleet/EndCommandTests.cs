using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Devices;
using Latchwork.Domain.Locks;
using Latchwork.Operations.Fleet;
using Xunit;

namespace Latchwork.Operations.Tests.Fleet;

public sealed class EndCommandTests
{
    [Fact]
    public async Task Of_two_ends_that_are_written_together_the_later_one_tells_where_the_bolt_is()
    {
        await using var house = await House.OpenAsync();
        var door = await house.AddLockAsync();
        var elsewhere = await AddCommandAsync(house, await house.AddDoorAsync(await house.AddLinkAsync()), ActNumber.Unlock);
        var unlock = await AddCommandAsync(house, door, ActNumber.Unlock);
        var relock = await AddCommandAsync(house, door, ActNumber.Lock);

        // While the first is written, the other two gather.
        await Task.WhenAll(EndAsync(house, elsewhere), EndAsync(house, unlock), EndAsync(house, relock));

        Assert.Equal(BoltState.Locked, await BoltAsync(house, door));
    }

    /// <summary>AU-1: a later report adds a correction, never a second end.</summary>
    [Fact]
    public async Task The_truth_about_an_unknown_motion_takes_its_place_once()
    {
        await using var house = await House.OpenAsync();
        var door = await house.AddLockAsync();
        var unlock = await AddCommandAsync(house, door, ActNumber.Unlock);
        Assert.True(await EndAsync(house, unlock, CommandState.Unknown));
        Assert.Equal(BoltState.Unknown, await BoltAsync(house, door));

        Assert.False(await EndAsync(house, unlock));
        Assert.False(await EndAsync(house, unlock));
        Assert.False(await EndAsync(house, unlock, CommandState.Failed));

        Assert.Equal(BoltState.Unlocked, await BoltAsync(house, door));
        Assert.Equal((short)CommandState.Done, await house.AskAsync<short>("select state from device_command"));
        Assert.Equal(1, await CountAsync(house, AuditStage.Ended));
        Assert.Equal(1, await CountAsync(house, AuditStage.Corrected));
    }

    [Fact]
    public async Task What_was_heard_of_the_bolt_since_stands_against_a_correction()
    {
        await using var house = await House.OpenAsync();
        var door = await house.AddLockAsync();
        var unlock = await AddCommandAsync(house, door, ActNumber.Unlock);
        await EndAsync(house, unlock, CommandState.Unknown);
        await house.DoAsync("update smart_lock set bolt = $1, bolt_at = now() + interval '1 minute'", (short)BoltState.Locked);

        await EndAsync(house, unlock);

        Assert.Equal(BoltState.Locked, await BoltAsync(house, door));
        Assert.Equal((short)CommandState.Done, await house.AskAsync<short>("select state from device_command"));
    }

    [Fact]
    public async Task The_time_that_was_asked_for_is_of_that_one_opening()
    {
        await using var house = await House.OpenAsync();
        var door = await house.AddLockAsync();

        await EndAsync(house, await AddCommandAsync(house, door, ActNumber.Unlock, TimeSpan.FromSeconds(5)));
        Assert.True(await house.AskAsync<bool>("select opened_for = '5 s' and due_at = opened_at + opened_for from relock"));

        await EndAsync(house, await AddCommandAsync(house, door, ActNumber.Unlock));
        Assert.True(await house.AskAsync<bool>("select opened_for is null from relock"));
    }

    private static Task<bool> EndAsync(House house, CommandId command, CommandState state = CommandState.Done) =>
        house.Get<EndCommand>().RunAsync(new CommandEnding(house.Tenant, command, state));

    private static async Task<CommandId> AddCommandAsync(House house, LockId door, ActNumber act, TimeSpan? opensFor = null)
    {
        var command = CommandId.New(house.Clock.GetUtcNow());
        await house.DoAsync(
            """
            insert into device_command (tenant_id, command_id, operation_id, link_id, lock_id, device_address, act, priority, state, asked_by_kind, asked_by,
                surface, submitted_at, deadline_at, opens_for)
            values ($1, $2, $2, $3, $3, 'door', $4, 1, $5, $6, $2, $7, now(), now(), $8::interval)
            """,
            house.Tenant.Value,
            command.Value,
            door.Value,
            (short)act,
            (short)CommandState.Pending,
            (short)PrincipalKind.Server,
            (short)Surface.Doordeck,
            (object?)opensFor ?? DBNull.Value
        );
        return command;
    }

    private static async Task<BoltState> BoltAsync(House house, LockId door) =>
        (BoltState)await house.AskAsync<short>("select bolt from smart_lock where lock_id = $1", door.Value);

    private static Task<long> CountAsync(House house, AuditStage stage) =>
        house.AskAsync<long>("select count(*) from audit_event where stage = $1", (short)stage);
}
