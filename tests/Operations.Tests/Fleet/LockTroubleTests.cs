using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Drivers;
using Latchwork.Domain.Locks;
using Latchwork.Operations.Fleet;
using Latchwork.Operations.Locks;
using Latchwork.Operations.Locks.Settings;
using Latchwork.Operations.Tests.Reservations;
using Latchwork.Operations.Tests.Secrets;
using Xunit;

namespace Latchwork.Operations.Tests.Fleet;

/// <summary>What locks tell of trouble is told once each, with its facts.</summary>
public sealed class LockTroubleTests
{
    private static readonly string Door = Links.AddressOf(1);

    private readonly SettableClock clock = new();

    [Fact]
    public async Task A_burst_of_wrong_codes_that_a_lock_refused_is_told_once()
    {
        await using var house = await OpenAsync();

        for (var n = 0; n < 8; n++)
        {
            await TellAsync(house, new DeviceReport.CredentialRefused(Door, CredentialKind.Passcode));
        }

        Assert.Equal(8, (await ToldAsync(house, AuditKind.CredentialRefused)).Count);
        Assert.Equal(CredentialKind.Passcode, Assert.Single(await ToldAsync(house, AuditKind.WrongCodeBurst)).Shown);
    }

    [Fact]
    public async Task A_jam_and_its_end_are_told_once_each()
    {
        await using var house = await OpenAsync();

        await TellAsync(house, new DeviceReport.Jammed(Door));
        await TellAsync(house, new DeviceReport.Jammed(Door));
        await TellAsync(house, new DeviceReport.BoltMoved(Door, BoltState.Locked, MotionCause.Manual));

        Assert.Single(await ToldAsync(house, AuditKind.Jammed));
        Assert.Equal(BoltState.Locked, Assert.Single(await ToldAsync(house, AuditKind.Unjammed)).Bolt);
    }

    [Fact]
    public async Task How_far_a_clock_is_off_stands_in_its_event()
    {
        await using var house = await OpenAsync();

        await TellAsync(house, new DeviceReport.ClockDrifted(Door, TimeSpan.FromSeconds(20)));
        await TellAsync(house, new DeviceReport.ClockDrifted(Door, TimeSpan.FromSeconds(-90)));
        await TellAsync(house, new DeviceReport.ClockDrifted(Door, TimeSpan.FromSeconds(-95)));

        Assert.Equal("-90", Assert.Single(await ToldAsync(house, AuditKind.ClockDrifted)).Changed!["drift"]);
    }

    [Fact]
    public async Task A_door_that_is_held_open_is_told_by_one_node_and_its_closing_too()
    {
        await using var house = await OpenAsync();
        var other = house.NewNode();
        await TellAsync(house, new DeviceReport.DoorMoved(Door, DoorState.Open));

        clock.Advance(TimeSpan.FromMinutes(4));
        await LookAsync(house);
        Assert.Empty(await ToldAsync(house, AuditKind.DoorAjar));

        clock.Advance(TimeSpan.FromMinutes(1));
        await Task.WhenAll(LookAsync(house), ((WatchDoors)other.GetService(typeof(WatchDoors))!).RunAsync(default));
        await LookAsync(house);
        Assert.Equal("300", Assert.Single(await ToldAsync(house, AuditKind.DoorAjar)).Changed!["openFor"]);

        clock.Advance(TimeSpan.FromMinutes(1));
        await TellAsync(house, new DeviceReport.DoorMoved(Door, DoorState.Closed));
        Assert.Equal("360", Assert.Single(await ToldAsync(house, AuditKind.DoorClosedAgain)).Changed!["openFor"]);
        Assert.Equal(0, await house.AskAsync<long>("select count(*) from lock_watch where due_at is not null"));
    }

    [Fact]
    public async Task How_long_a_door_may_stand_open_is_its_own_setting()
    {
        await using var house = await OpenAsync();
        var door = await house.UuidAsync(await house.AskAsync<Guid>("select lock_id from smart_lock"), Ids.WireIdKind.LockUuid);
        await TellAsync(house, new DeviceReport.DoorMoved(Door, DoorState.Open));

        var set = house.Get<SetAjarTime>();
        Assert.Equal(AccessErrorCode.Invalid, (await set.RunAsync(house.FrontDesk(), door, TimeSpan.FromDays(2), default)).Error?.Code);
        Assert.Null((await set.RunAsync(house.FrontDesk(), door, TimeSpan.FromSeconds(20), default)).Error);
        clock.Advance(TimeSpan.FromSeconds(21));
        await LookAsync(house);

        Assert.Single(await ToldAsync(house, AuditKind.DoorAjar));
    }

    [Fact]
    public async Task A_door_that_opens_with_its_bolt_thrown_is_told_as_forced()
    {
        await using var house = await OpenAsync();
        await TellAsync(house, new DeviceReport.BoltMoved(Door, BoltState.Unlocked, MotionCause.Manual));
        await TellAsync(house, new DeviceReport.BoltMoved(Door, BoltState.Locked, MotionCause.Manual));
        await TellAsync(house, new DeviceReport.DoorMoved(Door, DoorState.Closed));
        clock.Advance(TimeSpan.FromMinutes(10));

        await TellAsync(house, new DeviceReport.DoorMoved(Door, DoorState.Open));
        clock.Advance(DoorWatch.Settles);
        await LookAsync(house);

        var forced = Assert.Single(await ToldAsync(house, AuditKind.DoorForced));
        Assert.Equal((BoltState.Locked, DoorState.Open), (forced.Bolt, forced.Door));
    }

    [Fact]
    public async Task A_door_that_is_told_to_have_opened_before_it_closed_stays_closed()
    {
        await using var house = await OpenAsync();
        await TellAsync(house, new DeviceReport.DoorMoved(Door, DoorState.Closed) { DeviceAt = clock.GetUtcNow() });
        await TellAsync(house, new DeviceReport.DoorMoved(Door, DoorState.Open) { DeviceAt = clock.GetUtcNow().AddSeconds(-30) });

        Assert.Equal((short)DoorState.Closed, await house.AskAsync<short>("select door from smart_lock"));
        Assert.Equal(2, (await ToldAsync(house, AuditKind.DoorMoved)).Count);
    }

    private LinkKey link;

    private async Task<House> OpenAsync()
    {
        var house = await House.OpenAsync(clock);
        link = await house.AddLinkAsync();
        await house.DoAsync("insert into link_lease (tenant_id, link_id, epoch) values ($1, $2, 1)", link.Tenant.Value, link.Link.Value);
        await house.DoAsync("update link set changed_at = $1", clock.GetUtcNow());
        await house.AddDoorAsync(link, 1);
        return house;
    }

    private Task TellAsync(House house, DeviceReport report) => house.Get<RecordReport>().RunAsync(new HeardReport(link, report, 1));

    private static Task LookAsync(House house) => house.Get<WatchDoors>().RunAsync(default);

    private static async Task<List<AuditEvent>> ToldAsync(House house, AuditKind kind)
    {
        await using var command = house.Owner.CreateCommand("select bytes from audit_event where kind = $1 order by sequence");
        command.Parameters.Add(new() { Value = (short)kind });
        await using var reader = await command.ExecuteReaderAsync();
        var told = new List<AuditEvent>();
        while (await reader.ReadAsync())
        {
            told.Add(AuditEvent.FromBytes(reader.GetFieldValue<byte[]>(0)));
        }

        return told;
    }
}
