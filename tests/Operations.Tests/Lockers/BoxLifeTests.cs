using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Drivers;
using Latchwork.Domain.Lockers;
using Latchwork.Domain.Locks;
using Latchwork.Operations.Lockers;
using Latchwork.Operations.Tests.Secrets;
using Xunit;

namespace Latchwork.Operations.Tests.Lockers;

/// <summary>From reserved to in use to overdue to free, and what the operator says of a box.</summary>
public sealed class BoxLifeTests
{
    private static readonly TimeSpan Now = TimeSpan.Zero;
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly SettableClock clock = new();

    [Fact]
    public async Task A_reserved_box_is_in_use_when_its_time_begins_and_overdue_when_it_is_over()
    {
        await using var house = await House.OpenAsync(clock);
        var cabinet = await Cabinet.OfAsync(house);
        await cabinet.LeaseAsync("00-00", Hour, 2 * Hour);
        Assert.Equal(BoxStatus.Free, (await cabinet.LookAsync("00-00")).Status);

        clock.Advance(Hour);
        Assert.Equal(BoxStatus.InUse, (await cabinet.LookAsync("00-00")).Status);
        await cabinet.TickAsync();
        clock.Advance(Hour);
        await cabinet.TickAsync();
        await cabinet.TickAsync();

        Assert.Equal(BoxStatus.Overdue, (await cabinet.LookAsync("00-00")).Status);
        Assert.Equal(1, await house.AskAsync<long>("select count(*) from audit_event where kind = $1", (short)AuditKind.BoxOverdue));
        Assert.DoesNotContain("00-00", await cabinet.AvailableAsync(Now, Hour));
        Assert.Contains("00-00", await cabinet.AvailableAsync(Hour, 2 * Hour));
    }

    [Fact]
    public async Task Checked_in_it_is_in_use_before_its_time()
    {
        await using var house = await House.OpenAsync(clock);
        var cabinet = await Cabinet.OfAsync(house);
        await cabinet.LeaseAsync(cabinet.Request("00-00", Hour, 2 * Hour) with { IsInUseNow = true });

        Assert.Equal(BoxStatus.InUse, (await cabinet.LookAsync("00-00")).Status);
        Assert.DoesNotContain("00-00", await cabinet.AvailableAsync(Now, TimeSpan.FromMinutes(10)));
    }

    [Fact]
    public async Task Where_the_cabinet_senses_that_it_is_empty_a_box_is_free_at_its_end()
    {
        await using var house = await House.OpenAsync(clock);
        var cabinet = await Cabinet.OfAsync(house);
        await cabinet.LeaseAsync("00-00", Now, Hour);
        await cabinet.HearAsync(new DeviceReport.BoxContentChanged(Cabinet.Address, 1, BoxContent.Empty));
        await cabinet.TickAsync();

        clock.Advance(Hour);
        await cabinet.TickAsync();

        Assert.Equal(BoxStatus.Free, (await cabinet.LookAsync("00-00")).Status);
        Assert.Equal(0, await house.AskAsync<long>("select count(*) from credential where revoked_at is null"));
    }

    [Fact]
    public async Task An_overdue_box_that_is_emptied_is_free_when_its_door_is_shut()
    {
        await using var house = await House.OpenAsync(clock);
        var cabinet = await Cabinet.OfAsync(house);
        await cabinet.LeaseAsync("00-00", Now, Hour);
        clock.Advance(Hour);
        await cabinet.TickAsync();

        await cabinet.HearAsync(new DeviceReport.BoxMoved(Cabinet.Address, 1, DoorState.Open));
        await cabinet.HearAsync(new DeviceReport.BoxContentChanged(Cabinet.Address, 1, BoxContent.Empty));
        await cabinet.TickAsync();
        Assert.Equal(BoxStatus.Overdue, (await cabinet.LookAsync("00-00")).Status);
        await cabinet.HearAsync(new DeviceReport.BoxMoved(Cabinet.Address, 1, DoorState.Closed));
        await cabinet.TickAsync();

        Assert.Equal(BoxStatus.Free, (await cabinet.LookAsync("00-00")).Status);
        Assert.Equal(
            "Emptied",
            await house.AskAsync<string>(
                "select convert_from(bytes, 'UTF8')::jsonb -> 'changed' ->> 'because' from audit_event where kind = $1",
                (short)AuditKind.BoxLeaseEnded
            )
        );
    }

