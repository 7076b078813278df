using Latchwork.Domain;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Drivers;
using Latchwork.Domain.Lockers;
using Latchwork.Domain.Locks;
using Latchwork.Drivers.Simulator;

namespace Latchwork.Drivers.Tests.Simulator;

public sealed class SimulatedCabinetTests
{
    private const string Lockers = "simulator:lockers?seed=7&travel=0";

    [Fact]
    public async Task Boxes_open_one_after_another_and_each_is_reported()
    {
        await using var world = new VirtualWorld(Lockers);

        var answer = await world.DoAsync("cabinet-1", new DeviceAct.OpenBox([5, 2]));

        Assert.Equal(CommandEnd.Done, answer.End);
        Assert.Equal([(5, DoorState.Open), (2, DoorState.Open)], Moves(world));
        Assert.Equal([2, 5], world.Look("cabinet-1").Boxes.Where(box => box.Door == DoorState.Open).Select(box => box.Number));
    }

    [Fact]
    public async Task A_box_that_stays_shut_fails_the_act_and_the_ones_before_it_are_reported_open()
    {
        await using var world = new VirtualWorld(Lockers);
        world.Break("cabinet-1", new DeviceFaults { JamNext = true });

        var answer = await world.DoAsync("cabinet-1", new DeviceAct.OpenBox([1, 6]));

        Assert.Equal((AccessErrorCode.Jammed, "Box 6 stayed shut."), (answer.Error?.Code, answer.Error?.Detail));
        Assert.Equal([(1, DoorState.Open)], Moves(world));
        Assert.Equal(new MotionCount(1, 1), world.Look("cabinet-1").Motions.OpenBox);
    }

