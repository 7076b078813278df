using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Drivers;
using Latchwork.Domain.Locks;
using Latchwork.Operations.Fleet;
using Xunit;

namespace Latchwork.Operations.Tests.Fleet;

/// <summary>A node that lost its lease without knowing tells what it heard after the next holder has begun.</summary>
public sealed class RecordReportTests
{
    private const long Old = 3;
    private const long Present = 4;

    private static string Door { get; } = Links.AddressOf(1);

    [Fact]
    public async Task What_is_heard_under_an_old_epoch_does_not_say_how_things_are()
    {
        await using var house = await House.OpenAsync();
        var link = await HeldLinkAsync(house);
        var door = await house.AddDoorAsync(link, Present);

        await TellAsync(house, link, new DeviceReport.LinkWentOffline("The line was lost."), Old);
        await TellAsync(house, link, new DeviceReport.DeviceWentOffline(Links.AddressOf(1)), Old);
        await TellAsync(house, link, new DeviceReport.BoltRead(Links.AddressOf(1), BoltState.Unlocked, DoorState.Open), Old);
        await TellAsync(house, link, new DeviceReport.BoltMoved(Links.AddressOf(1), BoltState.Unlocked, MotionCause.Manual), Old);

        Assert.True(await house.AskAsync<bool>("select is_online from link where link_id = $1", link.Link.Value));
        Assert.True(
            await house.AskAsync<bool>("select is_online and bolt = $2 from smart_lock where lock_id = $1", door.Value, (short)BoltState.Locked)
        );
        Assert.Equal([AuditKind.BoltMoved], await ToldAsync(house));
    }

    [Fact]
    public async Task A_slot_that_changed_is_doubted_whoever_heard_of_it()
    {
        await using var house = await House.OpenAsync();
        var link = await HeldLinkAsync(house);
        await house.AddDueAsync(await house.AddDoorAsync(link, Present), 1, house.Clock.Now());
        await house.DoAsync("update enrollment set slot = 5");

        await TellAsync(house, link, new DeviceReport.SlotChanged(Links.AddressOf(1), CredentialKind.Passcode, SlotChange.Cleared, 5), Old);

        Assert.Equal(1, await house.AskAsync<long>("select count(*) from enrollment where doubted_at is not null"));
    }

    [Fact]
    public async Task What_is_found_under_an_old_epoch_is_not_taken_over()
    {
        await using var house = await House.OpenAsync();
        var link = await HeldLinkAsync(house);
        var door = await house.AddDoorAsync(link, Present);

        await house.Get<AdoptDevices>().RunAsync(new GrantedLease(link, Old), [], default);

        Assert.True(await house.AskAsync<bool>("select is_online from smart_lock where lock_id = $1", door.Value));
        Assert.Equal(0, await house.AskAsync<long>("select count(*) from device where gone_at is not null"));
    }

    [Fact]
    public async Task What_the_holder_hears_is_how_things_are()
    {
        await using var house = await House.OpenAsync();
        var link = await HeldLinkAsync(house);

        await TellAsync(house, link, new DeviceReport.LinkWentOffline("The line was lost."), Present);

        Assert.False(await house.AskAsync<bool>("select is_online from link where link_id = $1", link.Link.Value));
        Assert.Equal([AuditKind.LinkOffline], await ToldAsync(house));
    }

    public static TheoryData<DeviceReport, BoltState, int, int> Reasons { get; } =
        new()
        {
            { new DeviceReport.DoorMoved(Door, DoorState.Closed), BoltState.Unlocked, 5, 0 },
            { new DeviceReport.DoorMoved(Door, DoorState.Open), BoltState.Unlocked, 5, 5 },
            { new DeviceReport.BoltMoved(Door, BoltState.Unlocked, MotionCause.Manual), BoltState.Jammed, 2, 0 },
            { new DeviceReport.BoltMoved(Door, BoltState.Unlocked, MotionCause.Manual), BoltState.Unlocked, 5, 5 },
            { new DeviceReport.BoltMoved(Door, BoltState.Unlocked, MotionCause.Unknown), BoltState.Jammed, 5, 0 },
            { new DeviceReport.BoltMoved(Door, BoltState.Unlocked, MotionCause.Remote), BoltState.Unknown, 5, 5 },
            { new DeviceReport.BoltRead(Door, BoltState.Unlocked, DoorState.Unknown), BoltState.Jammed, 5, 0 },
            // Between two tries it is the last one that is heard of.
            { new DeviceReport.BoltRead(Door, BoltState.Unlocked, DoorState.Unknown), BoltState.Jammed, 4, 4 },
            { new DeviceReport.BoltRead(Door, BoltState.Unlocked, DoorState.Unknown), BoltState.Unknown, 5, 5 },
            { new DeviceReport.BoltRead(Door, BoltState.Jammed, DoorState.Unknown), BoltState.Jammed, 5, 5 },
            { new DeviceReport.Jammed(Door), BoltState.Unlocked, 5, 5 },
        };