    [Fact]
    public async Task Whoever_comes_next_has_the_box_though_the_one_before_is_overdue()
    {
        await using var house = await House.OpenAsync(clock);
        var cabinet = await Cabinet.OfAsync(house);
        await cabinet.LeaseAsync("00-00", Now, Hour);
        await cabinet.LeaseAsync("00-00", 2 * Hour, 3 * Hour);

        clock.Advance(1.5 * Hour);
        await cabinet.TickAsync();
        Assert.Equal(BoxStatus.Overdue, (await cabinet.LookAsync("00-00")).Status);
        clock.Advance(Hour);
        await cabinet.TickAsync();

        Assert.Equal(BoxStatus.InUse, (await cabinet.LookAsync("00-00")).Status);
        Assert.Equal(1, await house.AskAsync<long>("select count(*) from box_lease where ended_because = 5"));
    }

    [Fact]
    public async Task Set_free_it_ends_who_has_the_box_and_leaves_who_has_it_later()
    {
        await using var house = await House.OpenAsync(clock);
        var cabinet = await Cabinet.OfAsync(house);
        await cabinet.LeaseAsync("00-00", Now, Hour, "482913");
        await cabinet.LeaseAsync("00-00", 2 * Hour, 3 * Hour, "482914");

        Assert.Null((await cabinet.SetAsync("00-00", BoxStatus.Free)).Error);

        Assert.Equal(BoxStatus.Free, (await cabinet.LookAsync("00-00")).Status);
        Assert.Equal(1, await house.AskAsync<long>("select count(*) from box_code where ended_at is null"));
    }

    [Fact]
    public async Task Broken_keeps_its_codes_and_can_be_given_to_nobody()
    {
        await using var house = await House.OpenAsync(clock);
        var cabinet = await Cabinet.OfAsync(house);
        await cabinet.LeaseAsync("00-00", Now, Hour);

        await cabinet.SetAsync("00-00", BoxStatus.Broken);

        Assert.Equal(BoxStatus.Broken, (await cabinet.LookAsync("00-00")).Status);
        Assert.DoesNotContain("00-00", await cabinet.AvailableAsync(2 * Hour, 3 * Hour));
        Assert.Equal(AccessErrorCode.Taken, (await cabinet.TryLeaseAsync(cabinet.Request("00-00", 2 * Hour, 3 * Hour))).Error?.Code);
        Assert.Equal(1, await house.AskAsync<long>("select count(*) from box_code where ended_at is null"));
    }

    [Fact]
    public async Task Ending_the_lease_of_a_broken_box_does_not_mend_it()
    {
        await using var house = await House.OpenAsync(clock);
        var cabinet = await Cabinet.OfAsync(house);
        var lease = await cabinet.LeaseAsync("00-00", Now, Hour);
        await cabinet.SetAsync("00-00", BoxStatus.Broken);

        await house.Get<EndLease>().RunAsync(cabinet.Desk, Cabinet.IdOf(lease), CancellationToken.None);

        Assert.Equal(BoxStatus.Broken, (await cabinet.LookAsync("00-00")).Status);
    }

