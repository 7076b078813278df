using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Devices;
using Latchwork.Domain.Locks;
using Latchwork.Drivers.Simulator;
using Latchwork.Operations.Locks;
using Latchwork.Testing;

namespace Latchwork.Fleet.Tests.Doors;

/// <summary>What the server began with a door it ends, also where the lock is deleted meanwhile.</summary>
public sealed class DeletedDoorTests
{
    [Fact]
    public async Task A_door_that_is_about_to_be_locked_is_locked_although_its_lock_is_deleted()
    {
        await using var at = await Street.BuildAsync();
        await at.RelockAfterAsync(600);
        at.Turn(BoltState.Unlocked);
        await at.UntilShownAsync(BoltState.Unlocked);

        await DeleteAsync(at);

        await at.UntilAsync(BoltState.Locked);
        await UntilForgottenAsync(at);
        Assert.Equal(1, at.Truth.Motions.Lock.Received);
        Assert.Equal(0, await at.ToldAsync(AuditKind.DoorLeftUnlocked));
    }

    [Fact]
    public async Task A_door_that_its_hours_hold_open_is_locked_when_its_lock_is_deleted_and_its_hours_are_over_for_good()
    {
        await using var at = await Street.BuildAsync();
        await at.OpenHoursAsync(TimeSpan.FromMinutes(2), TimeSpan.FromHours(1));
        at.House.Clock.Forward(TimeSpan.FromMinutes(3));
        await at.UntilShownAsync(BoltState.Unlocked);

        await DeleteAsync(at);

        await at.UntilAsync(BoltState.Locked);
        await UntilForgottenAsync(at);
        Assert.Equal("", await at.House.AskAsync("select open_hours from smart_lock where decommissioned_at is not null"));
    }

    [Fact]
    public async Task A_door_of_a_deleted_lock_that_cannot_be_locked_is_told_of_once_and_forgotten()
    {
        await using var at = await Street.BuildAsync();
        await at.RelockAfterAsync(600);
        at.Turn(BoltState.Unlocked);
        await at.UntilShownAsync(BoltState.Unlocked);
        await at.SetLinkAsync(isUp: false);

        await DeleteAsync(at);

        await UntilForgottenAsync(at);
        Assert.Equal(1, await at.ToldAsync(AuditKind.DoorLeftUnlocked));
    }

    [Fact]
    public async Task A_door_that_is_known_to_be_locked_is_not_moved_when_its_lock_is_deleted()
    {
        await using var at = await Street.BuildAsync();
        await at.OpenHoursAsync(TimeSpan.FromHours(1), TimeSpan.FromHours(2));

        await DeleteAsync(at);

        await UntilForgottenAsync(at);
        Assert.Equal((0, 0), (at.Truth.Motions.Lock.Received, at.Truth.Motions.Unlock.Received));
    }

    [Fact]
    public async Task The_motion_that_locks_the_door_of_a_deleted_lock_passes_the_second_decision_and_no_other_does()
    {
        await using var at = await Street.BuildAsync();
        await at.RelockAfterAsync(600);
        at.Turn(BoltState.Unlocked);
        await at.UntilShownAsync(BoltState.Unlocked);
        at.Doors.Break(Street.Door, new DeviceFaults { JamNext = true });

        await DeleteAsync(at);
        await at.ForwardUntilAsync(TimeSpan.FromSeconds(2), () => Task.FromResult(at.Truth.Bolt == BoltState.Locked));

        Assert.Equal(AccessErrorCode.NotFound, await at.UnlockAsync());
        await UntilForgottenAsync(at);
        Assert.Equal(
            $"{(int)CommandState.Failed} {(int)CommandState.Done}",
            await at.House.AskAsync(
                "select string_agg(state::text, ' ' order by submitted_at) from device_command where asked_by_kind = 4 and act = 2"
            )
        );
    }

    [Fact]
    public async Task The_device_of_a_deleted_lock_is_found_as_a_new_one_once_its_door_is_done_with()
    {
        await using var at = await Street.BuildAsync();
        await at.RelockAfterAsync(600);
        await at.SetLinkAsync(isUp: false);
        await at.House.AskAsync(
            "insert into relock (tenant_id, lock_id, settled_at, due_at, opened_at) select tenant_id, lock_id, now(), now() + interval '1 day', now() from smart_lock where device_address = 'front-door'"
        );
        await at.House.AskAsync("update smart_lock set decommissioned_at = now() where device_address = 'front-door'");

        await at.SetLinkAsync(isUp: true);
        await at.RoundsAsync();
        Assert.Equal("0", await LiveAsync(at));
        await at.House.AskAsync("delete from relock");
        await at.SetLinkAsync(isUp: false);
        await at.SetLinkAsync(isUp: true);

        await Poll.UntilAsync(async () => await LiveAsync(at) == "1");
    }

    private static Task<string> LiveAsync(Street at) =>
        at.House.AskAsync("select count(*) from smart_lock where device_address = 'front-door' and decommissioned_at is null");

    private static async Task DeleteAsync(Street at) =>
        Assert.Null((await at.House.First.Get<DeleteLock>().RunAsync(at.House.Desk, at.Number, CancellationToken.None)).Error);

    private static Task UntilForgottenAsync(Street at) =>
        at.ForwardUntilAsync(TimeSpan.FromSeconds(1), async () => (await at.RowAsync()).Length == 0);
}