    [Theory]
    [MemberData(nameof(Reasons))]
    public async Task A_door_that_could_not_be_locked_is_tried_anew_when_it_stands_otherwise(
        DeviceReport told,
        BoltState bolt,
        int attempts,
        int after
    )
    {
        await using var house = await House.OpenAsync();
        var link = await HeldLinkAsync(house);
        var door = await house.AddDoorAsync(link, Present);
        await house.DoAsync("update smart_lock set bolt = $2 where lock_id = $1", door.Value, (short)bolt);
        await house.DoAsync(
            "insert into relock (tenant_id, lock_id, settled_at, due_at, aim, attempts) values ($1, $2, now(), 'infinity', 1, $3)",
            house.Tenant.Value,
            door.Value,
            attempts
        );

        await TellAsync(house, link, told, Present);

        Assert.Equal(after, await house.AskAsync<int>("select attempts from relock"));
        Assert.Equal(after == 0, await house.AskAsync<bool>("select due_at <= now() from relock"));
    }

    /// <summary>A lock tells of what the server asked it as well.</summary>
    [Fact]
    public async Task What_a_lock_tells_of_an_opening_whose_time_was_asked_for_leaves_that_time_and_a_new_opening_ends_it()
    {
        await using var house = await House.OpenAsync();
        var link = await HeldLinkAsync(house);
        var door = await house.AddDoorAsync(link, Present);

        Assert.True(await KeepsAsync(BoltState.Unlocked, MotionCause.Remote));
        Assert.True(await KeepsAsync(BoltState.Unknown, MotionCause.Unknown));
        Assert.False(await KeepsAsync(BoltState.Locked, MotionCause.Remote));
        Assert.False(await KeepsAsync(BoltState.Unlocked, MotionCause.Credential));
        Assert.False(await KeepsAsync(BoltState.Unlocked, MotionCause.Manual));

        async Task<bool> KeepsAsync(BoltState before, MotionCause cause)
        {
            await house.DoAsync("update smart_lock set bolt = $2 where lock_id = $1", door.Value, (short)before);
            await house.DoAsync("delete from relock");
            await house.DoAsync(
                "insert into relock (tenant_id, lock_id, opened_at, opened_for, settled_at, due_at) values ($1, $2, now(), '1 min', now(), 'infinity')",
                house.Tenant.Value,
                door.Value
            );
            await TellAsync(house, link, new DeviceReport.BoltMoved(Door, BoltState.Unlocked, cause), Present);
            return await house.AskAsync<bool>("select opened_for is not null from relock");
        }
    }

    private static async Task<LinkKey> HeldLinkAsync(House house)
    {
        var link = await house.AddLinkAsync();
        await house.DoAsync("insert into link_lease (tenant_id, link_id, epoch) values ($1, $2, $3)", link.Tenant.Value, link.Link.Value, Present);
        return link;
    }

    private static Task TellAsync(House house, LinkKey link, DeviceReport report, long epoch) =>
        house.Get<RecordReport>().RunAsync(new HeardReport(link, report, epoch));

    private static async Task<AuditKind[]> ToldAsync(House house) =>
        [
            .. (
                await house.AskAsync<short[]>(
                    "select coalesce(array_agg(kind order by sequence), '{}') from audit_event where outcome = $1 and kind < 40",
                    (short)AuditOutcome.Reported
                )
            ).Select(kind => (AuditKind)kind),
        ];
}