    [Fact]
    public async Task Held_by_the_operator_it_is_in_use_until_the_next_one_begins()
    {
        await using var house = await House.OpenAsync(clock);
        var cabinet = await Cabinet.OfAsync(house);
        await cabinet.LeaseAsync("00-00", 2 * Hour, 3 * Hour);

        Assert.Null((await cabinet.SetAsync("00-00", BoxStatus.InUse)).Error);
        Assert.Equal(BoxStatus.InUse, (await cabinet.LookAsync("00-00")).Status);
        Assert.DoesNotContain("00-00", await cabinet.AvailableAsync(Now, Hour));
        Assert.Null((await cabinet.SetAsync("00-01", BoxStatus.Overdue)).Error);
        Assert.Equal(BoxStatus.Overdue, (await cabinet.LookAsync("00-01")).Status);
        await cabinet.SetAsync("00-00", BoxStatus.Free);
        await cabinet.SetAsync("00-01", BoxStatus.Free);
        Assert.Equal(6, (await cabinet.AvailableAsync(Now, Hour)).Count());
    }

    [Fact]
    public async Task Said_to_be_overdue_who_has_it_opens_nothing_more()
    {
        await using var house = await House.OpenAsync(clock);
        var cabinet = await Cabinet.OfAsync(house);
        await cabinet.LeaseAsync("00-00", Now, Hour);
        clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Null((await cabinet.SetAsync("00-00", BoxStatus.Overdue)).Error);

        Assert.Equal(BoxStatus.Overdue, (await cabinet.LookAsync("00-00")).Status);
        Assert.True(await house.AskAsync<bool>("select ends_at <= $1 from box_lease", clock.GetUtcNow()));
    }

    [Fact]
    public async Task Who_picks_up_follows_who_deposited_in_the_same_box()
    {
        await using var house = await House.OpenAsync(clock);
        var cabinet = await Cabinet.OfAsync(house);
        await cabinet.LeaseAsync(cabinet.Request("00-00", Now, Hour) with { Kind = BoxLeaseKind.Deposit });
        var pickUp = cabinet.Request("00-00", Now, 3 * Hour) with { Kind = BoxLeaseKind.PickUp };
        Assert.Equal(AccessErrorCode.Taken, (await cabinet.TryLeaseAsync(pickUp)).Error?.Code);

        await house.DoAsync("update box_lease set was_opened = true, is_spent = true");

        Assert.Null((await cabinet.TryLeaseAsync(pickUp)).Error);
        Assert.Equal(
            "3 4 5|4 2 ",
            await house.AskAsync<string>(
                "select string_agg(kind || ' ' || stage || ' ' || coalesce(ended_because::text, ''), '|' order by kind) from box_lease"
            )
        );
    }

    [Fact]
    public async Task A_jam_that_the_cabinet_tells_is_seen_until_the_box_opens_again()
    {
        await using var house = await House.OpenAsync(clock);
        var cabinet = await Cabinet.OfAsync(house);

        await cabinet.HearAsync(new DeviceReport.BoxJammed(Cabinet.Address, 2));
        var jammed = await cabinet.LookAsync("00-01");
        await cabinet.HearAsync(new DeviceReport.BoxMoved(Cabinet.Address, 2, DoorState.Open));
        var opened = await cabinet.LookAsync("00-01");

        Assert.Equal((BoxStatus.Broken, true), (jammed.Status, jammed.IsJammed));
        Assert.Equal((BoxStatus.Free, false, DoorState.Open), (opened.Status, opened.IsJammed, opened.Door));
        Assert.Equal(
            2,
            await house.AskAsync<long>(
                "select count(*) from audit_event where object_id = (select box_id from locker_box where position = 2) and kind in (22, 33)"
            )
        );
    }

    [Fact]
    public async Task Boxes_are_found_with_numbers_that_stay_and_added_ones_are_taken_over()
    {
        await using var house = await House.OpenAsync(clock);
        var cabinet = await Cabinet.OfAsync(house);
        Assert.Matches("^[0-9A-F]{16}$", await house.AskAsync<string>("select wire_id from public_id where kind = 46"));

        await cabinet.FindAsync([.. Cabinet.Boxes(4, 0, BoxSize.Small), .. Cabinet.Boxes(3, 1, BoxSize.Medium, from: 5)]);
        Assert.Equal(
            "1:00-00 2:00-01 3:00-02 4:01-00 5:01-01 6:01-02 7:01-03",
            await house.AskAsync<string>("select string_agg(position || ':' || number, ' ' order by position) from locker_box where gone_at is null")
        );
        await cabinet.FindAsync([.. Cabinet.Boxes(2, 0, BoxSize.Small)]);
        Assert.Equal(2, (await house.Get<LockerQueries>().FindAsync(cabinet.Desk, cabinet.Id, CancellationToken.None)).Value.Locker.BoxCount);
        Assert.Equal(1, await house.AskAsync<long>("select count(*) from locker"));
    }

