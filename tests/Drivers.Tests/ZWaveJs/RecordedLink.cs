using Latchwork.Domain;
using Latchwork.Domain.Drivers;
using Latchwork.Drivers.Tests.Contract;
using Latchwork.Drivers.ZWaveJs;
using Microsoft.Extensions.Logging;

namespace Latchwork.Drivers.Tests.ZWaveJs;

/// <summary>A driver on a <see cref="RecordedServer"/>: both ends of the line in one process.</summary>
internal sealed class RecordedLink : IAsyncDisposable
{
    /// <summary>Short enough that a test which waits fails before a driver's longest patience has passed.</summary>
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(50);

    private readonly ZWaveJsOptions patience = ZWaveBench.Options();
    private int marks;

    private RecordedLink(RecordedServer server) => Server = server;

    public RecordedServer Server { get; }

    /// <summary>The driver's, where the test gave it no other: it stands until it is moved, so no frame is ever late.</summary>
    public VirtualClock Clock { get; } = new();

    public EventRecorder Heard { get; } = new();

    public LogRecorder Log { get; } = new();

    public ILinkSession Session { get; private set; } = null!;

    public RecordedLine Line => Server.Line!;

    /// <param name="options">How it differs from the patience of tests.</param>
    public static async Task<RecordedLink> OpenAsync(
        Action<RecordedServer>? prepare = null,
        Action<ZWaveJsOptions>? options = null,
        TimeProvider? clock = null
    )
    {
        var link = new RecordedLink(await RecordedServer.StartAsync());
        prepare?.Invoke(link.Server);
        var patience = link.patience;
        patience.AnswerWithin = TimeSpan.FromMinutes(5);
        patience.SettleWithin = TimeSpan.FromMilliseconds(100);
        patience.MotionMargin = TimeSpan.FromMilliseconds(200);
        patience.DuplicateWithin = TimeSpan.FromMilliseconds(200);
        options?.Invoke(patience);
        var driver = new ZWaveJsDriver(patience, clock ?? link.Clock, new Logger<ZWaveJsDriver>(link.Log));
        var settings = new LinkSettings(LinkId.New(TimeProvider.System.Now()), link.Server.Address, null, null);
        link.Session = driver.Open(settings, link.Heard);
        return link;
    }

    public static async Task<RecordedLink> OnlineAsync(
        Action<RecordedServer>? prepare = null,
        Action<ZWaveJsOptions>? options = null,
        TimeProvider? clock = null
    )
    {
        var link = await OpenAsync(prepare, options, clock);
        await link.Heard.FirstAsync<DeviceReport.LinkCameOnline>();
        return link;
    }

    public Task<DeviceAnswer> DoAsync(int node, DeviceAct act) => Session.DoAsync($"{node}", act, TestContext.Current.CancellationToken);

    /// <summary>Lets time pass until the driver has given up all that it waits for.</summary>
    public async Task<DeviceAnswer> WaitOutAsync(Task<DeviceAnswer> act)
    {
        await Eventually.HoldsAsync(
            () =>
            {
                Clock.Advance(Step);
                return act.IsCompleted;
            },
            "the act ends"
        );
        return await act;
    }

    /// <summary>Everything played before has been heard when this returns: frames are taken in their order.</summary>
    public async Task<IReadOnlyList<DeviceReport>> AllHeardAsync()
    {
        await Line.SendAsync(Recorded.Event(3, "credential deleted", """{"userId":20,"credentialType":1,"credentialSlot":20}"""));
        await Heard.AtLeastAsync<DeviceReport.SlotChanged>(++marks, report => report is { Address: "3", Slot: 20 });
        return [.. Heard.All.Where(report => report.DeviceAddress == "2")];
    }

    /// <summary>The same, and what was held back for an explanation that did not come has been told without one.</summary>
    public async Task<IReadOnlyList<DeviceReport>> AllToldAsync()
    {
        await AllHeardAsync();
        Clock.Advance(patience.MergeWithin);
        return await AllHeardAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Session.DisposeAsync();
        await Server.DisposeAsync();
        Log.AssertHoldsNone("482913");
    }
}