    [Fact]
    public async Task A_cabinet_that_only_says_yes_leaves_it_unknown_because_nothing_can_be_read()
    {
        await using var world = new VirtualWorld(Lockers);
        world.Break("cabinet-1", new DeviceFaults { LyingAck = true });

        Assert.Equal(CommandEnd.Unknown, (await world.DoAsync("cabinet-1", new DeviceAct.OpenBox([1]))).End);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    public async Task A_box_that_the_cabinet_does_not_have_is_refused_before_any_opens(int number)
    {
        await using var world = new VirtualWorld(Lockers);

        var answer = await world.DoAsync("cabinet-1", new DeviceAct.OpenBox([1, number]));

        Assert.Equal(AccessErrorCode.Invalid, answer.Error?.Code);
        Assert.All(world.Look("cabinet-1").Boxes, box => Assert.Equal(DoorState.Closed, box.Door));
    }

    [Fact]
    public async Task One_act_opens_at_least_one_and_at_most_eight_boxes()
    {
        await using var world = new VirtualWorld(Lockers);

        Assert.Equal(AccessErrorCode.Invalid, (await world.DoAsync("cabinet-1", new DeviceAct.OpenBox([]))).Error?.Code);
        Assert.Equal(AccessErrorCode.Invalid, (await world.DoAsync("cabinet-1", new DeviceAct.OpenBox([1, 2, 3, 4, 5, 6, 1, 2, 3]))).Error?.Code);
    }

    [Fact]
    public async Task A_shut_box_is_reported_once()
    {
        await using var world = new VirtualWorld(Lockers);
        await world.DoAsync("cabinet-1", new DeviceAct.OpenBox([3]));

        world.Control(new WorldControl.MoveDoor("cabinet-1", DoorState.Closed, Box: 3));
        world.Control(new WorldControl.MoveDoor("cabinet-1", DoorState.Closed, Box: 3));

        Assert.Equal([(3, DoorState.Open), (3, DoorState.Closed)], Moves(world));
    }

    [Fact]
    public async Task Lights_shine_in_the_named_boxes_or_in_all_for_their_time()
    {
        await using var world = new VirtualWorld(Lockers);

        await world.DoAsync("cabinet-1", new DeviceAct.SetLed([], "#0000FF"));
        await world.DoAsync("cabinet-1", new DeviceAct.SetLed([2], "#00FF00", Blinks: true, For: TimeSpan.FromSeconds(3)));

        Assert.Equal(["#0000FF", "#00FF00", "#0000FF"], world.Look("cabinet-1").Boxes.Take(3).Select(box => box.Led));
        world.Clock.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(["#0000FF", null, "#0000FF"], world.Look("cabinet-1").Boxes.Take(3).Select(box => box.Led));
        Assert.Equal(AccessErrorCode.Invalid, (await world.DoAsync("cabinet-1", new DeviceAct.SetLed([], "blue"))).Error?.Code);
    }

    [Fact]
    public async Task Boxes_are_told_with_their_columns_and_sizes()
    {
        await using var world = new VirtualWorld(Lockers);

        var cabinet = (await world.DiscoverAsync()).Single(device => device.Kind == DeviceKind.Locker);

        Assert.Equal(6, cabinet.BoxCount);
        Assert.Equal([(1, 0), (2, 0), (3, 0), (4, 1), (5, 1), (6, 1)], cabinet.Boxes.Select(box => (box.Position, box.SubCabinet)));
        Assert.Equal(BoxSize.Large, cabinet.Boxes[5].Size);
        Assert.All(cabinet.Boxes, box => Assert.Equal((DoorState.Closed, BoxContent.Empty), (box.Door, box.Inside)));
    }

    [Fact]
    public async Task Things_go_in_and_out_through_an_open_door_only_and_the_cabinet_tells()
    {
        await using var world = new VirtualWorld(Lockers);
        Assert.Equal(AccessErrorCode.Unsupported, world.Control(new WorldControl.FillBox("cabinet-1", 2, BoxContent.Full)).Error?.Code);

        await world.DoAsync("cabinet-1", new DeviceAct.OpenBox([2]));
        world.Control(new WorldControl.FillBox("cabinet-1", 2, BoxContent.Full));
        world.Control(new WorldControl.FillBox("cabinet-1", 2, BoxContent.Full));
        world.Control(new WorldControl.FillBox("cabinet-1", 2, BoxContent.Empty));

        Assert.Equal(
            [(2, BoxContent.Full), (2, BoxContent.Empty)],
            world.Heard.All.OfType<DeviceReport.BoxContentChanged>().Select(told => (told.Box, told.Inside))
        );
    }

    [Fact]
    public async Task A_stuck_box_stays_shut_until_it_is_mended_and_the_others_open()
    {
        await using var world = new VirtualWorld(Lockers);
        world.Break("cabinet-1", new DeviceFaults { StuckBox = 4 });

        Assert.Equal(AccessErrorCode.Jammed, (await world.DoAsync("cabinet-1", new DeviceAct.OpenBox([4]))).Error?.Code);
        Assert.Equal(AccessErrorCode.Jammed, (await world.DoAsync("cabinet-1", new DeviceAct.OpenBox([4]))).Error?.Code);
        Assert.Equal(CommandEnd.Done, (await world.DoAsync("cabinet-1", new DeviceAct.OpenBox([3]))).End);
        world.Break("cabinet-1", DeviceFaults.None);
        Assert.Equal(CommandEnd.Done, (await world.DoAsync("cabinet-1", new DeviceAct.OpenBox([4]))).End);
        Assert.Equal([4, 4], world.Heard.All.OfType<DeviceReport.BoxJammed>().Select(told => told.Box));
    }

    [Fact]
    public async Task A_door_left_open_stays_open_and_opening_it_again_is_done()
    {
        await using var world = new VirtualWorld(Lockers);
        await world.DoAsync("cabinet-1", new DeviceAct.OpenBox([1]));
        world.Clock.Advance(TimeSpan.FromHours(5));

        Assert.Equal(CommandEnd.Done, (await world.DoAsync("cabinet-1", new DeviceAct.OpenBox([1]))).End);
        Assert.Equal([(1, DoorState.Open)], Moves(world));
    }

    [Fact]
    public async Task The_panel_of_a_cabinet_tells_what_it_is_shown()
    {
        await using var world = new VirtualWorld(Lockers);

        world.Control(new WorldControl.Present("cabinet-1", CredentialKind.Passcode, "482913"));

        var presented = Assert.Single(world.Heard.All.OfType<DeviceReport.CredentialPresented>());
        Assert.Equal(("cabinet-1", CredentialKind.Passcode, "482913"), (presented.DeviceAddress, presented.Kind, presented.Value));
    }

    [Fact]
    public async Task A_reader_tells_what_was_shown_and_keeps_it_out_of_writing()
    {
        await using var world = new VirtualWorld(Lockers);

        world.Control(new WorldControl.Present("reader-1", CredentialKind.QrCode, "KVX-928-secret"));

        var presented = Assert.Single(world.Heard.All.OfType<DeviceReport.CredentialPresented>());
        Assert.Equal((CredentialKind.QrCode, "KVX-928-secret"), (presented.Kind, presented.Value));
        Assert.DoesNotContain("secret", $"{presented}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reader_shows_the_verdict_and_goes_dark_again()
    {
        await using var world = new VirtualWorld(Lockers);

        await world.DoAsync("reader-1", new DeviceAct.SetLed([], "#00FF00", For: TimeSpan.FromSeconds(2)));

        Assert.Equal("#00FF00", world.Look("reader-1").Shows);
        world.Clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Null(world.Look("reader-1").Shows);
    }

    private static IEnumerable<(int, DoorState)> Moves(VirtualWorld world) =>
        world.Heard.All.OfType<DeviceReport.BoxMoved>().Select(moved => (moved.Box, moved.State));
}