    [Fact]
    public async Task Names_and_sizes_are_changed_all_or_none()
    {
        await using var house = await House.OpenAsync(clock);
        var cabinet = await Cabinet.OfAsync(house);
        var change = house.Get<ChangeLocker>();

        Assert.Null(
            (
                await change.RunAsync(cabinet.Desk, cabinet.Id, "Hall", [new(Cabinet.Number("00-00"), "Left", BoxSize.Large)], CancellationToken.None)
            ).Error
        );
        Assert.Equal(
            AccessErrorCode.NotFound,
            (await change.RunAsync(cabinet.Desk, cabinet.Id, "Yard", [new(Cabinet.Number("09-00"), "X")], CancellationToken.None)).Error?.Code
        );

        var box = await cabinet.LookAsync("00-00");
        Assert.Equal(("Left", BoxSize.Large), (box.Name, box.Size));
        Assert.Equal(
            "Hall",
            (await house.Get<LockerQueries>().ListAsync(cabinet.Desk, house.Tenant, new PageRequest(1, 10), CancellationToken.None))
                .Value
                .Items[0]
                .Name
        );
    }

    [Fact]
    public async Task The_log_of_a_box_is_paged_by_record_newest_first_and_stays_in_place_while_it_grows()
    {
        await using var house = await House.OpenAsync(clock);
        var cabinet = await Cabinet.OfAsync(house);
        for (var i = 0; i < 3; i++)
        {
            await cabinet.HearAsync(new DeviceReport.BoxMoved(Cabinet.Address, 1, i % 2 == 0 ? DoorState.Open : DoorState.Closed));
            await cabinet.HearAsync(new DeviceReport.BoxMoved(Cabinet.Address, 2, DoorState.Open));
        }

        var first = await LogAsync(null);
        await cabinet.HearAsync(new DeviceReport.BoxMoved(Cabinet.Address, 1, DoorState.Open));
        var second = await LogAsync(first.Next);

        Assert.Equal([DoorState.Open, DoorState.Closed], first.Records.Select(record => record.Door!.Value));
        Assert.Equal([DoorState.Open], second.Records.Select(record => record.Door!.Value));
        Assert.Null(second.Next);
        Assert.All(first.Records, record => Assert.Equal("00-00", $"{record.Box}"));

        async Task<BoxRecordPage> LogAsync(long? after) =>
            (
                await house
                    .Get<BoxRecords>()
                    .ListAsync(
                        cabinet.Desk,
                        cabinet.Id,
                        new BoxRecordsFilter([AuditKind.BoxMoved])
                        {
                            Box = Cabinet.Number("00-00"),
                            After = after,
                            Size = 2,
                        },
                        CancellationToken.None
                    )
            ).Value;
    }

    [Fact]
    public async Task A_box_behind_a_link_that_is_down_is_not_asked_to_open()
    {
        await using var house = await House.OpenAsync(clock);
        var cabinet = await Cabinet.OfAsync(house);
        await house.DoAsync("update link set is_online = false");

        var opened = await house
            .Get<OpenBox>()
            .RunAsync(cabinet.Desk, new BoxName(cabinet.Id, Cabinet.Number("00-00")), Hour, CancellationToken.None);

        Assert.Equal(AccessErrorCode.LinkOffline, opened.Error?.Code);
        Assert.Equal(0, await house.AskAsync<long>("select count(*) from device_command"));
        Assert.Equal("140:0:6 3:0:2", await cabinet.AuditAsync());
    }
}
