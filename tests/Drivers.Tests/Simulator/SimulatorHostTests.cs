using System.Net;
using System.Net.Sockets;
using System.Text;
using Latchwork.Domain;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Drivers;
using Latchwork.Domain.Locks;
using Latchwork.Drivers.Simulator;
using Latchwork.Drivers.Tests.Contract;

namespace Latchwork.Drivers.Tests.Simulator;

public sealed class SimulatorHostTests : IAsyncDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly SimulatedWorld world = SimulatedWorld.Create("simulator:demo?travel=0", TimeProvider.System).Value;
    private readonly SimulatorDriver driver = new(SimulatorBench.Options, TimeProvider.System);
    private readonly EventRecorder heard = new();

    [Fact]
    public async Task Doors_outlive_the_driver_that_moved_them()
    {
        await using var host = SimulatorHost.Start(world);
        await using (var first = await OpenAsync(host.Address))
        {
            await first.DoAsync("front-door", new DeviceAct.Unlock(), None);
        }

        heard.Forget();
        await using var second = await OpenAsync(host.Address);

        var found = (await second.DiscoverAsync(None)).Value.Single(device => device.Address == "front-door");
        Assert.Equal(BoltState.Unlocked, found.Bolt);
    }

    [Fact]
    public async Task A_link_finds_a_host_that_starts_later_and_one_that_starts_again()
    {
        using var reserved = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        var port = Reserve(reserved);
        await using var link = driver.Open(new LinkSettings(default, $"simulator://127.0.0.1:{port}", null, null), heard);
        Assert.False(link.IsOnline);

        await using (var later = SimulatorHost.Start(world, port))
        {
            await heard.FirstAsync<DeviceReport.LinkCameOnline>();
        }

        await heard.FirstAsync<DeviceReport.LinkWentOffline>();
        await using var again = SimulatorHost.Start(world, port);
        await heard.AtLeastAsync<DeviceReport.LinkCameOnline>(2);
        Assert.Equal(CommandEnd.Done, (await link.DoAsync("office", new DeviceAct.Unlock(), None)).End);
    }

    [Fact]
    public async Task Commands_may_overtake_each_other_on_one_line()
    {
        await using var host = SimulatorHost.Start(world);
        using var patient = new SimulatorDriver(SimulatorBench.Options, new VirtualClock());
        await using var link = await OpenAsync(host.Address, patient);
        world.Control(new WorldControl.SetFaults("office", new DeviceFaults { Holds = true }));

        var slow = link.DoAsync("office", new DeviceAct.Unlock(), None);
        var quick = await link.DoAsync("front-door", new DeviceAct.Unlock(), None);

        Assert.Equal((CommandEnd.Done, false), (quick.End, slow.IsCompleted));
        world.Control(new WorldControl.SetFaults("office", DeviceFaults.None));
        Assert.Equal(CommandEnd.Done, (await slow).End);
    }

    [Fact]
    public async Task Every_act_and_answer_survives_the_line()
    {
        await using var host = SimulatorHost.Start(world);
        await using var link = await OpenAsync(host.Address);
        var card = new byte[] { 4, 162, 85, 16 };
        var until = new DateTimeOffset(2030, 1, 2, 3, 4, 5, TimeSpan.Zero);

        await AssertDoneAsync(link, "front-door", new DeviceAct.SetCard(2, card, Until: until));
        await AssertDoneAsync(link, "front-door", new DeviceAct.SetClock());
        await AssertDoneAsync(link, "cabinet-1", new DeviceAct.SetLed([1], "#FF0000", Blinks: true, TimeSpan.FromSeconds(9)));
        await AssertDoneAsync(link, "cabinet-1", new DeviceAct.OpenBox([1, 3]));
        var read = await AssertDoneAsync(link, "front-door", new DeviceAct.ReadSlot(CredentialKind.Card, 2));
        Assert.Equal(card, Assert.IsType<SlotContent.Card>(Assert.IsType<DeviceReading.Slot>(read.Reading).Content).Bytes.ToArray());
    }

    [Fact]
    public async Task Reports_survive_the_line_with_the_time_and_the_number_of_the_device()
    {
        await using var host = SimulatorHost.Start(world);
        await using var link = await OpenAsync(host.Address);

        world.Control(new WorldControl.Present("reader-1", CredentialKind.QrCode, "guest"));
        world.Control(new WorldControl.TurnBolt("office", BoltState.Unlocked));

        Assert.Equal("guest", (await heard.FirstAsync<DeviceReport.CredentialPresented>()).Value);
        var moved = await heard.FirstAsync<DeviceReport.BoltMoved>();
        Assert.Equal(("office", "office", 1L, true), (moved.Address, moved.DeviceAddress, moved.DeviceSequence, moved.DeviceAt.HasValue));
    }

    [Fact]
    public async Task A_guest_that_does_not_speak_the_protocol_is_shown_out_and_the_others_stay()
    {
        await using var host = SimulatorHost.Start(world);
        await using var link = await OpenAsync(host.Address);
        string[] nonsense =
        [
            "GET / HTTP/1.1\r\n",
            "{}\n",
            "{\"is\":\"castle\"}\n",
            "{\"is\":\"welcome\",\"network\":\"x\"}\n",
            "{\"is\":\"hello\"}\n",
            new string('x', 100_000),
        ];
        foreach (var line in nonsense)
        {
            Assert.Equal(0, await SayAsync(host.Address, line));
        }

        Assert.Equal(CommandEnd.Done, (await link.DoAsync("office", new DeviceAct.Ping(), None)).End);
    }

    [Fact]
    public async Task A_control_that_makes_no_sense_is_refused_and_the_next_one_works()
    {
        await using var host = SimulatorHost.Start(world);
        await using var hand = (await SimulatorControl.ConnectAsync(host.Address, None)).Value;

        Assert.Equal(AccessErrorCode.NotFound, (await hand.DoAsync(new WorldControl.Look("shed"), None)).Error?.Code);
        Assert.Equal(6, (await hand.DoAsync(new WorldControl.Look("cabinet-1"), None)).Value.Boxes.Count);
    }

    [Fact]
    public async Task A_hand_without_a_host_is_refused()
    {
        var host = SimulatorHost.Start(world);
        await host.DisposeAsync();

        Assert.Equal(AccessErrorCode.LinkOffline, (await SimulatorControl.ConnectAsync("simulator://127.0.0.1:1", None)).Error?.Code);
        Assert.Equal(AccessErrorCode.Invalid, (await SimulatorControl.ConnectAsync("simulator:demo", None)).Error?.Code);
    }

    public async ValueTask DisposeAsync()
    {
        driver.Dispose();
        world.Dispose();
        await ValueTask.CompletedTask;
    }

    private async Task<ILinkSession> OpenAsync(string address, SimulatorDriver? by = null)
    {
        var link = (by ?? driver).Open(new LinkSettings(default, address, null, null), heard);
        await heard.FirstAsync<DeviceReport.LinkCameOnline>();
        return link;
    }

    /// <summary>While the socket lives, the port is given to nobody who asks for any, and a host that asks for it can have it.</summary>
    private static int Reserve(Socket socket)
    {
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    private static async Task<DeviceAnswer> AssertDoneAsync(ILinkSession link, string address, DeviceAct act)
    {
        var answer = await link.DoAsync(address, act, None);
        Assert.Equal((CommandEnd.Done, null), (answer.End, answer.Error));
        return answer;
    }

    /// <summary>How many bytes come back before the host closes.</summary>
    private static async Task<int> SayAsync(string address, string text)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPEndPoint.Parse(address["simulator://".Length..]));
        try
        {
            await socket.SendAsync(Encoding.UTF8.GetBytes(text));
            return await socket.ReceiveAsync(new byte[100]);
        }
        catch (SocketException)
        {
            return 0;
        }
    }
}
